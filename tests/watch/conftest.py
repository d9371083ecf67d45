"""The ledgers to test with are those of the tests of the ledger."""

from tests.ledger.conftest import ledger, place, server, url

__all__ = ["ledger", "place", "server", "url"]
