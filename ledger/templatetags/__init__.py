"""Tags and filters of the ledger's templates."""
