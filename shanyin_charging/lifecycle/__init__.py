"""How a thing moves from state to state: decisions with reasons, transitions as tables."""
