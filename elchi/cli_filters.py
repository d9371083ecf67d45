"""The options by which commands say which ledger they ask, and for what of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from elchi.ledger.queries import Filter

LedgerName = Annotated[str | None, typer.Option(
    "--ledger", metavar="PATH|URL", help="A file, or postgresql://…; made by what adds to it. "
    "[default: $ELCHI_LEDGER, else elchi.db]")]
Party = Annotated[list[str] | None, typer.Option(
    "--party", metavar="CODE|NAME", help="Who has a part in it, or a group of which one has; give several for that in "
    "which all have.")]
Type = Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", help="The type, or one of several.")]
Topic = Annotated[list[str] | None, typer.Option("--topic", metavar="TOPIC", help="The topic, or one of several.")]
Since = Annotated[datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="The first day.")]
Until = Annotated[datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="The last day.")]
Outlet = Annotated[list[str] | None, typer.Option("--outlet", metavar="NAME", help="Who tells it, or one of several.")]
Language = Annotated[list[str] | None, typer.Option(
    "--language", metavar="CODE", help="In which language it is told, or one of several.")]


def wanted(party: Party = None, type: Type = None, topic: Topic = None, since: Since = None, until: Until = None,
           outlet: Outlet = None, language: Language = None) -> Filter:
    """What these options ask for. Raises LedgerError where a party has another name."""
    from elchi.ledger.queries import Filter

    return Filter(codes(party or []), type or (), topic or (), since and since.date(),
                  until and until.date(), outlet or (), language or ())


def codes(names: list[str]) -> list[frozenset[str]]:
    """The codes that names of parties and groups mean. Raises LedgerError where one means nothing."""
    if not names:
        return []
    from elchi.groups import resolve  # which loads the lexicon

    return [resolve(name) for name in names]


def any_of(names: list[str]) -> frozenset[str]:
    """The codes of all that these names mean, together. Raises LedgerError where one means nothing."""
    return frozenset().union(*codes(names))
