# What the mocked archive provider answers; the mocked functions run that very package.

mock_resource "archive_file" {
  defaults = { output_base64sha256 = "bWFkZQ==" }
}
