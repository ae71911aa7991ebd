"""An office's life played through the portal, beside an account that shares nothing with it."""
