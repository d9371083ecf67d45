"""The ledger: what many reports tell, kept in a database."""
