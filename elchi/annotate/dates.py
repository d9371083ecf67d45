"""Dates in a sentence, resolved against the time of publication."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from elchi.annotate.date_grammar import LONGEST_CUE, READERS, Grammar, Match, grammar, plain
from elchi.annotate.date_values import Published, Setting, stated_year

_CLAUSE = 60
"""How far around a date its clause is looked through for a verb that looks ahead, in characters."""
_CLAUSE_ENDS = re.compile(r"[,;:()«»]")
_JOINED = re.compile(r"\s*(?:,|-|,?\s(?:и|или|а|по))\s+(?:с\s+)?|\s*-\s*", re.IGNORECASE)
_SPELT_OUT = re.compile(r"(?:,|\s\(|:)\s?с\s", re.IGNORECASE)
_SAME_DAY = re.compile(r",?[^\S\n]+(?:(?:в|во)\s+)?", re.IGNORECASE)
_QUOTE_OPENS = re.compile(r"[«\"„“][^«»\"„“”\s]+(?:\s[^«»\"„“”\s]+)?\s$")


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date expression of a sentence, [start, end) in code points of the report.

    `value` is `YYYY-MM-DD`, `YYYY-MM`, `YYYY` or `START/END`; None where neither the text nor the publication settles
    it. `relative`: counted from the publication («вчера», «в прошлом году»). `due`: it lies after the publication, or
    ends a term («до 1 июня») that was not over by then. `rule` is the entry of `lexicons/dates/` that found it.
    """

    start: int
    end: int
    value: str | None
    relative: bool
    due: bool
    rule: str


def find_dates(text: str, published: str | None, offset: int = 0) -> tuple[DateMention, ...]:
    """The dates of one Russian sentence from left to right, none overlapping.

    `published` is `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or a date with a time; `offset` is added to every position.
    Raises ValueError where `published` is none of these.
    """
    rules = grammar("ru")
    sentence = plain(text)
    day = Published.read(published) if published else None
    matches = [m for m in rules.matches(sentence) if not _is_name(sentence, m)]
    years = _years(sentence, matches, day)
    found = [_read(rules, sentence, m, Setting(day, year, _ahead(rules, sentence, m)))
             for m, year in zip(matches, years, strict=True)]
    return tuple(DateMention(m.start + offset, m.end + offset, m.value, m.relative, m.due, m.rule)
                 for m in _merged(sentence, found))


def is_same_day(text: str) -> bool:
    """Whether a Russian sentence tells of the day that was named last («в тот же день», «тем же вечером»)."""
    return bool(grammar("ru").same_day.search(plain(text)))


def _read(rules: Grammar, sentence: str, match: Match, setting: Setting) -> DateMention:
    value = READERS[match.rule.value](match.parts, setting)
    ends_term = bool(rules.deadline.search(sentence, max(0, match.start - LONGEST_CUE), match.start))
    return DateMention(match.start, match.end, value, match.rule.relative or "year_shift" in match.parts,
                       _due(value, setting.published, ends_term, match), match.rule.id)


def _due(value: str | None, published: Published | None, ends_term: bool, match: Match) -> bool:
    if value is None or published is None:
        shifts = (match.parts.get(name, 0) for name in ("shift", "day_shift", "year_shift"))
        return ends_term or any(shift > 0 for shift in shifts)
    start, _, end = value.partition("/")
    now = "-".join(f"{n:02d}" for n in (published.year, published.month, published.day) if n)
    if ends_term:
        return (end or start) >= now[:len(end or start)]
    return start > now[:len(start)]


def _ahead(rules: Grammar, sentence: str, match: Match) -> bool:
    """Whether the clause of the match speaks of what is to come."""
    before = _CLAUSE_ENDS.split(sentence[max(0, match.start - _CLAUSE):match.start])[-1]
    after = _CLAUSE_ENDS.split(sentence[match.end:match.end + _CLAUSE])[0]
    return any(rules.ahead.search(part) for part in (before, after))


def _years(sentence: str, matches: Sequence[Match], published: Published | None) -> list[int | None]:
    """For each match the year that it takes, where it names none itself, from a date beside it: the one that it is
    joined to («12 января и 3 марта 2022 года») or spells out («за прошлый год, с мая по июль»); without a publication
    date, the last or else the next date of the sentence that names one."""
    stated = [stated_year(m.parts, published) for m in matches]
    years: list[int | None] = [None] * len(matches)
    for i in range(len(matches) - 2, -1, -1):
        if _JOINED.fullmatch(sentence, matches[i].end, matches[i + 1].start):
            years[i] = stated[i + 1] or years[i + 1]
    for i in range(1, len(matches)):
        if matches[i].rule.value == "month_span" \
                and _SPELT_OUT.fullmatch(sentence, matches[i - 1].end, matches[i].start):
            years[i] = years[i] or stated[i - 1]
    return years if published else _carried(years, [m.parts.get("year") if _has_month(m) else None for m in matches])


def _carried(years: Sequence[int | None], named: Sequence[int | None]) -> list[int | None]:
    """The years, open ones filled with the last named before them, or else with the first named."""
    last = next(filter(None, named), None)
    filled: list[int | None] = []
    for year, own in zip(years, named, strict=True):
        last = own or last
        filled.append(year or last)
    return filled


def _has_month(match: Match) -> bool:
    return "month" in match.parts or "mm" in match.parts


def _is_name(sentence: str, match: Match) -> bool:
    """Whether the date is the end of a name in quotation marks («Движение 12 мая»)."""
    return sentence[match.end:match.end + 1] in ("»", '"', "”") and bool(
        _QUOTE_OPENS.search(sentence, max(0, match.start - LONGEST_CUE), match.start))


def _merged(sentence: str, found: Sequence[DateMention]) -> list[DateMention]:
    """The mentions with those that tell one day twice («во вторник, 3 марта») made one, the calendar's the value."""
    kept: list[DateMention] = []
    for mention in found:
        last = kept[-1] if kept else None
        if last and (last.relative or mention.relative) and _is_day(last) and _is_day(mention) \
                and _SAME_DAY.fullmatch(sentence, last.end, mention.start):
            main = mention if last.relative and not mention.relative else last
            kept[-1] = DateMention(last.start, mention.end, main.value, main.relative, main.due, main.rule)
        else:
            kept.append(mention)
    return kept


def _is_day(mention: DateMention) -> bool:
    return mention.value is not None and len(mention.value) == 10 or mention.rule in _DAY_RULES


_DAY_RULES = ("day", "eve", "shifted-day", "weekday", "shifted-weekday", "days-ago")
"""Rules that tell a day, also where its value is open."""
