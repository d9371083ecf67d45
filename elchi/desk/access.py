"""Who uses the desk, and what he may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = ("reader", "editor", "admin")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a page: his name ("" where he has not entered), his role, and the secret that his forms carry."""

    name: str
    role: Role | None
    csrf: str

    def may(self, role: Role) -> bool:
        """Whether he may do what takes this role."""
        return self.role is not None and ROLES.index(self.role) >= ROLES.index(role)
