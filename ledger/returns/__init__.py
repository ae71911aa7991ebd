"""A return from its beginning to its posting, and who may do what to it."""
