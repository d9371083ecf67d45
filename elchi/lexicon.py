"""The lexicons: YAML entries that say which words mean what, loaded and checked once.

Forms are written in the dictionary form and matched by the dictionary forms of a text's words, so that no inflected
form is ever typed. A word written with a capital (or all in capitals) must stand so in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar, cast

import yaml

from elchi.errors import LexiconError
from elchi.languages import ru
from elchi.languages.ru import fold
from elchi.model import Token

SHIPPED = Path(__file__).parent / "lexicons"
_overlay: list[Path] = []

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
Entry = dict[str, Any]
_QUOTES = frozenset("«»„“”\"")


def use(overlay: Path) -> None:
    """Lay a user's own lexicon folder over the shipped one: an entry with the same id in the same file takes its place.

    Raises LexiconError where the folder is missing. What was loaded before is loaded anew.
    """
    if not overlay.is_dir():
        raise LexiconError(f"{overlay}: no such folder")
    _overlay[:] = [overlay]
    for function in _CACHES:
        function.cache_clear()


_CACHES: list[Any] = []


def cached(function: Callable[P, R]) -> Callable[P, R]:
    """`functools.cache` for what is built from lexicons: `use` empties it."""
    kept = cache(function)
    _CACHES.append(kept)
    return cast(Callable[P, R], kept)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML with true and false alone as truth values, as YAML 1.2 has it: `yes`, `no` and `NO` stay words."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in found if tag != "tag:yaml.org,2002:bool" or first in "tfTF"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def _read(path: Path) -> list[Entry]:
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (OSError, UnicodeDecodeError) as e:
        raise LexiconError(f"{path}: {e}") from e
    except yaml.MarkedYAMLError as e:
        where = f"{path}:{e.problem_mark.line + 1}" if e.problem_mark else str(path)
        raise LexiconError(f"{where}: {e.problem}") from e
    if not isinstance(found, list):
        raise LexiconError(f"{path}:1: a list of entries is wanted")
    for i, entry in enumerate(found):
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
            raise LexiconError(f"{path}:{_lines(path)[i]}: entry {i + 1} has no id")
    return found


def _lines(path: Path) -> list[int]:
    """The line, from 1, at which each entry of a file begins."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    return [item.start_mark.line + 1 for item in node.value] if node else []


def files(folder: str) -> Iterator[tuple[str, Path]]:
    """The YAML files of a lexicon folder, or of all (`*`), shipped ones before the user's, each with its name without
    ending."""
    for root in (SHIPPED, *_overlay):
        yield from ((p.stem, p) for p in sorted(root.glob(f"{folder}/*.yaml")))


@cached
def entries(folder: str) -> dict[str, Entry]:
    """The entries of a folder by `folder/id`, not to be changed; raises LexiconError naming file, line and entry."""
    found: dict[str, Entry] = {}
    for _, path in files(folder):
        seen: set[str] = set()
        for entry in _read(path):
            name = entry["id"]
            if name in seen:
                raise fault(path, name, "stands twice")
            seen.add(name)
            found[f"{folder}/{name}"] = {**entry, "file": path}
    return found


def ids(folder: str) -> list[str]:
    """What the entries of a folder are of, in their order: the codes of parties, the ids of topics."""
    return [str(entry["id"]) for entry in entries(folder).values()]


def fault(path: Path, name: str, what: str) -> LexiconError:
    """The error for an entry of a file: `file:line: entry: what is wrong`."""
    return LexiconError(f"{path}:{_line_of(path, name)}: entry {name}: {what}")


def _line_of(path: Path, name: str) -> int:
    names = [e["id"] for e in _read(path)]
    return _lines(path)[names.index(name)]


def check(entry: Entry, fields: Mapping[str, type | tuple[type, ...]], forms: Mapping[str, type]) -> Entry:
    """The entry's Russian part, every field checked: unknown ones, wrong types and empty lists are faults."""
    path, name = entry["file"], entry["id"]
    allowed = {"id": str, "file": Path, "source": str, "note": str, "ru": dict, **fields}
    for key, value in entry.items():
        if key not in allowed:
            raise fault(path, name, f"unknown field {key}")
        if not isinstance(value, allowed[key]):
            raise fault(path, name, f"field {key} is of the wrong kind")
    part: Entry = entry.get("ru", {})
    for key, value in part.items():
        if key not in forms and key not in ("yes", "no"):
            raise fault(path, name, f"unknown field ru.{key}")
        wanted = forms.get(key, list)
        if not isinstance(value, wanted):
            raise fault(path, name, f"field ru.{key} is of the wrong kind")
        if isinstance(value, list) and not all(isinstance(v, str) and v for v in value):
            raise fault(path, name, f"field ru.{key} holds something that is no text")
    return part


def locate(rule: str) -> str | None:
    """Where an entry such as `acts/consult.talks` stands, as `file:line`; None where there is none."""
    folder, _, name = rule.partition("/")
    found = entries(folder).get(rule)
    if not found:
        return None
    shipped = found["file"].is_relative_to(SHIPPED)
    where = found["file"].relative_to(SHIPPED.parent) if shipped else found["file"]
    return f"{where}:{_line_of(found['file'], name)}"


@dataclass(frozen=True, slots=True)
class Pattern(Generic[T]):
    """Words that mean `value`: each place holds the dictionary forms that fill it and the capitals it asks for."""

    words: tuple[frozenset[str], ...]
    capitals: tuple[str, ...]
    value: T


_ENDINGS = (("ия", ("ии", "ию", "ией")), ("а", ("ы", "и", "е", "у", "ой")), ("я", ("и", "е", "ю", "ей")),
            ("й", ("я", "ю", "ем", "е")), ("ь", ("я", "ю", "ем", "е", "и", "ью")), ("", ("а", "у", "ом", "е")))
