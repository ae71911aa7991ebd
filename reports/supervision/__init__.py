"""督办: from a rule to 销号."""
