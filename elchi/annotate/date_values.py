"""Calendar arithmetic: what the parts of a date expression come to, seen from the day of publication.

Every reader takes the numbers that a pattern found (`month`, `day`, `year_shift`, ...) and the setting, and gives
`YYYY`, `YYYY-MM`, `YYYY-MM-DD`, `START/END`, or None where neither the text nor the publication settles the value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

Parts = Mapping[str, int]

# Without a word that looks ahead a day is of the year of publication, unless it lies farther than this away. News
# names last January by its day alone in November, and next January in the last days of December.
_BACK, _FORTH = timedelta(days=330), timedelta(days=183)
_JUST_PAST = timedelta(days=60)
"""How long a day that was to come may be past already («на переговорах, намеченных на 3 июня»)."""
_MONTHS_FORTH = 2


@dataclass(frozen=True, slots=True)
class Published:
    """The time of publication as far as it is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def read(cls, iso: str) -> Published:
        """From `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or a date with a time; raises ValueError where it is none of them."""
        return cls(*(int(part) for part in iso[:10].split("-")))

    def date(self) -> date | None:
        """The day, where it is known."""
        return date(self.year, self.month, self.day) if self.month and self.day else None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a date expression is read against: publication, the year of a date beside it, and where its clause looks."""

    published: Published | None
    year: int | None = None
    ahead: bool = False

    @property
    def today(self) -> date | None:
        """The day of publication, where it is known."""
        return self.published.date() if self.published else None


def stated_year(parts: Parts, published: Published | None) -> int | None:
    """The year that the expression itself names, in figures or as «прошлого года»."""
    if "year" in parts:
        return parts["year"]
    if "year_shift" in parts and published:
        return published.year + parts["year_shift"]
    return None


def _year(parts: Parts, setting: Setting) -> int | None:
    """The year of an expression with a month: its own, a neighbour's, or the likeliest seen from publication."""
    if "year" in parts or "year_shift" in parts:
        return stated_year(parts, setting.published)
    if setting.year is not None:
        return setting.year
    month = parts.get("month") or parts["mm"]
    if "day" in parts:
        return _year_of_day(month, parts["day"], setting)
    return _year_of_month(month, setting)


def _year_of_day(month: int, day: int, setting: Setting) -> int | None:
    today = setting.today
    if not today:
        return None
    back, forth = (_JUST_PAST, timedelta(days=365) - _JUST_PAST) if setting.ahead else (_BACK, _FORTH)
    distance = date(today.year, month, min(day, 28)) - today
    return today.year + (distance < -back) - (distance > forth)


def _year_of_month(month: int, setting: Setting) -> int | None:
    published = setting.published
    if not published or not published.month:
        return None
    distance = month - published.month
    if setting.ahead:
        return published.year + (distance < -_MONTHS_FORTH) - (distance > 12 - _MONTHS_FORTH)
    return published.year - (distance > _MONTHS_FORTH)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _span(start: str | None, end: str | None) -> str | None:
    return f"{start}/{end}" if start and end and start < end else None


def months(year: int, first: int, last: int) -> str:
    """From the first month of `year` to the last, which may be of the next year (13 is January)."""
    start, end = month_text(year, first), month_text(year, last)
    return start if start == end else f"{start}/{end}"


def month_text(year: int, month: int) -> str:
    """`YYYY-MM`; month 13 is January of the next year, 0 December of the last."""
    return f"{year + (month - 1) // 12:04d}-{(month - 1) % 12 + 1:02d}"


def day(parts: Parts, setting: Setting) -> str | None:
    """«28 февраля»."""
    year = _year(parts, setting)
    return _day(year, parts.get("month") or parts["mm"], parts["day"]) if year else None


def day_in_words(parts: Parts, setting: Setting) -> str | None:
    """«тринадцатого июня»."""
    return day({**parts, "day": parts["day_word"]}, setting)


