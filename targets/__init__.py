"""The plan as published: what it orders of whom, and what the office decided about it."""
