"""What a printed paper is made of: plain data."""