def days(parts: Parts, setting: Setting) -> str | None:
    """«21, 22 и 23 октября»."""
    year = _year(parts, setting)
    return year and _span(_day(year, parts["month"], parts["day"]), _day(year, parts["month"], parts["day4"])) or None


def day_span(parts: Parts, setting: Setting) -> str | None:
    """«17–18 ноября», «с 30 декабря по 2 января»."""
    year = _year(parts, setting)
    if not year:
        return None
    month, last = parts["month"], parts.get("month2", parts["month"])
    over = last < month
    stated = "year" in parts or "year_shift" in parts
    start = parts.get("year2", year - over if stated else year)
    end = year if stated else start + over
    return _span(_day(start, month, parts["day"]), _day(end, last, parts["day2"]))


def month(parts: Parts, setting: Setting) -> str | None:
    """«в марте»."""
    year = _year(parts, setting)
    return month_text(year, parts["month"]) if year else None


def month_adjective(parts: Parts, setting: Setting) -> str | None:
    """«июньские удары»."""
    return month({"month": parts["month_adjective"]}, setting)


def month_span(parts: Parts, setting: Setting) -> str | None:
    """«с января по октябрь», «с октября по март 2026 года»."""
    year = _year(parts, setting)
    if not year:
        return None
    first, last = parts["month"], parts["month2"]
    stated = "year" in parts or "year_shift" in parts
    start = parts.get("year2", year - (last < first) if stated else year)
    end = year if stated else start + (last < first)
    return _span(month_text(start, first), month_text(end, last))


def year(parts: Parts, setting: Setting) -> str | None:
    """«в 2024 году», «в прошлом году»."""
    found = stated_year(parts, setting.published)
    return f"{found:04d}" if found else None


def year_span(parts: Parts, setting: Setting) -> str | None:
    """«в 2017–2018 годах»."""
    return _span(str(parts["year"]), str(parts["year2"]))


def decade(parts: Parts, setting: Setting) -> str | None:
    """«в 1990-х годах»; two figures are of the twentieth century."""
    first = parts["decade_word"] if "decade_word" in parts else parts["decade"]
    first += 1900 if first < 100 else 0
    return f"{first}/{first + 9}"


def season(parts: Parts, setting: Setting) -> str | None:
    """«летом 2015 года»; which winter «зимой 2015 года» means is left open: the year stands."""
    found = stated_year(parts, setting.published)
    if not found:
        return None
    first = parts["season"]
    return f"{found:04d}" if first == 12 else months(found, first, first + 2)


def winter(parts: Parts, setting: Setting) -> str | None:
    """«зимой 2025–2026 годов»; another season of two years is those years."""
    if parts["season"] == 12 and parts["year2"] == parts["year"] + 1:
        return months(parts["year"], 12, 14)
    return year_span(parts, setting)


def _part_of_year(parts: Parts, setting: Setting, length: int) -> str | None:
    published = setting.published
    dated = "year" in parts or "year_shift" in parts
    found = stated_year(parts, published) if dated else published.year if published else None
    number = parts.get("ordinal") or parts["ordinal2"]
    if not found or number > 12 // length:
        return None
    return months(found, (number - 1) * length + 1, number * length)


def quarter(parts: Parts, setting: Setting) -> str | None:
    """«в первом квартале»."""
    return _part_of_year(parts, setting, 3)


def half(parts: Parts, setting: Setting) -> str | None:
    """«во втором полугодии»."""
    return _part_of_year(parts, setting, 6)


def first_months(parts: Parts, setting: Setting) -> str | None:
    """«за пять месяцев 2025 года», «за первые пять месяцев нынешнего»."""
    shift = parts.get("shift")
    found = stated_year(parts if shift is None else {"year_shift": shift}, setting.published)
    number = parts["number"]
    return months(found, 1, number) if found and 1 <= number <= 12 else None


Reader = Callable[[Parts, Setting], str | None]
READERS: dict[str, Reader] = {f.__name__: f for f in (
    day, day_in_words, days, day_span, month, month_adjective,
    month_span, year, year_span, decade, season, winter, quarter, half, first_months)}
