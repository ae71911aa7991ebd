"""Bulletins: composed from figures, written on, issued for good."""
