"""Worlds that the planner looks at, and what its steps do to them."""
