"""Words and numbers for the templates."""
