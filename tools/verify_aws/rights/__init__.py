"""Dry runs with the handler's role: what it may do, what it may not, and what AWS checks."""
