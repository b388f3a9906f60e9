"""What tests of the lab begin with: a network, a group, functions, roles, an account."""
