"""What a form offers to choose from, by name, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from fastapi import Request

from elchi import lexicon
from elchi.annotate.parties import NOBODY
from elchi.desk.web import words_of
from elchi.desk.words import words
from elchi.schema import event_types

Choices = tuple[tuple[str, str], ...]


def options(request: Request) -> dict[str, Choices]:
    """The codes with their names, in the order of these: `parties`, `types`, `topics`, `languages`."""
    return _options(words_of(request).language)


@cache
def _options(language: str) -> dict[str, Choices]:
    own = words(language)
    return {"parties": _by_name((code, own.party(code)) for code in lexicon.ids("parties") if code != NOBODY),
            "types": tuple((code, own.name("type", code)) for code in event_types()),
            "topics": _by_name((code, own.name("topic", code)) for code in lexicon.ids("topics")),
            "languages": tuple((code, own.name("language", code)) for code in ("ru", "kk", "en"))}


def _by_name(pairs: Iterable[tuple[str, str]]) -> Choices:
    return tuple(sorted(pairs, key=lambda pair: (pair[1].casefold(), pair[0])))
