"""The pages of returns, lists, sites' lines and the ledger."""
