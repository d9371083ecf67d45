"""The command that says who may use the desk."""

from __future__ import annotations

import sys
from enum import StrEnum
from getpass import getuser
from typing import Annotated

import typer

from elchi.cli import app, faults_told
from elchi.cli_filters import LedgerName
from elchi.cli_ledger import opened_ledger


class Action(StrEnum):
    """What is done with users."""

    add = "add"
    list = "list"
    role = "role"
    bar = "bar"
    password = "password"


class Role(StrEnum):
    """What users may do: read, correct as well, or all."""

    reader = "reader"
    editor = "editor"
    admin = "admin"


@app.command("users")
def users_command(
    action: Annotated[Action, typer.Argument(metavar="add|list|role|bar|password", help="What to do.")],
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Of whom.", show_default=False)] = None,
    role: Annotated[Role | None, typer.Option(help="What he may do. [default, when added: reader]",
                                              show_default=False)] = None,
    ledger: LedgerName = None,
) -> None:
    """Say who may use the desk.

    While there are no users, whoever sits at the machine may do everything, and nobody else anything. The password is
    asked for, or read from standard input. Whoever is barred comes back, with a new password, when added again; whoever
    forgot the password is given another by `password`, and is out at once, with all tokens.
    """
    if (name is None) != (action is Action.list):
        raise typer.BadParameter("all but `list` takes one" if name is None else "`list` takes none", param_hint="NAME")
    if (role is None) == (action is Action.role) and action is not Action.add:
        raise typer.BadParameter("goes with `add` and `role`, which needs it", param_hint="--role")
    with faults_told(), opened_ledger(ledger, new=action is Action.add) as opened:
        from elchi.ledger import members

        if name is None:
            for one in (every := members.every(opened)):
                print(f"{one.name}\t{one.role}\t{f'barred {one.barred:%Y-%m-%d}' if one.barred else ''}".rstrip())
            if not every:
                print(f"{opened.name}: no users", file=sys.stderr)
        elif action is Action.add:
            given = role or Role.reader
            members.add(opened, name, given, _password(), getuser())
            print(f"{opened.name}: {name} is a user, {given}")
        elif action is Action.password:
            members.give_password(opened, name, _password(), getuser())
            print(f"{opened.name}: {name} has a new password")
        elif role:
            members.set_role(opened, name, role, getuser())
            print(f"{opened.name}: {name} is {role}")
        else:
            members.bar(opened, name, getuser())
            print(f"{opened.name}: {name} is barred")


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")
