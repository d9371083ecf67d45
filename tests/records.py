"""A record with every field set, for tests of what is done with records."""

from __future__ import annotations

from elchi.model import Event, Official, Persons, Position, Record, Report, Source

SENTENCE = "Ермек Кошербаев призвал Иран и Израиль вернуться к переговорам."
MINISTER = Official("Ермек Кошербаев", "KAZ", "foreign_minister", SENTENCE, 0, 63, "министр иностранных дел", 0.9,
                    ("offices/minister",))
REPORT = Report(
    "wire/7", SENTENCE, url="page:7", outlet="Степной вестник", title="Астана призвала к переговорам",
    author="А. Сериков", published="2026-03-02T19:27", updated="2026-03-03", views=160, language="ru",
    sources=(Source("Степной вестник", "outlet"), Source("МИД РК", "official")))
CALL = Event(
    "CONSULT", "phone", ("KAZ", "KWT"), (), "2026-03-01/2026-03-02", "past", "KAZ", "call", ("diplomatic", "migration"),
    SENTENCE, 0, 63, 0.93, ("acts/consult.talks", "code/readout"), "foreign_minister", (MINISTER,), "KAZ", "CHE",
    ("OMN", "NSA:Hamas"), "Астана", ("middle-east",), "2026-04", Persons(10, 12, 15), "Иран", "Баку", "Актау",
    "Ермек Кошербаев")
APPEAL = Event("REQUEST", "yield", ("KAZ",), ("IRN", "ISR"), None, "past", None, None, (), SENTENCE, 0, 63)
VIEW = Position(("KAZ",), "calls_for", "вернуться к переговорам", ("IRN", "ISR"), SENTENCE, 0, 63, 0.8,
                ("stances/calls_for",), "Ермек Кошербаев", ("middle-east",))
FULL = Record(REPORT, (CALL, APPEAL), (VIEW,), (MINISTER,))
BARE = Record(Report("wire/8", "Ничего."))
