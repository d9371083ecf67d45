"""When a page was published and changed: what it declares and what it shows, held against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache

from elchi import lexicon
from elchi.read import page, stamps
from elchi.read.html_tree import words

_FIRST = 1991
"""The year in which the Web began: no page is older."""
_URL = re.compile(
    r"(?:^|[/_=-])((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2]|(?<=/)[1-9](?=/))[/-]?"
    r"(0[1-9]|[12]\d|3[01]|(?<=/)[1-9](?=/))(?!\d)"
)
_HALVES = re.compile(r"(?<!\d)(0?[1-9]|1[0-2]):([0-5]\d)\s?([ap])\.?m\b\.?", re.IGNORECASE)
_SHOWN = 120
"""Characters: a line that shows a date is no longer."""
_WORDS = 30
"""Letters beside the date: a town, a day of the week, an author, a count of views; a sentence has more."""


@dataclass(slots=True)
class Told:
    """The dates that a page tells, each list in the order of trust: `published` and `updated` as declared for
    programs, `shown` beside the title for readers (`shown_updated`, where a label says so), `hinted` by address,
    title and text, and shown `below` the text."""

    published: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    shown: list[stamps.Stamp] = field(default_factory=list)
    shown_updated: list[stamps.Stamp] = field(default_factory=list)
    hinted: list[str] = field(default_factory=list)
    below: list[stamps.Stamp] = field(default_factory=list)


def agreed(told: Told, today: date, url: str | None, zone: str | None) -> tuple[str | None, str | None]:
    """When the page was published and when it was changed, as `read_text` takes it: the outlet's own time, or a
    moment with an offset.

    The rule, in the one place: what stands beside the title wins, for readers see it and editors mend it, while what is
    declared is often the moment of the last change, or of the page's making; only where it is the day of the declared
    change that is shown does the declared day of publication stand. Declared and shown on one day are the same: the
    shown time, being the outlet's own, is kept, or else the declared one. A year that is not shown is that of what is
    declared. A day to come, or before the Web, is no day of publication. A change is told only where it comes later."""

    def possible(iso: str | None) -> bool:
        return bool(iso and date(_FIRST, 1, 1).isoformat() <= iso[:10] <= (today + timedelta(days=1)).isoformat())

    def local(iso: str) -> str:
        return stamps.normal(iso, url, zone) or iso[:10]

    declared = next((d for d in told.published if possible(d)), None)
    changed = next((d for d in told.updated if possible(d)), None)
    hint = next((h for h in told.hinted if possible(h)), None)
    year = next((int(d[:4]) for d in (declared, hint, changed) if d), None)
    shown = next((iso for s in told.shown if possible(iso := s.iso(year))), None)
    updated = next((iso for s in told.shown_updated if possible(iso := s.iso(year))), None)
    if shown and declared and changed and local(declared)[:10] < shown[:10] == local(changed)[:10]:
        shown = None
    if shown and declared and local(declared)[:10] == shown[:10] and len(shown) == 10:
        published: str | None = declared
    elif shown and declared is None and hint and hint[:10] == shown[:10]:
        published = max(shown, hint, key=len)
    else:
        below = next((iso for s in told.below if possible(iso := s.iso(year))), None)
        published = shown or declared or hint or below or changed or updated
    if changed and (updated is None or updated[:10] == local(changed)[:10] and len(updated) == 10):
        updated = changed
    later = updated and published and local(updated) > local(published)
    return published, (local(updated) if updated and later else None)


def iso(value: str | None) -> str | None:
    """A date as metadata writes it, to the minute, with its offset; midnight is a day without a time. None for
    others."""
    text = (value or "").strip()[:60]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            found = shown(text)[0]
            return next((day for s in found if (day := s.iso())), None)
    midnight = (moment.hour, moment.minute) == (0, 0)
    return moment.date().isoformat() if midnight else moment.isoformat(timespec="minutes")


def shown(text: str) -> tuple[list[stamps.Stamp], list[stamps.Stamp]]:
    """The dates that a line shows: of publication, and of the last change where a label says so; a date and a time
    beside each other are one."""
    parts = _label().split(_ordered(text[: 2 * _SHOWN]))
    first = _merged(parts[0])
    later: list[stamps.Stamp] = []
    for label, part in zip(parts[1::2], parts[2::2], strict=True):
        (later if label.lower() in words()["labels"]["updated"] else first).extend(_merged(part))
    return first, later


def is_date(text: str) -> bool:
    """Whether a line shows little but dates, and is no short sentence."""
    if len(text) > _SHOWN or not any(map(str.isdigit, text)):
        return False
    masked, found = stamps.mask(_label().sub(" ", _ordered(text)))
    return bool(found) and sum(map(str.isalpha, masked)) < (_WORDS // 3 if text.endswith((".", "!", "?")) else _WORDS)


def of_url(url: str | None) -> str | None:
    """The day that an address names: `/2026/03/05/`, `/20260305/`."""
    found = _URL.search((url or "")[:500])
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat() if found else None
    except ValueError:
        return None


def _merged(text: str) -> list[stamps.Stamp]:
    _, found = stamps.mask(text)
    dates, times = [s for s in found if s.month], [s for s in found if not s.month]
    if dates and times and dates[0].time is None:
        dates[0] = stamps.merge(dates[0], times[0])
    return dates


@cache
def _label() -> re.Pattern[str]:
    labels = sorted((label for kind in words()["labels"].values() for label in kind), key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, labels))})(?!\w)", re.IGNORECASE)


@lexicon.cached
def _turned() -> re.Pattern[str]:
    months = "|".join(sorted(map(re.escape, page.words("month")), key=len, reverse=True))
    year = r"(?:19|20)\d\d"
    return re.compile(
        rf"(?<!\w)(?P<m>{months})\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y>{year})(?!\d)"
        rf"|(?P<y2>{year})\s(?:жылғы|жылдың|ж\.)\s(?P<d2>\d{{1,2}})\s(?P<m2>{months})(?!\w)",
        re.IGNORECASE,
    )


def _ordered(text: str) -> str:
    """The text with dates and times of other orders («March 5, 2026», «2026 жылғы 5 наурыз», «1:05 p.m.») in that which
    stamps are read in."""
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", " ".join(text.split()))
    plain = _HALVES.sub(lambda m: f"{int(m[1]) % 12 + 12 * (m[3] in 'pP')}:{m[2]}", plain)
    return _turned().sub(lambda m: f"{m['d'] or m['d2']} {m['m'] or m['m2']} {m['y'] or m['y2']}", plain)


def nearest(lines: Sequence[str]) -> tuple[list[stamps.Stamp], list[stamps.Stamp]]:
    """What the lines beside a title show, the nearest first: days of publication and of change."""
    first: list[stamps.Stamp] = []
    second: list[stamps.Stamp] = []
    for line in lines:
        if is_date(line):
            published, updated = shown(line)
            first += published
            second += updated
    return first, second
