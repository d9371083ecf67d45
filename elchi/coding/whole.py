"""What a report tells of a happening outside the sentence that tells it: by what channel it went, on which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from elchi.annotate.parties import organisations
from elchi.coding.places import IN_WORDS, REMOTE
from elchi.model import Event

CHANNELS = ("call", "video", "letter", "visit", "multilateral", "meeting")
"""The channels in the codebook's order: of several that a report names for one contact the first fits."""


def channel(told: Sequence[str | None]) -> str | None:
    """The channel of a contact that several accounts tell."""
    return min((c for c in told if c), key=CHANNELS.index, default=None)


def settle(events: Sequence[Event]) -> tuple[Event, ...]:
    """The events of a report with the channel and the day that the report as a whole gives them."""
    settled = [_by_parties(e) if e.type == "CONSULT" else e for e in events]
    contacts = [e for e in settled if e.type == "CONSULT" and e.date and e.time == "past"]
    return tuple(_dated(e, contacts) for e in settled)


def _by_parties(e: Event) -> Event:
    """A contact face to face of many, or of one organisation, is multilateral, of two it is none; one with a place is
    at least a meeting, a guest's is no call, and what goes by wire or mail has no place."""
    both = {*e.actors, *e.recipients}
    found = "visit" if e.mode == "visit" and e.channel in ("call", "video") else e.channel
    if found in REMOTE:
        return replace(e, place=None)
    if found == "meeting" and len(both) != 2 or found == "visit" and e.mode == "multilateral" and len(both) > 2:
        found = "multilateral"
    elif found == "multilateral" and len(both) == 2 and not both & organisations():
        found = "meeting"
    elif found is None and e.place:
        found = "multilateral" if len(both) > 2 else "meeting"
    return replace(e, channel=found)


def _dated(e: Event, contacts: Sequence[Event]) -> Event:
    """An act in words without a day of its own is done on that of the contact between its parties."""
    if e.date or e.type not in IN_WORDS or e.time != "past":
        return e
    both = {*e.actors, *e.recipients}
    own = [c.date for c in contacts if both <= {*c.actors, *c.recipients}]
    return replace(e, date=own[0]) if own else e
