"""The ledger as a web page."""