"""The regular case endings of names, for those that the dictionary does not hold."""


def _capital(word: str) -> str:
    if len(word) > 1 and word.isupper():
        return word
    return "first" if word[:1].isupper() else ""


def has_capital(text: str, wanted: str) -> bool:
    """Whether a word of the text has the capitals that a pattern asks for; of an acronym the very letters, with a case
    ending at most («ООН», «МИДом»)."""
    if wanted in ("", "first"):
        return not wanted or text[:1].isupper()
    rest = text[len(wanted):]
    return text.startswith(wanted) and len(rest) <= 2 and (not rest or rest.islower())


def pattern(form: str, value: T) -> Pattern[T]:
    """A pattern from a form as the lexicon writes it, words apart by spaces; `|` parts words that may stand for each
    other (`выразить|передать соболезнование`)."""
    words, capitals = [], []
    for token in form.split():
        words.append(_choices(token))
        capitals.append(_capital(token))
    return Pattern(tuple(words), tuple(capitals), value)


def _choices(token: str) -> frozenset[str]:
    return frozenset(lemma for choice in token.split("|") for lemma in _dictionary_forms(choice))


def _dictionary_forms(word: str) -> set[str]:
    folded = fold(word)
    if _capital(word) == word:
        return {folded}
    found = ru.lemmas(word)
    own = {folded} if folded in found else set(found)
    if word[:1].isupper() and not ru.is_known(folded):
        ending, endings = next(e for e in _ENDINGS if folded.endswith(e[0]))
        stem = folded[:len(folded) - len(ending)]
        own.update(lemma for e in endings if not ru.is_known(stem + e) for lemma in ru.lemmas(stem + e))
    return own


class Index(Generic[T]):
    """The patterns of a lexicon by the dictionary forms of their first two words.

    A report meets few of the thousands: a form's first word is analysed only when a text has a word that begins as it
    does, the others only when a text has the first.
    """

    def __init__(self, forms: Iterable[tuple[str, T]]) -> None:
        self._asleep: dict[str, list[tuple[str, T]]] = {}
        self._waking: dict[str, list[tuple[str, T]]] = {}
        self._awake: dict[str, dict[str, list[Pattern[T]]]] = {}
        for form, value in forms:
            for key in {beginning(choice) for choice in form.split(maxsplit=1)[0].split("|")}:
                self._asleep.setdefault(key, []).append((form, value))

    def starting(self, lemma: str) -> Mapping[str, Sequence[Pattern[T]]]:
        """The patterns whose first word has this dictionary form, by the forms of their second word, '' where they have
        none."""
        found = self._awake.get(lemma)
        return self._wake(lemma) if found is None else found

    def _wake(self, lemma: str) -> Mapping[str, Sequence[Pattern[T]]]:
        for key in (lemma[:2], lemma[:3]):
            for form, value in self._asleep.pop(key, ()):
                like = [c for c in form.split(maxsplit=1)[0].split("|") if beginning(c) == key]
                for first in _choices("|".join(like)):
                    if first.startswith(key):
                        self._waking.setdefault(first, []).append((form, value))
        table: dict[str, list[Pattern[T]]] = {}
        for found in (pattern(form, value) for form, value in self._waking.pop(lemma, ())):
            for second in found.words[1] if len(found.words) > 1 else ("",):
                table.setdefault(second, []).append(found)
        if table:
            self._awake[lemma] = table
        return table


def beginning(word: str) -> str:
    """The letters by which a lexicon's word is looked up: two of a name or a short word, else three. A dictionary form
    of it that begins otherwise is never found."""
    return fold(word)[:3 if len(word) > 4 and word.islower() and "-" not in word else 2]


class Matcher(Generic[T]):
    """Finds the forms of a lexicon, each with its meaning, in a run of tokens."""

    def __init__(self, forms: Iterable[tuple[str, T]]) -> None:
        self._index = Index(forms)

    def at(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, T]]:
        """The last token and the meaning of each pattern that begins at token i."""
        j = i + 1
        while j < len(tokens) and tokens[j].text in _QUOTES:
            j += 1
        for first in _in_order(tokens[i].lemmas):
            table = self._index.starting(first)
            for second in ("", *_in_order(tokens[j].lemmas)) if table and j < len(tokens) else ("",):
                for p in table.get(second, ()):
                    last = _end(p, tokens, i)
                    if last >= 0:
                        yield last, p.value

    def find(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, tuple[T, ...]]]:
        """The longest matches from left to right, none overlapping: first and last token, and what they mean."""
        i = 0
        while i < len(tokens):
            found = list(self.at(tokens, i)) if any(map(self._index.starting, tokens[i].lemmas)) else ()
            if not found:
                i += 1
                continue
            last = max(end for end, _ in found)
            yield i, last, tuple(dict.fromkeys(value for end, value in found if end == last))
            i = last + 1


def _in_order(lemmas: frozenset[str]) -> Iterable[str]:
    """The dictionary forms in the order of the alphabet: that of a set differs from run to run."""
    return lemmas if len(lemmas) == 1 else sorted(lemmas)


def _end(p: Pattern[Any], tokens: Sequence[Token], i: int) -> int:
    """The last token of the pattern where it begins at token i, quotation marks inside passed over; -1 where not."""
    j = i
    for words, capital in zip(p.words, p.capitals, strict=True):
        while i < j < len(tokens) and tokens[j].text in _QUOTES:
            j += 1
        if j >= len(tokens) or words.isdisjoint(tokens[j].lemmas) or not has_capital(tokens[j].text, capital):
            return -1
        j += 1
    return j - 1
