"""What a page says in the reader's language: gettext catalogues, names of codes and parties, dates and numbers.

The catalogues lie in `locale/`, a few files for each language, and are read as they are: nothing has to be compiled.
English is what the templates say; its catalogue names the codes alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale, negotiate_locale
from babel.dates import format_date, format_interval, format_skeleton, format_time, get_datetime_format
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from elchi import names

LANGUAGES = ("ru", "kk", "en")
DEFAULT = "en"
FOLDER = Path(__file__).parent / "locale"
OWN_NAMES = {"ru": "Русский", "kk": "Қазақша", "en": "English"}


@dataclass(frozen=True, slots=True)
class Words:
    """A language as pages speak it."""

    language: str
    translations: GNUTranslations
    locale: Locale
    faults: tuple[tuple[re.Pattern[str], str], ...] = ()

    def name(self, kind: str, code: str | None) -> str:
        """What a code of some kind (`type`, `topic`, `stance` …) is called; the code itself where it has no name."""
        return self.translations.pgettext(kind, code) if code else ""

    def fault(self, error: Exception | str) -> str:
        """What an error says, in this language where the catalogue knows it, else in English."""
        for pattern, said in self.faults:
            if found := pattern.fullmatch(str(error)):
                values = found.groupdict()
                return said % {**values, "field": self.name("field", values.get("field"))}
        return str(error)

    def party(self, code: str) -> str:
        """What a party is called; or a group, by its id."""
        called = names.party(code, self.language)
        return called if called != code else self.name("group", code)

    def parties(self, codes: Iterable[str]) -> str:
        """What parties are called, one after the other."""
        return ", ".join(map(self.party, codes))

    def day(self, told: str | None) -> str:
        """A day, or START/END, in ISO 8601, as the language writes it; "" where none is known."""
        if not told:
            return ""
        first, _, last = told.partition("/")
        try:
            between = date.fromisoformat(first), date.fromisoformat(last)
        except ValueError:  # a day alone, or months
            return " – ".join(self._day(one) for one in (first, last) if one)
        return str(format_interval(*between, "yMMMd", locale=self.locale))

    def _day(self, told: str) -> str:
        if len(told) == len("2026-03"):
            return self.month(told)
        try:
            return format_date(date.fromisoformat(told[:10]), "medium", self.locale)
        except ValueError:
            return told

    def month(self, told: str | None) -> str:
        """A month, `YYYY-MM`, as the language writes it; "" where none is known."""
        if not told:
            return ""
        return format_skeleton("yMMM", date.fromisoformat(f"{told}-01"), locale=self.locale)

    def moment(self, told: str | datetime | None) -> str:
        """A moment in ISO 8601, or a day, as the language writes it; "" where none is known."""
        if not told:
            return ""
        if isinstance(told, str):
            if len(told) <= len("2026-03-01"):
                return self.day(told)
            try:
                told = datetime.fromisoformat(told)
            except ValueError:
                return str(told)
        parts = format_time(told.time(), "short", locale=self.locale), format_date(told, "medium", self.locale)
        shown = str(get_datetime_format("medium", self.locale)).replace("'", "").format(*parts)
        return f"{shown} UTC" if told.tzinfo is UTC else shown

    def number(self, value: float | int | None) -> str:
        """A number as the language writes it; "" where there is none."""
        return "" if value is None else str(format_decimal(value, locale=self.locale))

    def percent(self, value: float | None) -> str:
        """A share as the language writes it, in whole per cent."""
        return "" if value is None else str(format_percent(value, locale=self.locale))


@cache
def words(language: str) -> Words:
    """A language of LANGUAGES."""
    whole, faults = Catalog(locale=language), dict[str, str]()
    for path in sorted((FOLDER / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.context == "fault":
                    faults[str(message.id)] = str(message.string)
                elif message.id:
                    whole.add(message.id, message.string, context=message.context)
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    # The longest first: others may be parts of it.
    patterns = [(_pattern(told), faults[told]) for told in sorted(faults, key=len, reverse=True)]
    return Words(language, GNUTranslations(compiled), Locale.parse(language), tuple(patterns))


def _pattern(told: str) -> re.Pattern[str]:
    """What finds a fault, and the values of its placeholders."""
    plain = (re.escape(part) if n % 2 == 0 else f"(?P<{part}>.+?)"
             for n, part in enumerate(re.split(r"%\((\w+)\)s", told)))
    return re.compile("".join(plain), re.DOTALL)


def chosen(*wanted: str | None, accepted: str = "") -> str:
    """The first of the languages wanted that there is, else the best that a browser accepts, else English."""
    for language in wanted:
        if language in LANGUAGES:
            return language
    ranked = [part.partition(";")[0].strip().replace("-", "_") for part in accepted[:200].lower().split(",")]
    return negotiate_locale(ranked, LANGUAGES, sep="_") or DEFAULT
