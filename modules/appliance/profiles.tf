# Appliance profiles: all that differs from vendor to vendor, and nothing of it elsewhere. Adding a
# vendor is adding one entry here, one template, one file in examples/appliances and `make docs`.
# A variable that is null takes the profile's value.
#
# listings: where the image is looked up, by licence: owner, product code and name, in which %s stands
# for the version (default_version, unless vnf_version says another). The product code tells licences
# apart; a name alone may match the listing of another one.
#
# key_types: of which EC2 key pairs the image takes the key. needs_internet: what the image does on its first boot, when
# the VIP is not there yet, that needs the internet, by licence.
#
# first_boot: interfaces is how the VIPs' are called, %d being EC2's device index plus first. hostname and mtu are the
# vendor's own limits, with their source; null: none that is known. Of extra_config, line by line, as patterns with the
# sentence about such a line: allowed_lines, what each has to be; refused_lines, what none may be; unique_key, what may be
# there once; needed_beside, what is of use only together; needed_at_heals, whose value has to be valid at every heal.
# nesting: what opens, and what closes it.
#
# evidence: how each value is known, for the table in docs/appliances.md: a mark, and what says it by its URL. documented:
# read in the vendor's or AWS's documentation, or in code that they publish. reported: in public sources of somebody
# else's, if only for a part of it. assumed: no page says it, so there is no URL; a careful default. Nothing of it was run
# in an AWS account by us. URLs of GitHub name a tag or commit where the value is one that changes from release to release.

