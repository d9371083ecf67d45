"""The command that lets assistants ask a ledger."""

from __future__ import annotations

from elchi.cli import app, faults_told
from elchi.cli_filters import LedgerName
from elchi.cli_ledger import opened_ledger


@app.command("mcp")
def mcp_command(ledger: LedgerName = None) -> None:
    """Let an assistant ask a ledger: a server of the Model Context Protocol on standard input and output."""
    with faults_told(), opened_ledger(ledger) as opened:
        from elchi.assistants import server  # which takes a second to load

        server(opened).run()
