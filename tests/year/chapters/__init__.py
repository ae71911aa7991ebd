"""The chapters of the year, each a part of an office's life."""
