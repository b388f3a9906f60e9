# Deployment package of one function: source only, one source block per file, so that the bytes are the same on any
# machine and with any release of the archive provider. The hash in the file name makes a code change
# a new file: a plan saved here applies on a machine that has never seen the zip.

locals {
  source_root = "${path.module}/../../lambda_src"

  files = sort(flatten([
    for folder in ["common", var.function] : [
      for file in fileset("${local.source_root}/${folder}", "**/*.py") : "${folder}/${file}"
    ]
  ]))

  # A checkout with CRLF line ends, or an archive of one, must run the same bytes.
  sources = { for file in local.files : file => replace(file("${local.source_root}/${file}"), "\r\n", "\n") }

  sources_hash = substr(sha256(jsonencode({ for file, source in local.sources : file => sha256(source) })), 0, 16)
}

resource "archive_file" "this" {
  count = var.given == null ? 1 : 0

  type        = "zip"
  output_path = "${path.root}/builds/${var.function_name}-${local.sources_hash}.zip"

  dynamic "source" {
    for_each = local.files

    content {
      filename = source.value
      # No secret: this only keeps a plan from printing every line of code.
      content = sensitive(local.sources[source.value])
    }
  }
}
