"""What a person writes in a field of a row, in the ledger's own words: names as codes, days as ISO 8601, numbers."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches
from typing import Any

from elchi import lexicon
from elchi.errors import LedgerError
from elchi.groups import resolve
from elchi.ledger.forms import definitions, validator

PARTIES = frozenset({"actors", "recipients", "mediators", "holder", "target", "place", "host", "initiator", "country"})
"""The fields that hold parties."""
DAYS = frozenset({"date", "due"})
"""The fields that hold days."""
_BETWEEN = re.compile("[,;]")
_DASHES = "-–—"
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def parts(name: str, told: str) -> list[str]:
    """The members of a list as they are written: participants a line each, all else apart by commas or semicolons."""
    split = told.splitlines() if name == "participants" else _BETWEEN.split(told)
    return [one.strip() for one in split if one.strip()]


def meant(name: str, told: Any) -> Any:
    """What one value of a field means, where it is written out; it itself where it is anything else. Raises LedgerError
    where it means nothing.

    - A party goes by its code or by a name in any language and case that means it alone.
    - A day is `2026-03-05`, `2026-03`, `2026` or `05.03.2026`, a span two of these with `/` or a dash (`–`) between.
    - A number of people is `86`, lowest–highest, `80-90`, or lowest, best, highest, `80, 86, 90`.
    - A participant is `name; party; role`.
    """
    if not isinstance(told, str):
        return told
    if name in PARTIES:
        return _party(told)
    if name in DAYS:
        return _days(told)
    if name == "topics":
        return _topic(told, lexicon.ids("topics"))
    if name == "contexts":
        return _topic(told, definitions()["event"]["properties"]["contexts"]["items"]["enum"])
    if name == "persons":
        return _people(told)
    if name == "participants":
        return _participant(told)
    return {"name": told} if name == "speaker" else told


def _party(told: str) -> str:
    if validator("party").is_valid(told):
        return told
    codes = resolve(told[:80])
    if len(codes) != 1:
        raise LedgerError(f"{told[:80]}: it means {', '.join(sorted(codes))}; name one party")
    return next(iter(codes))


def _days(told: str) -> str:
    iso = _DAY.sub(lambda day: f"{day[3]}-{day[2]:0>2}-{day[1]:0>2}", told)
    iso = re.sub(r"\s*[/–—]\s*", "/", iso)
    if not validator("date").is_valid(iso):
        raise LedgerError(f"{told[:40]}: a day is written like 2026-03-05, 05.03.2026, 2026-03-05/2026-03-07")
    return iso


def _topic(told: str, known: Collection[str]) -> str:
    code = told.lower()
    if code not in known:
        near = get_close_matches(code[:80], sorted(known))
        raise LedgerError(f"{told[:80]}: no such topic" + (f"; there is {', '.join(near)}" if near else ""))
    return code


def _people(told: str) -> dict[str, int]:
    marks = {mark for mark in told if mark in f"{_DASHES},;"}
    numbers = ["".join(one.split()) for one in re.split(f"[{_DASHES},;]", told)]
    fits = len(numbers) == 1 or len(numbers) == 2 + marks.isdisjoint(_DASHES)
    if not fits or not all(one.isascii() and one.isdigit() and len(one) < 10 for one in numbers):
        raise LedgerError(f"{told[:40]}: a number of people is written like 86, 80-90 or 80, 86, 90")
    low, high = int(numbers[0]), int(numbers[-1])
    return {"low": low, "best": int(numbers[1]) if len(numbers) == 3 else (low + high) // 2, "high": high}


def _participant(told: str) -> dict[str, str]:
    named = [one.strip() for one in told.split(";")]
    if len(named) != 3:
        raise LedgerError(f"{told[:40]}: a participant is written like Айдар Оспанов; KAZ; foreign_minister")
    return {"name": named[0], "country": _party(named[1]), "role": named[2].lower()}
