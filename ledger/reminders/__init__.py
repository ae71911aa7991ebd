"""Who is reminded of what, and by which way."""
