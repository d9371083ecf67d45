"""What a program may ask: the query of an address, with types and bounds."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from elchi.groups import resolve
from elchi.ledger.queries import Filter

Word = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
Words = Annotated[list[Word], Field(max_length=50)]
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def any_party(names: list[str]) -> frozenset[str]:
    """The codes of all parties, together. Raises LedgerError where one has another name."""
    return frozenset().union(*map(resolve, names))


class Form(BaseModel):
    """How an answer is written. A parameter that nobody knows is refused: it may be a filter spelt wrong."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["json", "csv"] | None = Field(None, description="Instead of what the header Accept says.")


class Some(Form):
    """How many at most."""

    limit: int = Field(50, ge=1, le=500, description="How many at most.")


class Paged(Some):
    """Where a page begins."""

    after: Word | None = Field(None, description="What the page before gave as `next`.")


class Dated(Some):
    """Of which days, by the parties that have a part in it."""

    party: Words = Field([], description="Who has a part in it, or a group of which one has; several: all of these.")
    since: date | None = Field(None, description="The first day.")
    until: date | None = Field(None, description="The last day.")

    def filter(self) -> Filter:
        """What it asks of a ledger. Raises LedgerError where a party has another name."""
        return Filter([resolve(name) for name in self.party], since=self.since, until=self.until)


class Promised(Dated, Paged):
    """Commitments."""

    topic: Words = Field([], description="The topic, or one of several.")

    def filter(self) -> Filter:
        """What it asks of a ledger. Raises LedgerError where a party has another name."""
        return Filter([resolve(name) for name in self.party], topics=self.topic, since=self.since, until=self.until)


class Happened(Promised):
    """Happenings: all filters of the command line."""

    type: Words = Field([], description="The type, or one of several.")
    outlet: Words = Field([], description="Who tells it, or one of several.")
    language: Words = Field([], description="In which language it is told, or one of several.")

    def filter(self) -> Filter:
        """What it asks of a ledger. Raises LedgerError where a party has another name."""
        return Filter([resolve(name) for name in self.party], self.type, self.topic, self.since, self.until,
                      self.outlet, self.language)


class Found(Happened):
    """Reports by their words."""

    q: Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=r"^[^\x00]*$")] = Field(
        description="Words in any form, words in a row in quotation marks, a - before what must not stand there.")


class Met(Some):
    """Contacts."""

    a: Word = Field(description="Whose: a party or a group, by code or name.")
    b: Word | None = Field(None, description="With whom alone.")
    since: date | None = Field(None, description="The first day.")
    until: date | None = Field(None, description="The last day.")


class Held(Dated, Paged):
    """Positions."""

    party: Words = Field([], description="Whose views: those of any of these.")
    on: Word | None = Field(None, description="On which topic: a context or a subject.")


class Officers(Paged):
    """Officials."""

    party: Words = Field([], description="Of which parties: of any of these.")
    name: Word | None = Field(None, description="A name in any spelling.")


class Since(Form):
    """Changes."""

    since: AwareDatetime = Field(description="From when on: a moment with its time zone, or a day, UTC.")
    limit: int = Field(500, ge=1, le=500, description="How many at most.")
    after: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,18}\.[epohw]?\.[0-9]{1,18}$")] | None = Field(
        None, description="What the page before gave as `next`.")

    @field_validator("since", mode="before")
    @classmethod
    def _begins(cls, told: str) -> str:
        """A day as its first moment."""
        return f"{told}T00:00:00Z" if DAY.fullmatch(told) else told
