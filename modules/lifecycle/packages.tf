# Deployment packages: source only, one source block per file, so that the bytes are the same on any
# machine and with any release of the archive provider. The hash in the file name makes a code change
# a new file: a plan saved here applies on a machine that has never seen the zip.

locals {
  source_root = "${path.module}/../../lambda_src"

  # A variable of type map(string), as Terraform would drop what an object type does not declare.
  given_packages = { for function in keys(var.function_names) : function => lookup(var.lambda_packages, function, null) }
  built_packages = toset([for function, path in local.given_packages : function if path == null])

  package_files = {
    for function in local.built_packages : function => sort(flatten([
      for folder in ["common", function] : [
        for file in fileset("${local.source_root}/${folder}", "**/*.py") : "${folder}/${file}"
      ]
    ]))
  }

  # A checkout with CRLF line ends, or an archive of one, must run the same bytes.
  package_sources = {
    for file in toset(flatten(values(local.package_files))) : file => replace(file("${local.source_root}/${file}"), "\r\n", "\n")
  }

  package_hashes = {
    for function, files in local.package_files : function =>
    substr(sha256(jsonencode({ for file in files : file => sha256(local.package_sources[file]) })), 0, 16)
  }

  packages = {
    for function in keys(var.function_names) : function => {
      filename = coalesce(local.given_packages[function], try(archive_file.package[function].output_path, null))
      hash     = local.given_packages[function] == null ? archive_file.package[function].output_base64sha256 : filebase64sha256(local.given_packages[function])
    }
  }
}

resource "archive_file" "package" {
  for_each = local.built_packages

  type        = "zip"
  output_path = "${path.root}/builds/${var.function_names[each.key]}-${local.package_hashes[each.key]}.zip"

  dynamic "source" {
    for_each = local.package_files[each.key]

    content {
      filename = source.value
      # No secret: this only keeps a plan from printing every line of code.
      content = sensitive(local.package_sources[source.value])
    }
  }
}
