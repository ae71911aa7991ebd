"""The pages of the plan, its rulings, and the people."""
