"""Happenings as a ledger gives them, for tests of what is done with happenings."""

from __future__ import annotations

from typing import Any

HOSTILE = 'Он сказал: "=1+1",\r\nи\x00 \x1b[31m<b>&\ud800\ufffe;\tEND:VEVENT\u2028да'
"""A sentence with what breaks one form or another."""


def happening(**told: Any) -> dict[str, Any]:
    """A call of two states, with whatever else is told of it."""
    return {"id": "h4tq2", "date": "2026-03-01/2026-03-02", "dated": True, "type": "CONSULT", "mode": "phone",
            "actors": ["KAZ", "OMN"], "recipients": [], "time": "past", "channel": "call", "level": "foreign_minister",
            "place": None, "place_name": None, "contexts": ["diplomatic", "energy"], "topics": ["middle-east"],
            "due": None, "reports": 3, "evidence": "Министры обсудили поставки нефти через Салалу.",
            "url": "https://example.org/news/7?a=1&b=2", "made": "2026-03-02T19:30:00+00:00",
            "altered": "2026-03-04T08:00:00+00:00"} | told


def visit(**told: Any) -> dict[str, Any]:
    """A visit of one state to another, with whatever else is told of it."""
    return happening(**{"id": "h7bzc", "date": "2026-02-11", "mode": "visit", "channel": "visit", "actors": ["KGZ"],
                        "recipients": ["TUR"], "place": "TUR", "place_name": "Стамбуле",
                        "evidence": "Делегация Кыргызстана прибыла в Стамбул.", "reports": 1} | told)


def name(code: str) -> str:
    """The name of a party."""
    return {"KAZ": "Казахстан", "OMN": "Оман", "KGZ": "Кыргызстан", "TUR": "Турция"}.get(code, code)
