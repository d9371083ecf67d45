"""The command that opens a ledger in a browser."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from elchi.cli import app, faults_told
from elchi.cli_filters import LedgerName
from elchi.cli_ledger import opened_ledger


@app.command("desk")
def desk_command(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where it listens.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="On which port.")] = 8420,
    name: Annotated[list[str] | None, typer.Option(metavar="HOST", help="By which name, beside those of this machine "
                                                   "itself, browsers may ask for it.")] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many processes serve it.")] = 1,
    ledger: LedgerName = None,
) -> None:
    """Open a ledger in a browser, for whoever would rather look than type.

    Only this machine reaches it, and no password is asked for, unless it has users (`elchi users`).
    """
    from elchi.desk import listening
    from elchi.desk.access import may_listen
    from elchi.desk.app import HOSTS
    from elchi.ledger.database import VARIABLE

    with faults_told(), opened_ledger(ledger) as opened:  # faults are told here, once, and not by each process
        may_listen(opened, host, *(name or ()))
        if ledger:
            os.environ[VARIABLE] = ledger
        os.environ[HOSTS] = " ".join([host.strip("[]").lower(), *map(str.lower, name or ())])
        own = listening.opened(host, port)
        print(f"{opened.name}: http://{f'[{host}]' if ':' in host else host}:{own.getsockname()[1]}/", flush=True)
    with own:
        listening.serve(own, workers)
