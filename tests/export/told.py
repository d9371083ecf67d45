"""Rows as a ledger tells them, for tests of the field's forms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from elchi.model import Event, Official, Report, Told

REPORT = Report("wire/12", "", url="https://news.example/12", outlet="Вестник Каспия", title="Гости в Актау",
                published="2026-04-08T09:30", language="ru")
ENVOY = Official("Бахтиёр Саидов", "UZB", "foreign_minister", "", 0, 0)
EVENT = Event("CONSULT", None, ("KAZ", "UZB", "TKM"), (), "2026-04-07", "past", "KAZ", "meeting", ("transport",),
              "Министры трёх стран встретились в Актау.", 40, 80, 0.9, ("acts/contact.meeting", "coding/beside"),
              "foreign_minister", (ENVOY,), place_name="Актау", mediators=("UN",), speaker="Бахтиёр Саидов")
VISIT = replace(EVENT, mode="visit", actors=("TUR",), recipients=("KGZ",), participants=(), speaker=None,
                contexts=(), place="KGZ", place_name=None, mediators=())
STRIKE = replace(VISIT, type="ASSAULT", mode="drone", actors=("NSA:Houthis",), recipients=("ISR", "USA"),
                 contexts=("military", "territory"), place=None, date=None)
HOSTILE = '\t"=1+1\x00\x1b[31m\r\n«Вестник; утро»\u2028\ud800\u202e'


def told(event: Event, uid: str = "E7K", report: Report = REPORT, **more: Any) -> Told:
    """A row of a ledger that tells the event."""
    return Told(uid, event, report, "news.example/12", "ab" * 32, "0.1.0", "H2Q", **more)


def hostile() -> Told:
    """A row every text of which wants to break the table that it comes into."""
    minister = replace(ENVOY, name=HOSTILE)
    event = replace(EVENT, evidence=HOSTILE, place_name=HOSTILE, participants=(minister,), speaker=HOSTILE,
                    origin=HOSTILE, actors=(*EVENT.actors, f"NSA:{HOSTILE}"), rules=(HOSTILE,))
    report = replace(REPORT, url=HOSTILE, outlet=HOSTILE, title=HOSTILE, language=HOSTILE)
    return told(event, report=report, state="added")
