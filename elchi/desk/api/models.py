"""What answers hold. A row as the coder made it may hold more, as the codebook defines it."""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")


class Model(BaseModel):
    """Only what is told here."""

    model_config = ConfigDict(extra="forbid")


class Fault(Model):
    """What failed."""

    status: int
    told: str


class Failure(Model):
    """What is answered where a question fails."""

    error: Fault


class Page(Model, Generic[T]):
    """A page of a list."""

    items: list[T]
    next: str | None


class Everything(Model, Generic[T]):
    """A list without pages."""

    items: list[T]


class Happening(Model):
    """A happening in short; `date` is a day or START/END."""

    id: str
    date: str | None
    type: str
    mode: str | None
    time: str
    dated: bool
    place: str | None
    channel: str | None
    level: str | None
    due: str | None
    reports: int
    actors: list[str]
    recipients: list[str]
    topics: list[str]
    made: str
    altered: str


class Coded(BaseModel):
    """A row that a report gives; `start` and `end` are where its `evidence` stands in the report's text."""

    model_config = ConfigDict(extra="allow")

    uid: str
    state: str
    start: int
    end: int
    confidence: float
    evidence: str


class Sourced(Coded):
    """A row with its report."""

    report: str
    outlet: str | None
    url: str | None
    published: str | None


class Account(Sourced):
    """What a report tells of a happening."""

    type: str
    mode: str | None
    time: str
    date: str | None
    place: str | None
    channel: str | None
    level: str | None
    due: str | None
    actors: list[str]
    recipients: list[str]


class Position(Sourced):
    """A view that a report tells."""

    stance: str
    subject: str
    holder: list[str]
    target: list[str]


class Statement(Sourced):
    """A report's mention of an official."""

    name: str
    country: str
    role: str


class Differing(Model):
    """A value, and the accounts that tell it."""

    value: Any
    accounts: list[str]


class Match(Model):
    """What brought two accounts together."""

    accounts: list[str]
    strength: float
    reasons: list[str]


class Decision(Model):
    """What an analyst decided."""

    decision: int
    kind: str
    about: list[str]
    field: str | None
    value: Any
    who: str
    why: str | None
    at: str
    undone: str | None
    undone_by: str | None


class Why(Happening):
    """A happening with all that reports tell of it, and why they are held to tell one."""

    accounts: list[Account]
    reprints: list[list[str]]
    differ: dict[str, list[Differing]]
    matches: list[Match]
    decisions: list[Decision]


class Counted(Model):
    """With whom, on how many days from when to when."""

    party: str
    count: int
    first: str | None
    last: str | None


class Channel(Model):
    """How many contacts went so; null where no report tells it."""

    channel: str | None
    count: int


class Level(Model):
    """How many contacts were on a level."""

    level: str | None
    count: int


class Month(Model):
    """How many contacts were in a month."""

    month: str | None
    count: int


class TrendMonth(Model):
    """A month as far as it was observed."""

    start: str
    count: int
    days: int


class Trend(Model):
    """How often there were contacts, for 30 days (`rate`), and how that changed, with its 95 % interval."""

    months: list[TrendMonth]
    total: int
    days: int
    rate: float
    verdict: Literal["more frequent", "less frequent", "no change can be told", "too few to tell"]
    change: float | None
    low: float | None
    high: float | None
    sentence: dict[str, str]


class Contacts(Model):
    """Contacts of `a` with `b`, or with all; `newest` and `trend` only where `b` is given."""

    a: list[str]
    b: list[str]
    total: int
    partners: list[Counted]
    channels: list[Channel]
    levels: list[Level]
    months: list[Month]
    newest: list[Happening] = Field([], description="Only where `b` is given.")
    trend: Trend | None = None


class Said(Model):
    """What an analyst says of a commitment."""

    value: Any
    who: str
    why: str | None
    at: str


class Sign(Model):
    """A happening that looks like keeping a promise, or breaking it."""

    id: str
    kind: str
    keeps: bool
    reasons: list[str]


class Commitment(Happening):
    """What was promised, and how it stands."""

    evidence: str
    report: str
    url: str | None
    promised: list[str]
    verdict: str
    machine: str
    analyst: Said | None
    signs: list[Sign]
    reasons: list[str]
