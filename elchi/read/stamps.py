"""Dates and times as page headers write them: «2.03.2026 19:27», «10 марта, 22:31», «30/01/2026», «04-03-2026»."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from elchi import lexicon
from elchi.read import page, zones

_FIRST = 0xE000
_MOST = 0x100
_DIGIT = re.compile(r"\d")
_MARK = re.compile("[\ue000-\ue0ff]")
_TIME = r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d)"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date, a time of day or both, as far as told."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    time: str | None = None

    def iso(self, year: int | None = None) -> str | None:
        """ISO 8601, the year taken from `year` where not told; None without a date or where there is no such day."""
        full = self.year or year
        if not (full and self.month and self.day):
            return None
        try:
            day = date(full, self.month, self.day).isoformat()
        except ValueError:
            return None
        return f"{day}T{self.time}" if self.time else day


@lexicon.cached
def _months() -> dict[str, int]:
    return {form: entry["number"] for entry, part in page.entries("month") for form in part["forms"]}


@lexicon.cached
def _pattern() -> re.Pattern[str]:
    months = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    year = r"(?:\s?(?:года|год|г\.?)(?!\w))?"
    dates = (r"(?P<y1>(?:19|20)\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)(?!\d)",
             r"(?P<d2>\d{1,2})(?P<sep>\s?[./-]\s?)(?P<m2>\d{1,2})(?P=sep)(?P<y2>(?:19|20)\d\d|\d\d(?![\d:]))(?!\d)"
             + year,
             rf"(?P<d3>\d{{1,2}})\s+(?P<m3>{months})(?!\w)\.?(?:,?\s+(?P<y3>(?:19|20)\d\d)(?!\d))?" + year,
             r"(?P<d4>[0-3]?\d)\.(?P<m4>[01]\d)(?![\d.]\d)(?!\d)")
    between = r"(?:T|[\s,|—–-]{1,5}(?:в\s)?)"
    return re.compile(rf"(?<![\d.,:])(?:(?:{'|'.join(dates)})(?:{between}{_TIME})?|{_TIME.replace('P<', 'P<t')})",
                      re.IGNORECASE)


def mask(text: str) -> tuple[str, list[Stamp]]:
    """`text` with each date or time as one character of the private range, and what those stand for, in order."""
    stamps: list[Stamp] = []

    def put(m: re.Match[str]) -> str:
        stamp = _stamp(m)
        if stamp is None or len(stamps) == _MOST:
            return m[0]
        stamps.append(stamp)
        return chr(_FIRST + len(stamps) - 1)

    return (_pattern().sub(put, text) if _DIGIT.search(text) else text), stamps


def marks(text: str) -> list[int]:
    """The numbers of the stamps in a masked text."""
    return [ord(c) - _FIRST for c in _MARK.findall(text)]


def _stamp(m: re.Match[str]) -> Stamp | None:
    if m["thour"]:
        return Stamp(time=f"{int(m['thour']):02}:{m['tminute']}")
    day, month, year = next((m[f"d{i}"], m[f"m{i}"], m[f"y{i}"] if i < 4 else None) for i in (1, 2, 3, 4) if m[f"d{i}"])
    number = int(month) if month.isdigit() else _months().get(month.lower().replace("\u0307", ""), 0)  # of «İ»
    if not (1 <= number <= 12 and 1 <= int(day) <= 31):
        return None
    time = f"{int(m['hour']):02}:{m['minute']}" if m["hour"] else None
    full = int(year) if year else None
    return Stamp(full + 2000 if full is not None and full < 100 else full, number, int(day), time)


def merge(first: Stamp, second: Stamp) -> Stamp:
    """`first`, what it does not tell filled in from `second`."""
    if first.month is None:
        return replace(second, time=second.time or first.time)
    if second.month is None:
        return replace(first, time=first.time or second.time)
    return replace(first, year=first.year or second.year)


def normal(given: str, url: str | None = None, zone: str | None = None) -> str | None:
    """A date as a caller gives it (`YYYY`, `YYYY-MM`, `YYYY-MM-DD`, ISO date-time) in the report's form, or None. A
    time with an offset becomes that of the outlet at the address `url`, else that of `zone`."""
    if re.fullmatch(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?", given, re.ASCII):
        return given
    if not re.match(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)", given, re.ASCII):
        return None
    try:
        moment = zones.local(datetime.fromisoformat(given), url, zone)
    except (ValueError, OverflowError):
        return None
    return moment.strftime("%Y-%m-%dT%H:%M") if len(given) > 10 else given
