"""The plan: loaded, kept, asked."""
