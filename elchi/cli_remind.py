"""The command that tells which commitments fall due."""

from __future__ import annotations

from typing import Annotated

import typer

from elchi.cli import app, faults_told
from elchi.cli_filters import LedgerName
from elchi.cli_ledger import opened_ledger

SMTP = 25


@app.command("remind")
def remind_command(
    mail: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Whom to write to.")] = None,
    smtp: Annotated[str | None, typer.Option(metavar="HOST[:PORT]", help="The mail server that takes the letter.")
                    ] = None,
    webhook: Annotated[str | None, typer.Option(metavar="URL", help="An address that takes JSON, by https.")] = None,
    within: Annotated[int, typer.Option(metavar="DAYS", min=0, max=3650, help="How many days ahead.")] = 7,
    ledger: LedgerName = None,
) -> None:
    """Tell commitments that fall due, by mail or to a webhook, each once to an address.

    Meant to be run daily, by cron or a timer of systemd. What the server does not take is told the next time. Letters
    are in the language of LANG: Russian, Kazakh or English.
    """
    if bool(mail) == bool(webhook) or bool(mail) != bool(smtp):
        raise typer.BadParameter("give --mail with --smtp, or --webhook")
    with faults_told(), opened_ledger(ledger) as opened:
        from datetime import date

        from elchi import remind

        way = remind.by_mail(mail, *_server(smtp)) if mail and smtp else remind.by_webhook(webhook or "")
        count = remind.remind(opened, way, within, date.today())
        print(f"{opened.name}: {count} told")


def _server(told: str) -> tuple[str, int]:
    """A host and its port, of `HOST`, `HOST:PORT` or `[IPv6]:PORT`."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(f"//{told}")
        host, port = parts.hostname, parts.port or SMTP
    except ValueError:
        host, port = None, SMTP
    if not host or parts.path or parts.username is not None:
        raise typer.BadParameter(f"{told}: a mail server is HOST or HOST:PORT")
    return host, port
