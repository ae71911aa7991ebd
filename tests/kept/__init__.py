"""Databases as earlier releases left them, and what those said of them."""
