"""What a ledger's questions need beyond its rows: judgements in pure functions, from plain values to plain values."""
