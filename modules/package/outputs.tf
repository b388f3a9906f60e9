output "filename" {
  description = "Path of the zip."
  value       = var.given == null ? archive_file.this[0].output_path : var.given
}

output "hash" {
  description = "SHA-256 of the zip in base64, as Lambda tells it."
  value       = var.given == null ? archive_file.this[0].output_base64sha256 : filebase64sha256(var.given)
}
