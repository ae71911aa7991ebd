"""What the office puts on record: rulings, names and mergers, who speaks for a unit."""
