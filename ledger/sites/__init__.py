"""What is known of sites on a day: registers and positions."""
