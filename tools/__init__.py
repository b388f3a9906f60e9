"""What prepares, checks and documents this project: set-up, lint, plan tests, generated docs."""
