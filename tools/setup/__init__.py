"""Finds or gets every tool a target of the Makefile needs, and says what it did.

The order is always the same: what is there, then the Terraform registry, then the Go client from
the pinned modules in ``tools/<tool>/``; yanglint comes from Debian's packages. Standard library
only: it runs before anything is installed.
"""
