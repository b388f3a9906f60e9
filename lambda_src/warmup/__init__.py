"""Raises the group from 0 to 1 once everything that has to exist exists."""
