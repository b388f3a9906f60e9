"""Worlds that the planner looks at, what its steps do to them, and what it has to come to."""
