"""The page lexicon: which words are the page's own, which are labels, names of sections, of agencies and of bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from elchi import lexicon
from elchi.languages import ru
from elchi.read.lines import canon

_FORMS = {"whole": list, "starts": list, "opens": list, "contains": list, "heads": list, "words": list, "bare": list,
          "forms": list}
_LABELS = ("author", "editor", "published", "updated", "views", "source", "rubric", "credit", "aside")
_QUOTES_SOMEONE = re.compile("[»\"”],? [—–-]")
_QUOTED = re.compile("«[^«»]*»")
_DIGIT = re.compile(r"\d")
_MONEY = re.compile(r"[^\W\d_]+|[$€₽₸]")


@dataclass(frozen=True, slots=True)
class Page:
    """The phrases of the page lexicon, compared as `lines.canon` writes them."""

    whole: frozenset[str]
    starts: tuple[str, ...]
    opens: tuple[str, ...]
    contains: re.Pattern[str]
    lists: frozenset[str]
    list_starts: tuple[str, ...]
    money: frozenset[str]
    rubrics: frozenset[str]
    rubric_heads: frozenset[str]
    label: re.Pattern[str]
    label_kinds: dict[str, str]


@lexicon.cached
def _all() -> list[tuple[lexicon.Entry, dict[str, list[str]]]]:
    return [(entry, lexicon.check(entry, {"kind": str, "gender": str, "number": int}, _FORMS))
            for entry in lexicon.entries("page").values()]


def entries(kind: str) -> Iterator[tuple[lexicon.Entry, dict[str, list[str]]]]:
    """The checked entries of a kind, each with its phrases by field."""
    yield from ((entry, part) for entry, part in _all() if entry.get("kind") == kind)


def words(kind: str, field: str = "forms") -> list[str]:
    """The phrases that the entries of a kind hold in a field, as written."""
    return [w for _, part in entries(kind) for w in part.get(field, [])]


def _folded(kinds: tuple[str, ...], field: str) -> list[str]:
    return [canon(w) for kind in kinds for w in words(kind, field)]


@lexicon.cached
def page() -> Page:
    """The page lexicon, ready to compare; raises LexiconError for a faulty entry."""
    both = ("chrome", "list")

    def spaced(kinds: tuple[str, ...], field: str) -> tuple[str, ...]:
        return tuple(f"{w} " for w in _folded(kinds, field))

    label_kinds = {canon(w) or w: kind for kind in _LABELS
                   for field in ("words", "bare") for w in words(kind, field)}
    return Page(whole=frozenset(_folded(both, "whole")), starts=spaced(both, "starts"), opens=spaced(both, "opens"),
                contains=re.compile(f" (?:{'|'.join(map(re.escape, _folded(both, 'contains')))}) "),
                lists=frozenset(_folded(("list",), "whole")), list_starts=spaced(("list",), "starts"),
                money=frozenset(words("money")),
                rubrics=frozenset(_folded(("rubric",), "whole")), rubric_heads=frozenset(_folded(("rubric",), "heads")),
                label=_label(), label_kinds=label_kinds)


def _label() -> re.Pattern[str]:
    """A label at the beginning of a piece or within it: with a colon, or bare where the lexicon allows that."""
    def choice(field: str) -> str:
        found = sorted({w for kind in _LABELS for w in words(kind, field)}, key=len, reverse=True)
        return "|".join(map(re.escape, found))

    return re.compile(rf"(?<!\w)(?:(?P<colon>{choice('words')})\s?:|(?P<bare>{choice('bare')})(?!\w))", re.IGNORECASE)


def has_verb(text: str) -> bool:
    """Whether a word of the text, names in quotation marks aside, reads first of all as a verb in a personal form."""
    plain = _QUOTED.sub(" ", text[:300])
    words = re.findall(r"[^\W\d_]{3,40}", plain)
    return any(first[1] == "VERB" for w in words for first in ru.analyses(ru.fold(w))[:1])


def is_chrome(text: str, sentence: bool) -> bool:
    """Whether a short line is the page's own words; `sentence` says that it closes like a sentence."""
    lexical, line = page(), canon(text)
    spaced = f"{line} "
    if line in lexical.whole or spaced.startswith(lexical.starts):
        return True
    if lexical.contains.search(f" {spaced}"):
        return not _QUOTES_SOMEONE.search(text)
    head, colon, _ = text.partition(":")
    if colon and f"{canon(head)} " in lexical.opens:
        return True
    if spaced.startswith(lexical.opens) and not sentence:
        return not has_verb(text)
    return _is_ticker(text) or _is_tags(text)


def heads_list(text: str) -> bool:
    """Whether the chrome line stands over a list of other reports and holds none of them itself."""
    line = canon(text)
    return line in page().lists or f"{line} " in page().list_starts


def is_rubric(text: str) -> bool:
    """Whether the text is the name of a section, or names of sections with dashes between."""
    line = canon(text)
    if line in page().rubrics:
        return True
    parts = re.split(r" [—–-] ", text)
    if len(parts) > 1 and all(map(is_rubric, parts)):
        return True
    tokens = line.split()
    return (0 < len(tokens) <= 5 and not page().rubric_heads.isdisjoint((tokens[0], tokens[-1]))
            and not has_verb(text))


def _is_ticker(text: str) -> bool:
    if not _DIGIT.search(text):
        return False
    found = _MONEY.findall(text.lower())
    return len(found) > 1 and page().money.issuperset(found)


def _is_tags(text: str) -> bool:
    return text.startswith("#") and all(w.startswith("#") for w in text.split())
