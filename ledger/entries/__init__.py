"""台账: entries in, out, kept and corrected."""
