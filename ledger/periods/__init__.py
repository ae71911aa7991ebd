"""When what is reported: ledgers, their periods, and the rulings about them."""
