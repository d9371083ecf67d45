"""Every entry of the page lexicon does what its own examples say."""

from __future__ import annotations

import pytest

from elchi.read import page, sources
from elchi.read.lines import ends_sentence

_KINDS = ("chrome", "list", "money", "rubric")
_CITING = ("relay", "told", "link", "statement", "agency-noun", "outlet-noun", "official")


def _examples(kinds: tuple[str, ...], field: str) -> list[tuple[str, str]]:
    return [(kind, text) for kind in kinds for _, part in page.entries(kind) for text in part.get(field, [])]


def _fires(kind: str, text: str) -> bool:
    if kind == "rubric":
        return all(page.is_rubric(cell) for cell in text.split(" / "))
    return page.is_chrome(text, ends_sentence(text))


@pytest.mark.parametrize(("kind", "text"), _examples(_KINDS, "yes"))
def test_line_is_the_pages_own(kind: str, text: str) -> None:
    assert _fires(kind, text)


@pytest.mark.parametrize(("kind", "text"), _examples(_KINDS, "no"))
def test_line_belongs_to_the_story(kind: str, text: str) -> None:
    assert not _fires(kind, text)


@pytest.mark.parametrize(("kind", "text"), _examples(_CITING, "yes"))
def test_source_is_cited(kind: str, text: str) -> None:
    assert list(sources.cited(text))


@pytest.mark.parametrize(("kind", "text"), _examples(_CITING, "no"))
def test_no_source_is_cited(kind: str, text: str) -> None:
    assert not list(sources.cited(text))
