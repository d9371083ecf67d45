"""Who uses the desk, and what he may do."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from elchi.errors import LedgerError
from elchi.ledger.database import Ledger
from elchi.ledger.members import ROLES, Role, any_members

__all__ = ["ROLES", "Reader", "Role", "is_loopback", "may_listen"]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a page: his name ("" where he has not entered), his role, and the secret that his forms carry ("" where
    he is a program with a token, which no browser sends by itself)."""

    name: str
    role: Role | None
    csrf: str

    def may(self, role: Role) -> bool:
        """Whether he may do what takes this role."""
        return self.role is not None and ROLES.index(self.role) >= ROLES.index(role)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address, or is it."""
    try:
        return host == "localhost" or ip_address(host.strip("[]").partition("%")[0]).is_loopback
    except ValueError:
        return False


def may_listen(ledger: Ledger, host: str) -> None:
    """Raises LedgerError where a desk that listens at an address would be open to anyone."""
    if not is_loopback(host) and not any_members(ledger):
        raise LedgerError(f"{host}: others reach this address, and {ledger.name} has no users: "
                          "add one first, `elchi users add NAME --role admin`")
