"""What answers of views, officials and reports hold."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from elchi.desk.api.models import Coded, Model, Page, Position, Statement


class Stance(Model):
    """How often a party took a stance."""

    party: str
    stance: str
    count: int
    first: str | None
    last: str | None


class Shift(Model):
    """A change of sides; the side taken before is `from`."""

    party: str
    from_: str = Field(alias="from")
    to: str
    left: str | None
    came: str | None
    alike: float
    before: list[Position]
    after: list[Position]


class Positions(Page[Position]):
    """Views on a topic: the newest, and what they come to."""

    topic: str | None
    parties: list[str]
    stances: list[Stance]
    shifts: list[Shift]
    shifts_since: dict[str, str | None]


class Spelling(Model):
    """How often a name is spelt so."""

    name: str
    count: int


class Office(Model):
    """An office as reports tell it."""

    country: str
    role: str
    office: str | None
    first: str | None
    last: str | None
    statements: int


class Person(Model):
    """An official with his offices."""

    id: str
    name: str
    spellings: list[Spelling]
    statements: int
    offices: list[Office]


class Official(Model):
    """An official, and the newest rows that name him."""

    person: Person
    statements: list[Statement]


class Revision(BaseModel):
    """A text that a report had."""

    model_config = ConfigDict(extra="allow")

    number: int
    hash: str
    added: str
    coded: str | None
    coder: str | None
    purged: str | None
    reason: str | None


class Report(BaseModel):
    """A report with all its rows; `report` is what is known of it."""

    model_config = ConfigDict(extra="allow")

    id: str
    uid: str
    report: dict[str, Any]
    text: str | None
    events: list[Coded]
    positions: list[Coded]
    officials: list[Coded]
    revisions: list[Revision]


class Sentence(Model):
    """A sentence, and where in the report's text it and the words stand."""

    text: str
    start: int
    end: int
    words: list[list[int]]


class Hit(Model):
    """A report that holds the words."""

    report: str
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    language: str | None
    sentences: list[Sentence]


class Change(Model):
    """What became of something; of a happening withdrawn, `now` is that of which it is part."""

    at: str
    change: Literal["added", "changed", "withdrawn"]
    kind: str
    id: str
    now: str | None = None


class Named(Model):
    """A code with what it is called in each language."""

    code: str
    names: dict[str, str]
