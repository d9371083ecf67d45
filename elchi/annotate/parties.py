"""Parties and places: every way Russian names a state, an organisation or a group, and the towns of states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from elchi import lexicon
from elchi.languages.ru import tokenize
from elchi.lexicon import Matcher
from elchi.model import Mention, Sentence, Token

FORMS = ("names", "adjectives", "people", "capitals", "seats", "organs")
NOBODY = "none"
"""The entry of names that only look like a party's."""
Meaning = tuple[str, str, bool]
"""(code, form, ambiguous)"""


def parties(sentences: Sequence[Sentence]) -> list[list[Mention]]:
    """The party mentions (kind `party`, `codes` of one or, for a double adjective, two) of each sentence.

    A form that may mean something else counts only where the report names the same party unambiguously, or the party
    that it belongs to.
    """
    found = [list(_candidates(s.tokens)) for s in sentences]
    sure = {code for row in found for m, doubtful in row for code in m.codes if not doubtful}
    sure |= {code for code, whole in _wholes().items() if whole in sure}
    return [[m for m, doubtful in row if not doubtful or (sure.intersection(m.codes) and not _is_anothers(m, row))]
            for row in found]


def _is_anothers(m: Mention, row: Sequence[tuple[Mention, bool]]) -> bool:
    """Whether a body is that of the state named right behind or before it («Совет Безопасности России»)."""
    return m.codes[0] in _wholes() and any(
        is_state(o.codes[0]) and (o.first == m.last + 1 or (o.last == m.first - 1 and o.form == "adjectives"))
        for o, _ in row)


@lexicon.cached
def _wholes() -> dict[str, str]:
    """The parties that are bodies of another, with that other."""
    return {e["id"]: e["of"] for e in all_entries().values() if "of" in e}


def places(sentence: Sentence) -> list[Mention]:
    """The towns and regions (kind `place`, the state in `codes`) of a sentence, capitals aside."""
    return [Mention("place", first, last, f"places/{values[0][1]}", "name", (values[0][0],))
            for first, last, values in _places().find(sentence.tokens)]


def _candidates(tokens: Sequence[Token]) -> Iterator[tuple[Mention, bool]]:
    taken: set[int] = set()
    for first, last, values in _matcher().find(tokens):
        sure = [v for v in values if not v[2]] or list(values)
        code, form, doubtful = sure[0]
        taken.update(range(first, last + 1))
        yield Mention("party", first, last, f"parties/{code}", form, (code,)), doubtful or len(sure) > 1
    for i, token in enumerate(tokens):
        if i not in taken and "-" in token.text:
            codes = _double(token)
            if codes:
                yield Mention("party", i, i, f"parties/{codes[0]}", "adjectives", codes), False


def _double(token: Token) -> tuple[str, ...]:
    """The codes of a double adjective («казахстанско-кувейтский»), or of none."""
    first, last = _compound()
    for lemma in sorted(token.lemmas):
        parts = lemma.split("-")
        codes = [first.get(p) for p in parts[:-1]] + [last.get(parts[-1])]
        known = [c for c in codes if c]
        if len(parts) > 1 and len(known) == len(codes):
            return tuple(dict.fromkeys(known))
    return ()


def all_entries() -> dict[str, lexicon.Entry]:
    """The party entries by `parties/CODE`, each checked; raises LexiconError."""
    found = lexicon.entries("parties")
    for entry in found.values():
        lexicon.check(entry, {"of": str}, {**dict.fromkeys(FORMS, list), "compound": list, "ambiguous": list})
    return found


@lexicon.cached
def organisations() -> frozenset[str]:
    """The codes that stand for organisations, not states."""
    return frozenset(e["id"] for e in all_entries().values() if e["file"].stem == "organisations")


def is_state(code: str) -> bool:
    """Whether a code stands for a state, where things can happen."""
    return len(code) == 3 and code not in organisations() and code != "OTH"


def home(text: str) -> tuple[str, ...]:
    """The state whose capital the head of a page names (its dateline, its outlet's seat), or none."""
    for mention, doubtful in _candidates(tokenize(text)):
        if mention.form == "capitals" and not doubtful:
            return mention.codes
    return ()


@lexicon.cached
def _matcher() -> Matcher[Meaning]:
    forms: list[tuple[str, Meaning]] = []
    for entry in all_entries().values():
        part = entry["ru"]
        doubtful, none = set(part.get("ambiguous", ())), entry["id"] == NOBODY
        for form in FORMS:
            forms += [(name, (entry["id"], form, none or name in doubtful)) for name in part.get(form, ())]
    return Matcher(forms)


@lexicon.cached
def _compound() -> tuple[dict[str, str], dict[str, str]]:
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for entry in all_entries().values():
        part = entry["ru"]
        for stem in part.get("compound", ()):
            first.setdefault(stem.lower().replace("ё", "е"), entry["id"])
        for adjective in part.get("adjectives", ()):
            last.setdefault(adjective.lower().replace("ё", "е"), entry["id"])
    return first, last


@lexicon.cached
def _places() -> Matcher[tuple[str, str]]:
    return Matcher((name, (entry["country"], entry["id"])) for entry in lexicon.entries("places").values()
                   for name in lexicon.check(entry, {"country": str}, {"names": list})["names"])
