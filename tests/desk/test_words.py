from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from elchi.desk import web, words
from elchi.desk.drawn import names_of

DESK = Path(words.__file__).parent
ELSEWHERE = "".join(path.read_text(encoding="utf-8") for room in ("answers", "desk", "export", "merge")
                    for path in sorted((DESK.parent / room).rglob("*.py")))
CALLS = ("gettext", "told", "ngettext", "_")


def _said() -> Iterator[tuple[str, str | None, str]]:
    """What templates and modules say: where, in which context, the words in English."""
    for path in sorted(web.TEMPLATES.glob("*.html")):
        with path.open("rb") as file:
            for line, call, said, _ in babel_extract(file, ("_", "gettext", "ngettext", "pgettext", "npgettext"), (),
                                                     {"trimmed": "true"}):
                parts = said if isinstance(said, tuple) else (said,)
                context, key = (parts[0], parts[1]) if "pgettext" in call else (None, parts[0])
                yield f"{path.name}:{line}", context, str(key)
    for path in sorted(DESK.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if called in CALLS and isinstance(node.args[0].value, str):
                    yield f"{path.name}:{node.lineno}", None, node.args[0].value


def _told(language: str) -> dict[tuple[str | None, str], tuple[str, ...]]:
    found = {}
    for path in sorted((words.FOLDER / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                key = message.id if isinstance(message.id, str) else message.id[0]
                string = message.string if isinstance(message.string, tuple | list) else (message.string,)
                found[message.context, key] = tuple(one or "" for one in string)
    return found


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_all_that_pages_say_is_translated(language: str) -> None:
    told = _told(language)
    missing = [f"{where}: {said}" for where, context, said in _said() if not all(told.get((context, said), ("",)))]
    assert missing == []


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_nothing_is_translated_that_no_page_says(language: str) -> None:
    said = {(context, words) for _, context, words in _said()}
    left = {key for key in _told(language) if key[1] and key not in said}
    assert {key for key in left if key[0] is None and not _elsewhere(key[1])} == set()


def _elsewhere(said: str) -> bool:
    """Whether a module holds it, that pages translate what it gives: reasons of merging, headings of briefs."""
    return all(part in ELSEWHERE for part in re.split(r"%\(\w+\)s", said))


def test_placeholders_are_the_same_in_every_language() -> None:
    for language in ("ru", "kk"):
        for (context, key), strings in _told(language).items():
            for string in strings:
                if context == "fault":  # the ledger need not be named: the reader looks at it
                    assert {*_placeholders(string)} <= {*_placeholders(key)}, key
                    continue
                assert sorted(_placeholders(string)) == sorted(_placeholders(key)) or "%(num)s" in key, key


def _placeholders(text: str) -> list[str]:
    return [part.partition(")")[0] for part in text.split("%(")[1:]]


def test_days_moments_and_numbers_are_as_a_language_writes_them() -> None:
    ru, en = words.words("ru"), words.words("en")
    assert ru.day("2026-03-05") == "5 мар. 2026\u202fг."
    assert en.day("2026-03-05/2026-03-07") == "Mar 5\u2009–\u20097, 2026"
    assert ru.day("2026-03-30/2026-04-02") == "30 мар. — 2 апр. 2026\u202fг."
    assert en.day("2026-03/2026-04") == "Mar 2026 – Apr 2026"
    assert ru.month("2026-03") == "март 2026\u202fг."
    assert ru.number(12345.5) == "12\xa0345,5"
    assert en.moment(datetime(2026, 3, 5, 18, 40, 7, tzinfo=UTC)) == "Mar 5, 2026, 6:40\u202fPM UTC"
    assert ru.moment("2026-03-05T18:40:07") == "5 мар. 2026\u202fг., 18:40"
    assert (en.day(None), en.moment("no moment"), en.number(None)) == ("", "no moment", "")


@pytest.mark.parametrize(("wanted", "accepted", "language"), [
    (("kk", "ru"), "en", "kk"), ((None, "ru"), "en", "ru"), (("xx", None), "fr, ru;q=0.5", "ru"), ((None,), "fr", "en"),
    ((None,), "kk-KZ", "kk"), ((None,), "\x00;;,", "en")])
def test_the_language_is_what_the_reader_wants(wanted: tuple[str | None, ...], accepted: str, language: str) -> None:
    assert words.chosen(*wanted, accepted=accepted) == language


def test_weeks_begin_on_monday_and_years_in_january() -> None:
    own = names_of(words.words("en"))
    assert (own.weekdays[0], own.weekdays[6], own.months[0], own.months[11]) == ("Mon", "Sun", "Jan", "Dec")
