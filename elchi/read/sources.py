"""Whom a report has its news from: outlets, agencies and official bodies, as its text and its page name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from elchi import lexicon
from elchi.languages import ru
from elchi.model import Source, SourceKind
from elchi.read import page, stamps

_QUOTED = re.compile(r"«([^«»\n]{2,60})»|\"([^\"\n]{2,60})\"|“([^“”\n]{2,60})”")
_LATIN_WORD = r"[A-Z][\w-]*(?:\.[A-Za-z]{2,5}\b)?"
_LATIN = re.compile(rf"{_LATIN_WORD}(?: {_LATIN_WORD}){{0,4}}|[a-z0-9-]{{2,30}}\.[a-z]{{2,5}}\b", re.ASCII)
_WORD = re.compile(r"[\w-]{1,40}")
_OWNER = re.compile(r"©\s*(?:(?:19|20)\d\d(?:[—–-](?:19|20)\d\d)?[,\s]*)?([^\W\d][^,|]{1,40}?)(?=[,|]|\.\s|\.?$)")
_PLACE = r"[А-ЯЁ][А-ЯЁа-яё-]+(?:\s[А-ЯЁ][А-ЯЁа-яё-]+){0,2}"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE})\s?(?:[.,]|[—–-])\s?(?:[а-яё]{{5,12}},\s?)?(?P<stamp>[\ue000-\ue0ff]?)(?P<rest>[\s.,—–(/-]{{0,8}})")
_LONGEST_TAIL = 7


@dataclass(frozen=True, slots=True)
class Dateline:
    """What stands before the first sentence: «АСТАНА, 3 марта. /«Хребет»/.»"""

    stamp: stamps.Stamp | None
    source: Source | None


@dataclass(frozen=True, slots=True)
class Names:
    """The names and words of the source lexicon, ready to match."""

    known: dict[str, SourceKind]
    nouns: dict[str, SourceKind]
    bodies: dict[str, tuple[str, str]]
    known_at: re.Pattern[str]
    noun_at: re.Pattern[str]
    cite: re.Pattern[str]
    not_outlet: re.Pattern[str]


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@lexicon.cached
def names() -> Names:
    """The source lexicon; raises LexiconError for a faulty entry."""
    known: dict[str, SourceKind] = dict.fromkeys(page.words("agency"), "agency")
    known |= dict.fromkeys(page.words("outlet"), "outlet")
    nouns: dict[str, SourceKind] = {w.lower(): "agency" for w in page.words("agency-noun")}
    nouns |= {w.lower(): "outlet" for w in page.words("outlet-noun")}
    bodies = {ru.fold(w): (w, entry.get("gender", "masc")) for entry, part in page.entries("official")
              for w in part["forms"]}
    noun = rf"(?:{_any(nouns)})\.?\s"
    cite = "|".join(f"(?P<{kind}>{_any(page.words(kind))})" for kind in ("relay", "told", "link", "statement"))
    return Names(known, nouns, bodies, re.compile(rf"(?:{_any(known)})(?!\w)"), re.compile(noun, re.IGNORECASE),
                 re.compile(rf"(?<!\w)(?:{cite})(?:\s(?:в|на сайте|со страницы))?\s", re.IGNORECASE),
                 re.compile(rf"(?:{_any(page.words('no-outlet-noun'))})\w{{0,3}}\s?$", re.IGNORECASE))


def cited(text: str) -> Iterator[tuple[Source, bool]]:
    """The sources that a run of text cites, in its order, each with whether it tells the news («пишет «Хребет»»)."""
    lexical = names()
    for m in lexical.cite.finditer(text):
        source = name_at(text, m.end())
        sure = source and (source.kind == "official" or source.name in lexical.known
                           or lexical.noun_at.match(text, m.end()))
        if source and (sure or not m["statement"]):
            yield source, bool(m["relay"]) and source.kind != "official"


def name_at(text: str, at: int) -> Source | None:
    """The source named at a place of the text, or None."""
    lexical = names()
    kind: SourceKind | None = None
    if noun := lexical.noun_at.match(text, at):
        kind, at = lexical.nouns[noun[0].strip(" .").lower()], noun.end()
    if m := _QUOTED.match(text, at):
        name = m[1] or m[2] or m[3]
        return Source(nominative(name) if kind else name, kind or lexical.known.get(name, "outlet"))
    if m := lexical.known_at.match(text, at):
        return Source(m[0], lexical.known[m[0]])
    if m := _LATIN.match(text, at):
        return Source(m[0], kind or ("official" if ru.fold(m[0]) in lexical.bodies else "outlet"))
    return _body_at(text, at)


def known(name: str) -> Source | None:
    """The agency or outlet of the lexicon that bears just this name."""
    kind = names().known.get(name)
    return Source(name, kind) if kind else None


def nominative(name: str) -> str:
    """A name of a case that its noun governs («Корр. «Южного меридиана»») in the nominative, where it can be told."""
    words = name.split()
    cases = [{a[2] for a in ru.analyses(ru.fold(w))} for w in words]
    if not words or any("nomn" in c or "gent" not in c for c in cases):
        return name
    gender = next((g for g in ("masc", "femn", "neut") if ru.inflect(words[-1], "nomn", "sing", g)), None)
    return " ".join(ru.inflect(w, "nomn", "sing", gender) or w for w in words) if gender else name


def _body_at(text: str, at: int) -> Source | None:
    """An official body: adjectives, a head of the lexicon, and the genitives that say whose it is."""
    words = [m for _, m in zip(range(_LONGEST_TAIL + 3), _WORD.finditer(text, at, at + 300), strict=False)]
    for k, m in enumerate(words[:3]):
        two = f"{m[0]} {words[k + 1][0]}" if k + 1 < len(words) else ""
        head, length = next(((h, n) for n, w in ((2, two), (1, m[0])) if w and (h := _head(w))), (None, 0))
        if head:
            before = [_adjective(w[0], head[1]) for w in words[:k]]
            last = _tail_end(text, words, k + length - 1)
            own = head[0] if m[0][0].islower() or k else head[0][0].upper() + head[0][1:]
            tail = text[words[k + length - 1].end():last]
            return Source(" ".join([*before, own]) + tail, "official")
        if not _is_adjective(m[0]):
            return None
    return None


def _head(word: str) -> tuple[str, str] | None:
    bodies: dict[str, tuple[str, str]] = names().bodies
    folded = ru.fold(word)
    if folded in bodies:
        return bodies[folded]
    parts = folded.split()
    lemmas = [ru.lemmas(p) for p in parts]
    for name, body in bodies.items():
        if len(name.split()) == len(parts) and all(n in own for n, own in zip(name.split(), lemmas, strict=True)):
            return body
    return None


def _is_adjective(word: str) -> bool:
    return any(a[1] == "ADJF" for a in ru.analyses(ru.fold(word)))


def _adjective(word: str, gender: str) -> str:
    return ru.inflect(word, "nomn", "sing", gender) or word


def _tail_end(text: str, words: list[re.Match[str]], head: int) -> int:
    """Where the name of a body ends: after the genitives and capitals that follow it without a mark."""
    end = reached = words[head].end()
    case = "gent"
    for m in words[head + 1:head + 1 + _LONGEST_TAIL]:
        if text[reached:m.start()].strip():
            break
        reached = m.end()
        if m[0] in ("по", "и"):
            case = "datv" if m[0] == "по" else case
            continue
        readings = ru.analyses(ru.fold(m[0]))
        governed = len(m[0]) > 2 and any(a[2] == case and a[1] in ("NOUN", "ADJF") for a in readings)
        if not (governed or m[0].isupper() and len(m[0]) > 1):
            break
        end = reached
    return end


def dateline(text: str) -> Dateline | None:
    """The dateline that opens the text, or None: a place, then a date or the name of an agency between marks."""
    masked, found = stamps.mask(text[:200])
    m = _DATELINE.match(masked)
    if m is None or not (m["stamp"] or m["place"].isupper()):
        return None
    source = _agency(masked, m.end())
    if not m["stamp"] and source is None:
        return None
    return Dateline(found[stamps.marks(m["stamp"])[0]] if m["stamp"] else None, source)


def _agency(text: str, at: int) -> Source | None:
    """The name in a dateline: between slashes or in brackets, or closed by a stop or a dash."""
    found = name_at(text, at)
    if found is None or found.kind == "official":
        return None
    noun = names().noun_at.match(text, at)
    start = noun.end() if noun else at
    shown = _QUOTED.match(text, start) or names().known_at.match(text, start) or _LATIN.match(text, start)
    if shown is None or not re.match(r"\s?[/).—–]|\s*$", text[shown.end():shown.end() + 2]):
        return None
    return Source(found.name, found.kind if noun or found.name in names().known else "agency")


def quoted(text: str) -> Iterator[Source]:
    """The outlets that a head or foot line names in quotation marks or after ©."""
    lexical = names()
    for m in _QUOTED.finditer(text):
        before = text[:m.start()].rstrip()
        if lexical.not_outlet.search(before):
            continue
        name = m[1] or m[2] or m[3]
        word = before.split()[-1].lower() if before else ""
        kind = lexical.nouns.get(word, lexical.known.get(name, "outlet"))
        yield Source(nominative(name) if word.isalpha() else name, kind)
    if "«" not in text and (owner := _OWNER.search(text)):
        yield Source(owner[1].strip(), "outlet")


def chain(found: Iterable[Source]) -> tuple[Source, ...]:
    """The sources without repetition; of a short and a longer name of one body the longer stays."""
    kept: list[Source] = []
    for source in found:
        name = source.name.casefold()
        same = partial(_same, name)
        twin = next((i for i, k in enumerate(kept) if same(k.name.casefold()) and k.kind == source.kind), None)
        if twin is None:
            kept.append(source)
        elif len(name) > len(kept[twin].name):
            kept[twin] = source
    return tuple(kept)


def _same(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other} ") or other.startswith(f"{one} ")