locals {
  # Whose files are evidence more than once.
  aws_sample        = "https://github.com/aws-samples/auto-healing-persistent-virtual-network-functions/blob/main"
  fortinet_module   = "https://github.com/fortinet/terraform-aws-cloud-modules/blob/1.1.2/modules/fortigate/fgt_asg"
  palo_alto_modules = "https://github.com/PaloAltoNetworks/terraform-aws-swfw-modules/blob/v2.2.7/modules"
  vyos_examples     = "https://github.com/vyos/vyos-automation/blob/2a463b7598001acfbe02fb09e46984d44ffc04c3"

  # What holds unless an entry says otherwise.
  any_appliance = {
    ssm_parameter        = null
    listings             = {}
    default_license      = null
    minimum_vcpus        = 1
    minimum_memory_mib   = 0                  # none known
    login_needs_key      = true               # The image, or its configuration, takes the key pair's key, and has no password.
    key_types            = ["rsa", "ed25519"] # EC2 knows no others.
    needs_internet       = {}
    root_volume_size_gib = null # the image's own
    reboot_delay_seconds = 30   # the original sample's
  }

  any_first_boot = {
    hostname        = { shortest = 1, longest = 63, source = null } # A label of a domain name.
    mtu             = { least = null, greatest = null, source = null }
    allowed_lines   = null
    unique_key      = null
    refused_lines   = {}
    needed_beside   = []
    needed_at_heals = {}
    nesting         = null
  }

  # IOS XE, of CSR 1000V and Catalyst 8000V.
  ios_xe = {
    hostname = { shortest = 1, longest = 63, source = "https://cisco.com/E-Learning/bulk/public/tac/cim/cib/using_cisco_ios_software/cmdrefs/hostname.htm" }
    refused_lines = {
      "^\\s*end\\s*$" = "is end, which leaves configuration mode, so that nothing after it would be configured: remove it"
    }
    needed_at_heals = {
      # https://www.cisco.com/c/en/us/support/docs/licensing/common-licensing-issues/how-to/device-management/lic223268-in-license-central-how-can-i-generate.html
      "license smart (register|trust) idtoken" = "a token of Smart Licensing, which expires after the days and the uses that were chosen for it"
    }
  }

  # Junos, of vSRX and vMX.
  junos = {
    hostname = { shortest = 1, longest = 255, source = "https://github.com/Juniper/yang/tree/master/23.2/23.2R2" }
    # Of the medium, whose header of 14 bytes the configuration adds.
    mtu     = { least = 256 - 14, greatest = 9192 - 14, source = "https://juniper.net/documentation/us/en/software/junos/cli-reference/topics/ref/statement/mtu-edit-interfaces-ni.html" }
    nesting = { opens = "[{]", closes = "[}]", called = "braces" }
    refused_lines = {
      "^\\s*(set|delete)\\s" = "is a command of the command line, and the configuration is written in braces: write statements as \"show configuration\" shows them"
    }
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
        image                      = ["documented", { "AWS: public parameters of its images" = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/finding-an-ami-parameter-store.html" }]
        instance_type              = ["documented", { "AWS's original sample" = "${local.aws_sample}/README.md" }]
        http_tokens                = ["documented", { "AWS: transition to IMDSv2" = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-transition-to-version-2.html" }]
        reboot_after_attach        = ["documented", { "AWS: amazon-ec2-net-utils" = "https://github.com/amazonlinux/amazon-ec2-net-utils" }]
        health_check_grace_seconds = ["assumed", { "a small Linux boots in less" = null }]
        first_boot                 = ["documented", { "AWS: Amazon Linux 2023, networking service" = "https://docs.aws.amazon.com/linux/al2023/ug/networking-service.html" }]
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

      # https://www.cisco.com/c/en/us/td/docs/routers/sdwan/26x-later/user-mgmt/user-mgmt-guide/authenticate/ssh-authent.html
      key_types  = ["rsa"]
      login_name = "ec2-user"
      first_boot = {
        template            = "cisco_ios_xe.tftpl"
        interfaces          = { name = "GigabitEthernet%d", first = 1 }
        envelope            = "cisco_csr1000v.tftpl"
        settings            = ["hostname", "addressing", "mtu", "technology_package"]
        technology_packages = ["ax", "security", "appx", "ipbase"] # The first is the default, the sample's.
        hostname            = local.ios_xe.hostname
        needed_at_heals     = local.ios_xe.needed_at_heals
        refused_lines = merge(local.ios_xe.refused_lines, {
          "^\\s*$" = "is empty, and the first-boot format of CiscoCSR1000v gives each line a number and a text: remove it"
          "\""     = "has double quotes, and the first-boot format of CiscoCSR1000v has each line in quotes without an escape: write it without them, or configure it after the boot"
        })
      }

      evidence = {
        image = ["reported", {
          "name in public code"           = "https://github.com/patrickjburke245/terraform-aws-csr1k/blob/main/variables.tf"
          "product code in a public demo" = "https://github.com/melan/aws-cisco-demo/blob/master/terraform/main.tf"
        }]
        instance_type              = ["documented", { "Cisco's HA module" = "https://github.com/csr1000v/Terraform_CSR_AWS_HAv3/blob/master/README.md" }]
        http_tokens                = ["assumed", { "no page found" = null }]
        reboot_after_attach        = ["documented", { "AWS's original sample" = "${local.aws_sample}/README.md" }]
        health_check_grace_seconds = ["assumed", { "no figure found; the sample's minimum is 10" = null }]
        first_boot = ["documented", {
          "commands: Cisco's YANG models of IOS XE 17.3" = "https://github.com/YangModels/yang/tree/main/vendor/cisco/xe/1731"
          "format: AWS's original sample"                = "${local.aws_sample}/nfv_infrastructure_and_vnf.yml"
        }]
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
      minimum_memory_mib = 4096       # Of t3.medium, which public code runs IOS XE on: https://github.com/troy-perkins/devwks-1079/blob/main/main.tf
      http_tokens        = "optional" # No statement of the vendor's on IMDSv2 was found.

      reboot_after_attach        = false # The code line of the CSR 1000V, which needs none.
      health_check_grace_seconds = 300

      # https://www.cisco.com/c/en/us/td/docs/routers/sdwan/26x-later/user-mgmt/user-mgmt-guide/authenticate/ssh-authent.html
      key_types  = ["rsa"]
      login_name = "ec2-user"
      first_boot = {
        template            = "cisco_ios_xe.tftpl"
        interfaces          = { name = "GigabitEthernet%d", first = 1 }
        envelope            = "cisco_c8000v.tftpl"
        settings            = ["hostname", "addressing", "mtu", "technology_package"]
        technology_packages = ["network-essentials", "network-advantage", "network-premier"] # The first is the default.
        hostname            = local.ios_xe.hostname
        refused_lines       = local.ios_xe.refused_lines
        needed_at_heals     = local.ios_xe.needed_at_heals
      }

      evidence = {
        image = ["reported", {
          "byol: public Terraform code of 2025" = "https://github.com/jbartus/netbox-lab/blob/a0a79989aa9da727d5625b3106a46b7e0968abd2/c8kv.tf"
          "payg: a public module"               = "https://github.com/mjasinski007/terraform-aws-csr8k-mod/blob/main/variables.tf"
        }]
        instance_type              = ["reported", { "a public module" = "https://github.com/mjasinski007/terraform-aws-csr8k-mod/blob/main/README.md" }]
        http_tokens                = ["assumed", { "no page found" = null }]
        reboot_after_attach        = ["assumed", { "no page found; the CSR 1000V, of the same IOS XE, needs none" = null }]
        health_check_grace_seconds = ["assumed", { "as for the CSR 1000V" = null }]
        first_boot = ["reported", {
          "commands: Cisco's YANG models of IOS XE 17.9" = "https://github.com/YangModels/yang/tree/main/vendor/cisco/xe/1791"
          "format: Cisco's examples"                     = "https://github.com/csr1000v/customdata-examples/blob/master/README.md"
          "licence words: a user's tests"                = "https://myhomenwlab.hatenablog.com/?page=1671376393"
        }]
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
        template   = "juniper_junos.tftpl"
        interfaces = { name = "ge-0/0/%d", first = -1 }
        envelope   = "juniper_vsrx.tftpl"
        settings   = ["hostname", "addressing", "mtu"]

        hostname      = local.junos.hostname
        mtu           = local.junos.mtu
        nesting       = local.junos.nesting
        refused_lines = local.junos.refused_lines
      }

      evidence = {
        image                      = ["reported", { "name in a public module; no product code is known" = "https://github.com/qmar1/tf_aws_juniper_vsrx/blob/main/ssm_parameter_config.md" }]
        instance_type              = ["documented", { "Juniper's AWS templates" = "https://github.com/Juniper/vSRX-AWS/blob/master/vSRX_AWS_GWLB/vsrx_cft/vsrx_aws_gwlb_asg_az/vsrx_aws_gwlb_security_asg_az.yaml" }]
        http_tokens                = ["reported", { "a list of images without IMDSv2, archived in 2024" = "https://github.com/SummitRoute/imdsv2_wall_of_shame/blob/main/README.md" }]
        reboot_after_attach        = ["documented", { "AWS's original sample" = "${local.aws_sample}/README.md" }]
        health_check_grace_seconds = ["documented", { "Juniper's AWS Terraform code" = "https://github.com/Juniper/vSRX-AWS/blob/master/vSRX_AWS_GWLB/vsrx_tf/vsrx_aws_gwlb_asg_no_az/security_scripts/vsrx_aws_gwlb_security_asg_no_az.tf" }]
        first_boot = ["documented", {
          "commands: Juniper's YANG models" = "https://github.com/Juniper/yang/tree/master/23.2/23.2R2"
          "format: Juniper's AWS templates" = "https://github.com/Juniper/vSRX-AWS/blob/master/TGW-Transit-VPC/vsrx3-init4.tpl"
        }]
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
        template   = "juniper_junos.tftpl"
        interfaces = { name = "ge-0/0/%d", first = -1 }
        envelope   = "juniper_vmx.tftpl"
        settings   = ["hostname", "addressing", "mtu", "ssh_public_key"]

        hostname      = local.junos.hostname
        mtu           = local.junos.mtu
        nesting       = local.junos.nesting
        refused_lines = local.junos.refused_lines
      }

      evidence = {
        image                      = ["assumed", { "no lookup is known; the sample's list is of April 2022" = null }]
        instance_type              = ["documented", { "AWS's original sample" = "${local.aws_sample}/README.md" }]
        http_tokens                = ["assumed", { "no page found" = null }]
        reboot_after_attach        = ["documented", { "AWS's original sample" = "${local.aws_sample}/README.md" }]
        health_check_grace_seconds = ["documented", { "1020 in AWS's original sample, and a margin" = "${local.aws_sample}/nfv_infrastructure_and_vnf.yml" }]
        first_boot = ["documented", {
          "commands: Juniper's YANG models" = "https://github.com/Juniper/yang/tree/master/23.2/23.2R2"
          "format: AWS's original sample"   = "${local.aws_sample}/nfv_infrastructure_and_vnf.yml"
        }]
      }
    }

    PaloAltoVMSeries = {
      listings = {
        byol    = { product_code = "6njl1pau431dv1qxipg63mvah", name = "PA-VM-AWS-%s*", default_version = "" }
        bundle1 = { product_code = "e9yfvyj3uag5uo5j2hjikv74n", name = "PA-VM-AWS-%s*", default_version = "" }
        bundle2 = { product_code = "hd44w1chf26uv4p52cdynb2o", name = "PA-VM-AWS-%s*", default_version = "" }
        bundle3 = { product_code = "1rfiaqne1ae8ivks1wh0xyx4g", name = "PA-VM-AWS-%s*", default_version = "" } # No page found that says this code.
      }
      default_license    = "byol"
      instance_type      = "m5.xlarge"
      instance_families  = ["m5"]
      minimum_vcpus      = 2
      minimum_memory_mib = 5632       # With less it is limited to the smallest model, which AWS has not.
      http_tokens        = "required" # PAN-OS 10.2.0 with plugin 3.0.0; for an older one set optional.

      reboot_after_attach        = false # As in the vendor's own module: a reboot would fall into bootstrap, which runs on the first boot only.
      health_check_grace_seconds = 900

      needs_internet = {
        byol = "fetches its licence from Palo Alto Networks by the management interface, which the VIP never helps"
      }

      login_name = "admin"
      first_boot = {
        template   = "palo_alto_vm_series.tftpl"
        interfaces = { name = "ethernet1/%d", first = 0 }
        settings   = ["hostname"] # Data interfaces come from Panorama or a bootstrap bucket.
        hostname   = { shortest = 1, longest = 31, source = "https://docs.paloaltonetworks.com/pan-os/11-0/pan-os-web-interface-help/device/device-setup-management" }

        unique_key    = "^[a-z0-9-]+="
        allowed_lines = { pattern = "^[a-z0-9-]+=[!-:<-~]+$", says = "is no pair of PAN-OS: write key=value, one a line, in ASCII, without spaces or semicolons" }
        refused_lines = {
          "^(type|hostname|dhcp-send-hostname|dhcp-send-client-id|dhcp-accept-server-hostname|dhcp-accept-server-domain)=" = "has a key that the configuration has already: set first_boot.hostname for the name, or write all of it in user_data"
          # https://docs.paloaltonetworks.com/vm-series/9-0/vm-series-deployment/set-up-the-vm-series-firewall-on-aws/about-the-vm-series-firewall-on-aws/management-interface-mapping-for-use-with-amazon-elb
          "^(mgmt-interface-swap=enable|op-command-modes=.*mgmt-interface-swap)" = "swaps the interfaces, so that the VIP interface would be the one for management: remove it"
        }
        # https://origin-docs.paloaltonetworks.com/content/techdocs/en_US/vm-series/getting-started/bootstrap-the-vm-series-firewall/create-bootstrap-configuration-files.html
        # and, which key is which, https://knowledgebase.paloaltonetworks.com/KCSArticleDetail?id=kA1Ki000000oMA9KAM
        needed_beside = [{
          line  = "^panorama-server="
          needs = "^(vm-auth-key|auth-key)="
          says  = "panorama-server without vm-auth-key (or auth-key, of the licence plugin): Panorama registers no firewall without a key, and the VIP interface would stay without a configuration"
        }]
        needed_at_heals = {
          "^vm-auth-key="                                = "vm-auth-key, which Panorama made for 1 to 8760 hours"
          "^auth-key="                                   = "auth-key, whose licence manager must still be there in Panorama's plugin"
          "^authcodes="                                  = "authcodes, which must have a licence left: a lost instance keeps its own until it is deactivated"
          "^vm-series-auto-registration-pin-(id|value)=" = "the PIN of the device certificate, which expires"
          "^vmseries-bootstrap-aws-s3bucket="            = "the bootstrap bucket, what is in it, and a policy in instance_policy_arns that reads it"
        }
      }

      evidence = {
        image = ["reported", {
          "bundle1, bundle2: a public module"           = "https://github.com/mrichardson03/terraform-aws-panos-firewall/blob/v1.3.1/variables.tf"
          "byol: Palo Alto Networks' Terraform modules" = "${local.palo_alto_modules}/asg/variables.tf"
        }]
        instance_type = ["documented", { "Palo Alto Networks' Terraform modules" = "${local.palo_alto_modules}/asg/variables.tf" }]
        http_tokens = ["documented", {
          "Palo Alto Networks' Terraform modules" = "${local.palo_alto_modules}/asg/main.tf"
          "from which release on"                 = "${local.palo_alto_modules}/vmseries/variables.tf"
        }]
        reboot_after_attach        = ["documented", { "Palo Alto Networks' function, which attaches" = "${local.palo_alto_modules}/asg/scripts/lambda.py" }]
        health_check_grace_seconds = ["documented", { "warm-up of 900 in Palo Alto Networks' Terraform modules" = "${local.palo_alto_modules}/asg/variables.tf" }]
        first_boot                 = ["documented", { "Palo Alto Networks' Terraform modules" = "${local.palo_alto_modules}/bootstrap/variables.tf" }]
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

      reboot_after_attach        = false # As in the vendor's own module: user data is not read again, so that a reboot would cure nothing.
      health_check_grace_seconds = 300

      # https://docs.fortinet.com/document/fortigate/6.4.12/administration-guide/416169 and
      # https://community.fortinet.com/forticlient-4/troubleshooting-tip-fortigate-aws-payg-on-demand-vm-registration-process-fails-225076
      needs_internet = {
        byol = "validates its licence at FortiGuard"
        payg = "fetches its licence from FortiCare"
      }

      login_name = "admin"
      first_boot = {
        template   = "fortigate.tftpl"
        interfaces = { name = "port%d", first = 1 }
        settings   = ["hostname", "addressing", "mtu"]
        hostname   = { shortest = 1, longest = 35, source = "https://github.com/fortinetdev/terraform-provider-fortios/blob/main/fortios/resource_system_global.go" }
        mtu        = { least = 576, greatest = 9216, source = "https://docs2.fortinet.com/document/fortigate/6.0.0/handbook/822669/interface-mtu-packet-size" }

        nesting = { opens = "(?m)^\\s*config\\s", closes = "(?m)^\\s*end\\s*$", called = "config and end" }
        refused_lines = {
          "^\\s*(Content-Type|MIME-Version|LICENSE-TOKEN):" = "is of a MIME message, which has to be the whole of the user data: write all of it in user_data"
        }
        needed_at_heals = {
          # https://docs.fortinet.com/document/flex-vm/26.1.0/administration-guide/980372
          "^\\s*(exec(ute)?\\s+vm-licen[cs]e\\s|LICENSE-TOKEN:)" = "a token of FortiFlex, which is good for one activation: each heal needs a new one"
        }
      }

      evidence = {
        image                      = ["documented", { "Fortinet's Terraform modules" = "${local.fortinet_module}/main.tf" }]
        instance_type              = ["documented", { "Fortinet's Terraform modules" = "${local.fortinet_module}/variables.tf" }]
        http_tokens                = ["documented", { "default of Fortinet's Terraform modules" = "${local.fortinet_module}/variables.tf" }]
        reboot_after_attach        = ["documented", { "Fortinet's function, which attaches" = "${local.fortinet_module}/fgt-asg-lambda.py" }]
        health_check_grace_seconds = ["documented", { "Fortinet's Terraform modules" = "${local.fortinet_module}/variables.tf" }]
        first_boot = ["documented", {
          "Fortinet's AWS administration guide"          = "https://docs.fortinet.com/document/fortigate-public-cloud/7.0.0/aws-administration-guide/712355"
          "plain commands: Fortinet's Terraform modules" = "${local.fortinet_module}/fgt-userdata.tftpl"
        }]
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
        is       = "vyos"
        cured_by = "^(delete system login user vyos( authentication)?$|set system login user vyos authentication (plaintext|encrypted)-password ')"
      }
      first_boot = {
        template   = "vyos.tftpl"
        interfaces = { name = "eth%d", first = 0 }
        settings   = ["hostname", "addressing", "mtu"]
        # What its cloud-init keeps and reads as it was meant, and vyatta-cfg takes as a value:
        # https://github.com/vyos/vyos-cloud-init/blob/current/cloudinit/config/cc_vyos_userdata.py
        allowed_lines = {
          pattern = "^\\s*(#.*)?$|^(set|delete) [^'\"]+( '[^'\"]*')?$"
          says    = "is lost or misread by its cloud-init, which takes set or delete, one space, and one value, last and in single quotes, with no quote inside: write it as show configuration commands prints it, like set system domain-name 'example.com'"
        }
        hostname = { shortest = 2, longest = 63, source = "https://github.com/vyos/vyos-1x/blob/sagitta/src/conf_mode/system_host-name.py" }
        # With less, IPv6's link-local address is refused, and with it the interface (verify_mtu_ipv6).
        mtu = { least = 1280, greatest = 16000, source = "https://github.com/vyos/vyos-1x/blob/sagitta/python/vyos/configverify.py" }
      }

      evidence = {
        image                      = ["documented", { "VyOS's Terraform examples" = "${local.vyos_examples}/Terraform/AWS/ha-instances-with-configs/main.tf" }]
        instance_type              = ["documented", { "smallest of VyOS's CloudFormation template" = "${local.vyos_examples}/CloudFormation/vyos-template-with-basic-configuration/single-instance-with-basic-configuration.yml" }]
        http_tokens                = ["assumed", { "no page found" = null }]
        reboot_after_attach        = ["documented", { "VyOS's script of new interfaces" = "https://github.com/vyos/vyos-1x/blob/sagitta/src/helpers/vyos_net_name" }]
        health_check_grace_seconds = ["assumed", { "no figure found; two boots" = null }]
        first_boot = ["documented", {
          "commands: VyOS's interface definitions" = "https://github.com/vyos/vyos-1x/tree/sagitta/interface-definitions"
          "format: VyOS documentation, cloud-init" = "https://docs.vyos.io/en/sagitta/automation/cloud-init.html"
        }]
      }
    }
  }
  profiles = { for vnf, appliance in local.appliances : vnf => merge(local.any_appliance, appliance, {
    first_boot = appliance.first_boot == null ? null : merge(local.any_first_boot, appliance.first_boot)
  }) }
}
