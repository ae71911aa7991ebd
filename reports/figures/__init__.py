"""Figures, standings and what shows them."""
