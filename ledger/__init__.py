"""台账: what was reported, and the ledger that it was posted to."""
