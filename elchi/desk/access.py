"""Who uses the desk, and what he may do."""

from __future__ import annotations

from dataclasses import dataclass

from elchi.errors import LedgerError
from elchi.ledger.database import Ledger
from elchi.ledger.members import ROLES, Role, any_members
from elchi.net.address import is_loopback

__all__ = ["ROLES", "Reader", "Role", "may_listen"]


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


def may_listen(ledger: Ledger, *names: str) -> None:
    """Raises LedgerError where a desk that is asked for at these addresses would be open to anyone."""
    for name in names:
        if not is_loopback(name) and not any_members(ledger):
            raise LedgerError(f"{name}: others reach this address, and {ledger.name} has no users: "
                              "add one first, `elchi users add NAME --role admin`")
