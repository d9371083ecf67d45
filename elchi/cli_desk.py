"""The command that opens a ledger in a browser."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import Annotated

import typer

from elchi.cli import app, faults_told
from elchi.cli_filters import LedgerName
from elchi.cli_ledger import opened_ledger

NAME = re.compile(r"[\w.-]+|\[[\da-fA-F:.]+\]")
"""A host without scheme, port and path."""


@app.command("desk")
def desk_command(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where it listens.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="On which port.")] = 8420,
    name: Annotated[list[str] | None, typer.Option(metavar="HOST", help="By which name, beside localhost and where it "
                                                   "listens, browsers may ask for it; several by giving several.")
                    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many processes serve it.")] = 1,
    ledger: LedgerName = None,
) -> None:
    """Open a ledger in a browser, for whoever would rather look than type.

    Only this machine reaches it, and no password is asked for, unless it has users (`elchi users`): these it must have
    before others may reach it.
    """
    from elchi.desk import listening
    from elchi.desk.access import may_listen
    from elchi.desk.app import HOSTS
    from elchi.desk.headers import LOOPBACK
    from elchi.ledger.database import VARIABLE

    given = list(map(_host, name or ()))
    with faults_told(), opened_ledger(ledger) as opened:  # faults are told here, once, and not by each process
        may_listen(opened, host, *given)
        if ledger:
            os.environ[VARIABLE] = ledger
        names = {host.strip("[]").lower(), *given}
        os.environ[HOSTS] = " ".join(names)
        own = listening.opened(host, port)
        print(f"{opened.name}: http://{f'[{host}]' if ':' in host else host}:{own.getsockname()[1]}/", flush=True)
        if others := names - LOOPBACK:
            print(f"It answers to {', '.join(sorted(LOOPBACK | others))}; give other names by --name.",
                  flush=True)
    with own:
        listening.serve(own, workers)


def _host(told: str) -> str:
    """A host as browsers ask for it: in small letters, those of other alphabets as the name server has them."""
    import httpx

    with suppress(httpx.InvalidURL):
        if NAME.fullmatch(told):
            return httpx.URL(f"http://{told}").raw_host.decode()
    raise typer.BadParameter(f"{told!r}: give the host alone, as desk.example.org, without scheme, port and path",
                             param_hint="--name")
