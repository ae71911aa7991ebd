"""Who may open which address, and press on it."""
