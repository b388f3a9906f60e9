# Appliance profiles: all that differs from vendor to vendor, and nothing of it elsewhere. Adding a
# vendor is adding one entry here, one template, one file in examples/appliances and `make docs`.
# A variable that is null takes the profile's value.
#
# listings: where the image is looked up, by licence: owner, product code and name, in which %s stands
# for the version (default_version, unless vnf_version says another). The product code tells licences
# apart; a name alone may match the listing of another one.
#
# evidence: how each value is known, for the table in docs/appliances.md, with its source. documented: read in
# the vendor's or AWS's documentation, or in code that they publish. reported: one public source of somebody
# else's. assumed: no source; a careful default. Nothing of it was run in an AWS account by us.

locals {
  # What holds unless an entry says otherwise.
  any_appliance = {
    ssm_parameter        = null
    listings             = {}
    default_license      = null
    minimum_vcpus        = 1
    minimum_memory_mib   = 0    # none known
    login_needs_key      = true # The image, or its configuration, takes the key pair's key, and has no password.
    root_volume_size_gib = null # the image's own
    reboot_delay_seconds = 30   # the original sample's
  }

  appliances = {
    Custom = {
      ssm_parameter     = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
      instance_type     = "t3.micro"
      instance_families = []         # Any: the image is the user's.
      login_needs_key   = false      # Session Manager, and what the image brings.
      http_tokens       = "required" # Amazon Linux 2023 demands IMDSv2 anyway.

      reboot_after_attach        = false # Linux sees a hot-plugged interface at once.
      health_check_grace_seconds = 60    # The original sample's tested minimum is 10.

      login_name = "ec2-user"
      first_boot = null # The image configures the interface by itself; anything else is user data.

      evidence = {
        image                      = ["documented", "AWS: Amazon Linux 2023 User Guide"]
        instance_type              = ["documented", "AWS's original sample"]
        http_tokens                = ["documented", "AWS: Amazon Linux 2023 User Guide"]
        reboot_after_attach        = ["documented", "AWS's original sample; amazon-ec2-net-utils"]
        health_check_grace_seconds = ["assumed", "a small Linux boots in less"]
        first_boot                 = ["documented", "AWS: Amazon Linux 2023 User Guide, networking service"]
      }
    }

    CiscoCSR1000v = {
      listings = {
        byol = { product_code = "5tiyrfb5tasxk9gmnab39b843", name = "cisco_CSR-%s*", default_version = "17.03" }
      }
      default_license    = "byol"
      instance_type      = "c5.large"
      instance_families  = ["c5", "t3"]
      minimum_memory_mib = 4096
      http_tokens        = "optional" # No statement of the vendor's on IMDSv2 was found.

      reboot_after_attach        = false # It would not help: lines for an absent interface are refused, not kept. An applet configures it when it comes.
      health_check_grace_seconds = 300   # The original sample's tested minimum is 10.

      login_name = "ec2-user"
      first_boot = {
        template            = "cisco_ios_xe.tftpl"
        envelope            = "cisco_csr1000v.tftpl"
        settings            = ["hostname", "addressing", "mtu", "technology_package"]
        technology_packages = ["ax", "security", "appx", "ipbase"] # The first is the default, the sample's.
        forbidden_in_config = "\""                                 # The format knows no escape inside its quotes.
      }

      evidence = {
        image                      = ["documented", "product code in code published for the listing"]
        instance_type              = ["documented", "Cisco's HA module; AWS's original sample"]
        http_tokens                = ["assumed", "no statement found"]
        reboot_after_attach        = ["documented", "AWS's original sample, tested without"]
        health_check_grace_seconds = ["assumed", "the sample's minimum is 10"]
        first_boot                 = ["documented", "format of AWS's original sample; commands in Cisco's YANG models of IOS XE 17.3"]
      }
    }

    CiscoC8000V = {
      listings = {
        byol = { product_code = "3ycwqehancx46bkpb3xkifiz5", name = "Cisco-C8K-%s*", default_version = "" }
        payg = { product_code = "k585h9fyh5prlazwh3vb0yh3", name = "Cisco-C8K-PAYG-ESS-%s*", default_version = "" }
      }
      default_license    = "byol"
      instance_type      = "c5.large"
      instance_families  = ["c5", "c5n", "t3"]
      minimum_memory_mib = 4096       # t3.medium is the smallest type of Cisco's listing.
      http_tokens        = "optional" # No statement of the vendor's on IMDSv2 was found.

      reboot_after_attach        = false # The code line of the CSR 1000V, which needs none.
      health_check_grace_seconds = 300

      login_name = "ec2-user"
      first_boot = {
        template            = "cisco_ios_xe.tftpl"
        envelope            = "cisco_c8000v.tftpl"
        settings            = ["hostname", "addressing", "mtu", "technology_package"]
        technology_packages = ["network-essentials", "network-advantage", "network-premier"] # The first is the default.
      }

      evidence = {
        image                      = ["documented", "product code in code published for the listing; payg: reported"]
        instance_type              = ["reported", "public Terraform code"]
        http_tokens                = ["assumed", "no statement found"]
        reboot_after_attach        = ["reported", "same IOS XE as the CSR 1000V"]
        health_check_grace_seconds = ["assumed", "as for the CSR 1000V"]
        first_boot                 = ["reported", "public Terraform code and a user's tests of the licence words; commands in Cisco's YANG models of IOS XE 17.9"]
      }
    }

    JunipervSRX = {
      listings = {
        byol = { product_code = null, name = "junos-vsrx3-x86-64-%s*consec*", default_version = "" }
      }
      default_license      = "byol"
      instance_type        = "c5.large"
      instance_families    = ["c5", "c5n"]
      minimum_vcpus        = 2
      minimum_memory_mib   = 4096
      root_volume_size_gib = 20
      http_tokens          = "optional" # Listed as not speaking IMDSv2 up to 2024, nothing newer was found.

      reboot_after_attach        = true # Junos does not see a hot-plugged interface.
      health_check_grace_seconds = 900  # Juniper's own value; the original sample's tested minimum is 600.

      login_name = "ec2-user"
      first_boot = {
        template = "juniper_junos.tftpl"
        envelope = "juniper_vsrx.tftpl"
        settings = ["hostname", "addressing", "mtu"]
      }

      evidence = {
        image                      = ["reported", "name in public code; no product code is known"]
        instance_type              = ["documented", "Juniper's AWS templates"]
        http_tokens                = ["reported", "a public list of images without IMDSv2, archived in 2024"]
        reboot_after_attach        = ["documented", "AWS's original sample; code of a Juniper engineer"]
        health_check_grace_seconds = ["documented", "Juniper's AWS templates"]
        first_boot                 = ["documented", "format of Juniper's AWS templates and of the sample"]
      }
    }

    JunipervMX = {
      listings           = {} # Neither name nor product code is known: ami_id, or the sample's list.
      instance_type      = "c5.4xlarge"
      instance_families  = ["c5", "m4"]
      minimum_vcpus      = 4 # Control and forwarding plane together, lite mode.
      minimum_memory_mib = 8192
      http_tokens        = "optional" # No statement of the vendor's on IMDSv2 was found.

      reboot_after_attach        = true
      health_check_grace_seconds = 1200 # The original sample's tested minimum is 1020.

      login_name = "jnpr"
      first_boot = {
        template = "juniper_junos.tftpl"
        envelope = "juniper_vmx.tftpl"
        settings = ["hostname", "addressing", "mtu", "ssh_public_key"]
      }

      evidence = {
        image                      = ["assumed", "no lookup is known; the sample's list is of April 2022"]
        instance_type              = ["documented", "AWS's original sample"]
        http_tokens                = ["assumed", "no statement found"]
        reboot_after_attach        = ["documented", "AWS's original sample"]
        health_check_grace_seconds = ["documented", "the sample's 1020 and a margin"]
        first_boot                 = ["documented", "format of AWS's original sample"]
      }
    }

    PaloAltoVMSeries = {
      listings = {
        byol    = { product_code = "6njl1pau431dv1qxipg63mvah", name = "PA-VM-AWS-%s*", default_version = "" }
        bundle1 = { product_code = "e9yfvyj3uag5uo5j2hjikv74n", name = "PA-VM-AWS-%s*", default_version = "" }
        bundle2 = { product_code = "hd44w1chf26uv4p52cdynb2o", name = "PA-VM-AWS-%s*", default_version = "" }
        bundle3 = { product_code = "1rfiaqne1ae8ivks1wh0xyx4g", name = "PA-VM-AWS-%s*", default_version = "" }
      }
      default_license    = "byol"
      instance_type      = "m5.xlarge"
      instance_families  = ["m5"]
      minimum_vcpus      = 2
      minimum_memory_mib = 5632       # With less it is limited to the smallest model, which AWS has not.
      http_tokens        = "required" # PAN-OS 10.2.0 with plugin 3.0.0; for an older one set optional.

      reboot_after_attach        = false # The interface comes during first boot, as in the vendor's own module.
      health_check_grace_seconds = 900

      login_name = "admin"
      first_boot = {
        template = "palo_alto_vm_series.tftpl"
        settings = ["hostname"] # Data interfaces come from Panorama or a bootstrap bucket.
      }

      evidence = {
        image                      = ["documented", "Palo Alto Networks' Terraform modules"]
        instance_type              = ["documented", "Palo Alto Networks' Terraform modules"]
        http_tokens                = ["documented", "Palo Alto Networks' Terraform modules"]
        reboot_after_attach        = ["documented", "Palo Alto Networks' Terraform modules"]
        health_check_grace_seconds = ["documented", "the vendor's warm-up of 900"]
        first_boot                 = ["documented", "Palo Alto Networks' Terraform modules"]
      }
    }

    FortiGate = {
      listings = {
        byol = { product_code = "dlaioq277sglm5mw1y1dmeuqa", name = "FortiGate-VM*(%s*", default_version = "" }
        payg = { product_code = "2wqkpek696qhdeo7lbbjncqli", name = "FortiGate-VM*(%s*", default_version = "" }
      }
      default_license    = "byol"
      instance_type      = "c6i.xlarge"
      instance_families  = ["c6i"]
      minimum_memory_mib = 2048
      login_needs_key    = false      # The first password of admin is the instance's id.
      http_tokens        = "optional" # The vendor's own default; the first release with IMDSv2 was not found.

      reboot_after_attach        = false # The interface comes during first boot, as in the vendor's own module.
      health_check_grace_seconds = 300

      login_name = "admin"
      first_boot = {
        template = "fortigate.tftpl"
        settings = ["hostname", "addressing", "mtu"]
      }

      evidence = {
        image                      = ["documented", "Fortinet's Terraform modules"]
        instance_type              = ["documented", "Fortinet's Terraform modules"]
        http_tokens                = ["reported", "default of Fortinet's Terraform modules"]
        reboot_after_attach        = ["documented", "Fortinet's Terraform modules"]
        health_check_grace_seconds = ["documented", "Fortinet's Terraform modules"]
        first_boot                 = ["documented", "Fortinet's administration guide, CLI reference and knowledge base"]
      }
    }

    VyOS = {
      listings = {
        standard = { product_code = "8wqdkv3u2b9sa0y73xob2yl90", name = "VyOS %s*", default_version = "1.4" }
      }
      default_license    = "standard"
      instance_type      = "t3.small"
      instance_families  = ["t3"]
      minimum_memory_mib = 1024
      http_tokens        = "optional" # Not verified.

      reboot_after_attach        = true # An interface that comes later than the boot is configured by the next one.
      reboot_delay_seconds       = 60   # Its cloud-init, ended while it writes the configuration, does not write it again.
      health_check_grace_seconds = 300  # Two boots.

      login_name = "vyos"
      # https://docs.vyos.io/en/sagitta/automation/cloud-init.html, System Defaults/Fallbacks: unless a line says otherwise.
      password_without_key = {
        is     = "vyos"
        unless = "(?m)^(delete system login user vyos( authentication)?$|set system login user vyos authentication (plaintext|encrypted)-password ')"
      }
      first_boot = {
        template = "vyos.tftpl"
        settings = ["hostname", "addressing", "mtu"]
        # What cc_vyos_userdata.py of vyos-cloud-init keeps and reads as it was meant, and vyatta-cfg takes as a value.
        allowed_lines = {
          pattern = "^\\s*(#.*)?$|^(set|delete) [^'\"]+( '[^'\"]*')?$"
          says    = "VyOS drops what is neither set nor delete with one space after it, and takes one value, last and in single quotes, with no quote inside. Write each line as show configuration commands prints it, like set system domain-name 'example.com'; lines that begin with # are comments."
        }
      }

      evidence = {
        image                      = ["reported", "public Terraform code"]
        instance_type              = ["reported", "public Terraform code"]
        http_tokens                = ["assumed", "no statement found"]
        reboot_after_attach        = ["documented", "VyOS's published scripts"]
        health_check_grace_seconds = ["assumed", "no figure found; two boots"]
        first_boot                 = ["documented", "VyOS documentation and published code"]
      }
    }
  }
  profiles = { for vnf, appliance in local.appliances : vnf => merge(local.any_appliance, appliance) }
  profile  = local.profiles[var.vnf]

  instance_type              = coalesce(var.instance_type, local.profile.instance_type)
  http_tokens                = coalesce(var.http_tokens, local.profile.http_tokens)
  reboot_after_attach        = coalesce(var.reboot_after_attach, local.profile.reboot_after_attach)
  reboot_delay_seconds       = coalesce(var.reboot_delay_seconds, local.profile.reboot_delay_seconds)
  health_check_grace_seconds = coalesce(var.health_check_grace_seconds, local.profile.health_check_grace_seconds)
}
