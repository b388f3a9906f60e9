"""Lambda of the lab: deployed zips in processes of their own, or handlers on virtual time."""
