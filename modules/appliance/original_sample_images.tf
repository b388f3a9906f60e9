# The image ids that AWS's original sample had fixed, as of April 2022: an opt-in fallback
# (use_original_sample_image) where no lookup is known or the listing is gone. They are from before many
# security fixes, and AWS may have withdrawn any of them.
# https://github.com/aws-samples/auto-healing-persistent-virtual-network-functions/blob/main/nfv_infrastructure_and_vnf.yml
#
# Left out: me-south-1 for CiscoCSR1000v and JunipervSRX. There the sample repeats the ids of sa-east-1,
# and an image id exists in one region only.

locals {
  original_sample_images = {
    CiscoCSR1000v = {
      us-east-1      = "ami-0b9ccf33549b340cf"
      us-east-2      = "ami-09d837b8f779bdc2b"
      us-west-1      = "ami-078986d887163741b"
      us-west-2      = "ami-0b5c82032223c16e3"
      ca-central-1   = "ami-073b6ca383a4ee6cf"
      eu-central-1   = "ami-086a0f38d28614b49"
      eu-west-1      = "ami-086e1185f53016228"
      eu-west-2      = "ami-011222f8fd462cc0c"
      eu-west-3      = "ami-08b96e24edcfb4d59"
      eu-north-1     = "ami-0440dfe36d4f5754e"
      eu-south-1     = "ami-0dd2a74477fd12c8a"
      ap-east-1      = "ami-0a4964f04cba2ffed"
      ap-southeast-1 = "ami-08faaa896b344ec56"
      ap-southeast-2 = "ami-0f88ff4aa6353b1ec"
      ap-northeast-2 = "ami-0744d9387b54a9eb6"
      ap-northeast-1 = "ami-02b328335229d75b8"
      ap-northeast-3 = "ami-0f6c0b9ab16615f01"
      ap-south-1     = "ami-065dc709f9a0da5d0"
      sa-east-1      = "ami-0bd831a26368cff95"
    }
    JunipervSRX = {
      us-east-1      = "ami-0ef38a8e3c526d39d"
      us-east-2      = "ami-06055118890a94af6"
      us-west-1      = "ami-0b49fbc1eeb6baab1"
      us-west-2      = "ami-009970a4d43ef76ba"
      ca-central-1   = "ami-0223e4892fd702b94"
      eu-central-1   = "ami-0cb617e2b547b33fe"
      eu-west-1      = "ami-0b4796cd469da145a"
      eu-west-2      = "ami-0637c9a2785898f3b"
      eu-west-3      = "ami-0883eee64e3941382"
      eu-north-1     = "ami-05122a918e87b4489"
      eu-south-1     = "ami-08e9eee5c6b11639d"
      ap-east-1      = "ami-0e491fcef76326ba8"
      ap-southeast-1 = "ami-09d00969f29062cc9"
      ap-southeast-2 = "ami-0df2c8f35fb2b3d64"
      ap-northeast-2 = "ami-0664dc91fcabb074e"
      ap-northeast-1 = "ami-09c1fd01f2c279586"
      ap-northeast-3 = "ami-0814a6b4db416420b"
      ap-south-1     = "ami-029b27a7c3ed57ea2"
      sa-east-1      = "ami-01c1f377de2b7545e"
    }
    JunipervMX = {
      us-east-1      = "ami-058765f5dec711ffa"
      us-east-2      = "ami-0ef9b8961acd0a1c8"
      us-west-1      = "ami-014c99447907eea08"
      us-west-2      = "ami-0781d045dc5b2d427"
      ca-central-1   = "ami-0728fb89d754bdad5"
      eu-central-1   = "ami-0c909c0cb95ea516c"
      eu-west-1      = "ami-0ad95096c95740994"
      eu-west-2      = "ami-0c20283d59ade6460"
      eu-west-3      = "ami-037ebcc38ee13c894"
      eu-north-1     = "ami-0b3143844e6e605be"
      eu-south-1     = "ami-0f36fa171d0f7ddbd"
      ap-east-1      = "ami-0cb78a125aaa8986d"
      ap-southeast-1 = "ami-0f35be28517f75e3e"
      ap-southeast-2 = "ami-0a40f79fe18e8f533"
      ap-northeast-2 = "ami-0ca8ddbef790d121c"
      ap-northeast-1 = "ami-00f30a38d8a453af1"
      ap-northeast-3 = "ami-0d7e183224d8f9834"
      ap-south-1     = "ami-0643f4f6b95785ec9"
      sa-east-1      = "ami-0cd239c3c7b78efe2"
      me-south-1     = "ami-0f499892ecec024c8"
    }
  }
}
