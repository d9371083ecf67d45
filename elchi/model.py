"""The plain values that flow through Elchi, from a report's text to its coded record.

Every value is frozen. Offsets count code points of the report's text as decoded (byte-order mark dropped, line
ends untouched). `Record.to_json` gives the object that the codebook describes; fields without a value are null or [].
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

BlockKind = Literal["rubric", "meta", "title", "lead", "heading", "body", "chrome"]
"""What a run of the text is. Coding reads title, lead, heading and body; the rest only tells about the report."""

ALIKE = frozenset({"CONSULT", "AGREE", "COOPERATE"})
"""Types of events whose parties stand alike."""

SourceKind = Literal["outlet", "agency", "official"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """One link of the chain that a report cites: who published, relayed or first said it."""

    name: str
    kind: SourceKind


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or line of the report's text, [start, end), without the line break."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Report:
    """One report as read: its text letter for letter, its blocks in order, and what the page says about it.

    `published` and `updated` are ISO 8601: `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`. `given_id` is the id
    under which whoever gave the report knows it; `id` may be where it was found.
    """

    id: str
    text: str
    blocks: tuple[Block, ...] = ()
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    updated: str | None = None
    views: int | None = None
    language: str | None = None
    sources: tuple[Source, ...] = ()
    given_id: str | None = None

    def to_json(self) -> Json:
        """The `report` member of a record: all that is known of the report but its text."""
        plain = {f: getattr(self, f) for f in
                 ("url", "outlet", "title", "author", "published", "updated", "views", "language")}
        return {**plain, "sources": [{"name": s.name, "kind": s.kind} for s in self.sources]}


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark of a sentence. From `head` on, what the parser says of it; a sentence left unparsed has none.

    `lemmas` are all dictionary forms that the word may have, case folded and with е for ё; `lemma` is the one that
    fits the parse. `head` is the index in the sentence of the word it hangs on, -1 for the root; `rel` and the
    features are those of Universal Dependencies.
    """

    text: str
    start: int
    end: int
    lemmas: frozenset[str] = frozenset()
    lemma: str = ""
    head: int = -1
    rel: str = ""
    pos: str = ""
    feats: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence [start, end) of a block of kind `block`; `paragraph` numbers the blocks."""

    start: int
    end: int
    block: BlockKind
    paragraph: int
    tokens: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens first..last (both included) of a sentence that stand for something.

    `kind` is party, place, person, office, act, stance …; `entry` the lexicon entry, `form` how it is named there.
    """

    kind: str
    first: int
    last: int
    entry: str
    form: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Persons:
    """How many people a happening moved or struck: lowest, best and highest figure told."""

    low: int
    best: int
    high: int


@dataclass(frozen=True, slots=True)
class Official:
    """A named holder of an office. `name` is in the nominative, `country` a party code, `role` of the codebook."""

    name: str
    country: str
    role: str
    evidence: str
    start: int
    end: int
    office: str | None = None
    confidence: float = 0.0
    rules: tuple[str, ...] = ()

    def to_json(self) -> Json:
        return {"name": self.name, "country": self.country, "role": self.role, "evidence": self.evidence,
                "start": self.start, "end": self.end, "office": self.office, "confidence": self.confidence,
                "rules": list(self.rules)}


@dataclass(frozen=True, slots=True)
class Event:
    """One happening as this report tells it; the fields are the codebook's."""

    type: str
    mode: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    date: str | None
    time: str
    place: str | None
    channel: str | None
    contexts: tuple[str, ...]
    evidence: str
    start: int
    end: int
    confidence: float = 0.0
    rules: tuple[str, ...] = ()
    level: str | None = None
    participants: tuple[Official, ...] = ()
    initiator: str | None = None
    host: str | None = None
    mediators: tuple[str, ...] = ()
    place_name: str | None = None
    topics: tuple[str, ...] = ()
    due: str | None = None
    persons: Persons | None = None
    origin: str | None = None
    via: str | None = None
    destination: str | None = None
    speaker: str | None = None

    def to_json(self) -> Json:
        persons = self.persons and {"low": self.persons.low, "best": self.persons.best, "high": self.persons.high}
        return {"type": self.type, "mode": self.mode, "actors": list(self.actors), "recipients": list(self.recipients),
                "date": self.date, "time": self.time, "place": self.place, "channel": self.channel,
                "contexts": list(self.contexts), "evidence": self.evidence, "start": self.start, "end": self.end,
                "confidence": self.confidence, "rules": list(self.rules), "level": self.level,
                "participants": [{"name": p.name, "country": p.country, "role": p.role} for p in self.participants],
                "initiator": self.initiator, "host": self.host, "mediators": list(self.mediators),
                "place_name": self.place_name, "topics": list(self.topics), "due": self.due, "persons": persons,
                "from": self.origin, "via": self.via, "to": self.destination,
                "speaker": {"name": self.speaker} if self.speaker else None}


@dataclass(frozen=True, slots=True)
class Position:
    """What a party is reported to think or want."""

    holder: tuple[str, ...]
    stance: str
    subject: str
    target: tuple[str, ...]
    evidence: str
    start: int
    end: int
    confidence: float = 0.0
    rules: tuple[str, ...] = ()
    speaker: str | None = None
    topics: tuple[str, ...] = ()

    def to_json(self) -> Json:
        return {"holder": list(self.holder), "stance": self.stance, "subject": self.subject,
                "target": list(self.target), "evidence": self.evidence, "start": self.start, "end": self.end,
                "confidence": self.confidence, "rules": list(self.rules),
                "speaker": {"name": self.speaker} if self.speaker else None, "topics": list(self.topics)}


@dataclass(frozen=True, slots=True)
class Record:
    """What one report holds, every row tied to the characters that say it."""

    report: Report
    events: tuple[Event, ...] = field(default=())
    positions: tuple[Position, ...] = field(default=())
    officials: tuple[Official, ...] = field(default=())

    def to_json(self) -> Json:
        return {"id": self.report.id, "report": self.report.to_json(),
                "events": [e.to_json() for e in self.events],
                "positions": [p.to_json() for p in self.positions],
                "officials": [o.to_json() for o in self.officials]}


@dataclass(frozen=True, slots=True)
class Told:
    """A coded row as a ledger holds it.

    `key` is what the ledger knows the row's report by, `hash` the SHA-256 of the report's text, `coder` the version
    that coded it, `happening` the id of the happening that an event tells of. `state` says what analysts made of the
    row: coded, accepted, corrected, rejected, or added where an analyst put it in. The report's text is empty unless it
    was asked for. """

    uid: str
    row: Event | Position | Official
    report: Report
    key: str
    hash: str
    coder: str
    happening: str | None = None
    state: str = "coded"
