"""Russian: words, sentences by razdel, dictionary forms by pymorphy3, syntax by slovnet.

The slovnet models and the navec vectors are the files inside the natasha package; its code is not imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from elchi.languages.ru_mend import mend
from elchi.languages.ru_net import net
from elchi.model import Sentence, Token

LONGEST_WORD = 60
LONGEST_SENTENCE = 120
"""Words, then tokens: what is longer is cut, so that no text costs more than its length."""

_WORD = re.compile(
    rf"\d+(?:[.,:]\d+)*(?:-[^\W\d_]{{1,10}})?|[^\W_][\w\u0300-\u036f\u00ad]{{0,{LONGEST_WORD}}}"
    rf"(?:[-‑'’][^\W_][\w\u0300-\u036f\u00ad]{{0,{LONGEST_WORD}}})*|[^\w\s]|_")
_NOISE = re.compile("[\u00ad\u0300-\u036f]")

def fold(word: str) -> str:
    """The word as the lexicon compares it: lower case, е for ё, no soft hyphens and stress marks."""
    if not word.isascii():
        word = _NOISE.sub("", word.replace("й", "\0").replace("Й", "\0")).replace("\0", "й")
    return word.lower().replace("ё", "е").replace("‑", "-").replace("’", "'")


def spelt(word: str) -> str:
    """The word as the models know it: without soft hyphens."""
    return _NOISE.sub("", word) or word if "\u00ad" in word else word


def tokenize(text: str, offset: int = 0) -> tuple[Token, ...]:
    """The words and marks of `text`, each with its offsets (shifted by `offset`) and dictionary forms."""
    return tuple(Token(m[0], m.start() + offset, m.end() + offset, lemmas(m[0])) for m in _WORD.finditer(text))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of one paragraph lie, [start, end) without white space around, by razdel."""
    from razdel import sentenize

    for found in sentenize(text):
        if found.text:
            yield found.start, found.stop


def cut(sentence: Sentence) -> Iterator[Sentence]:
    """The sentence, or its pieces of LONGEST_SENTENCE tokens where it is longer."""
    tokens = sentence.tokens
    if len(tokens) <= LONGEST_SENTENCE:
        yield sentence
        return
    for i in range(0, len(tokens), LONGEST_SENTENCE):
        part = tokens[i:i + LONGEST_SENTENCE]
        yield replace(sentence, start=part[0].start, end=part[-1].end, tokens=part)


@cache
def _morph() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


def parses(word: str) -> list[Any]:
    """pymorphy3's own analyses of a word; none of one that is not Russian, on which it may break."""
    return list(_morph().parse(word)) if _is_russian(fold(word)) else []


@lru_cache(maxsize=200_000)
def analyses(word: str) -> tuple[tuple[str, str, str, str, str], ...]:
    """pymorphy3's analyses of a folded word: (dictionary form, part of speech, case, number, mood); none where it is
    not Russian."""
    return tuple((p.normal_form.replace("ё", "е"), str(p.tag.POS or ""), str(p.tag.case or ""),
                  str(p.tag.number or ""), str(p.tag.mood or "")) for p in parses(word))


def _is_russian(folded: str) -> bool:
    """Whether the dictionary is worth asking: a word of bearable length that begins with a Cyrillic letter."""
    return len(folded) <= LONGEST_WORD and "а" <= folded[:1] <= "я" and folded.isprintable()


@lru_cache(maxsize=200_000)
def lemmas(word: str) -> frozenset[str]:
    """Every dictionary form that the word may have, folded; of a number or mark, itself."""
    folded = fold(word)
    if not _is_russian(folded):
        return frozenset((folded,))
    found = frozenset(a[0] for a in analyses(folded))
    return found | {folded} if word.isupper() else found


@lru_cache(maxsize=200_000)
def is_known(word: str) -> bool:
    """Whether the dictionary itself holds the folded word, rather than a guess by its ending."""
    return _is_russian(word) and bool(_morph().word_is_known(word))


_POS = {"NOUN": ("NOUN",), "PROPN": ("NOUN", "ADJF"), "ADJ": ("ADJF", "ADJS", "PRTF", "NUMR"),
        "VERB": ("VERB", "INFN", "PRTF", "PRTS", "GRND"), "AUX": ("VERB", "INFN"), "PRON": ("NPRO", "ADJF"),
        "DET": ("ADJF", "NPRO"), "ADV": ("ADVB", "COMP", "PRED"), "ADP": ("PREP",), "NUM": ("NUMR", "ADJF"),
        "PART": ("PRCL", "CONJ"), "CCONJ": ("CONJ",), "SCONJ": ("CONJ",)}
_CASE = {"Nom": ("nomn",), "Gen": ("gent", "gen2"), "Dat": ("datv",), "Acc": ("accs", "acc2"), "Ins": ("ablt",),
         "Loc": ("loct", "loc2")}
_MOOD = {"Ind": "indc", "Imp": "impr"}


@lru_cache(maxsize=200_000)
def lemma(word: str, pos: str, case: str | None, mood: str | None = None) -> str:
    """The dictionary form of `word` that agrees best with the parser's part of speech, case and mood («пришли» came,
    or is an order to send)."""
    folded = fold(word)
    if not _is_russian(folded):
        return folded
    found = analyses(folded)
    kinds, cases = _POS.get(pos, ()), _CASE.get(case or "", ())
    # Of equals the first stays: pymorphy3 puts the likelier analysis first.
    return max(found, key=lambda a: 2 * (a[1] in kinds) + (a[2] in cases) + (a[4] == _MOOD.get(mood or "", "-")))[0]


def inflect(word: str, case: str = "nomn", number: str | None = None, gender: str | None = None) -> str | None:
    """The word set in a case (pymorphy3's names), its capitals kept; None where the dictionary cannot."""
    wanted = {case} | ({number} if number else set()) | ({gender} if gender else set())
    for parse in parses(word):
        form = parse.inflect(wanted)
        if form:
            found = str(form.word)
            return found.capitalize() if word[:1].isupper() else found
    return None


_CASE_NAMES = {name: ud for ud, names in _CASE.items() for name in names}


@lru_cache(maxsize=200_000)
def _cases(word: str) -> frozenset[str]:
    folded = fold(word)
    found = analyses(folded) if _is_russian(folded) else ()
    return frozenset(_CASE_NAMES[a[2]] for a in found if a[2] in _CASE_NAMES)


def _pos(word: str, pos: str) -> str:
    """The parser's part of speech, save that a capitalised word that can only be a noun is no adjective."""
    if pos != "ADJ" or not word[:1].isupper() or not _is_russian(fold(word)):
        return pos
    return "PROPN" if {a[1] for a in analyses(fold(word))} == {"NOUN"} else pos


def _feats(word: str, pos: str, feats: Mapping[str, str]) -> Mapping[str, str]:
    """The parser's features, the case mended where the dictionary allows one other case alone."""
    if pos in ("NOUN", "PROPN") and "Case" in feats and len(word) <= LONGEST_WORD:
        possible = _cases(word)
        if len(possible) == 1 and feats["Case"] not in possible:
            return {**feats, "Case": next(iter(possible))}
    return feats


@lru_cache(maxsize=2_000)
def _tag(tag: str) -> tuple[str, Mapping[str, str]]:
    """Part of speech and features of a morphological tag («NOUN|Case=Nom|…»)."""
    pos, *feats = tag.split("|")
    return pos, dict(f.split("=", 1) for f in feats)


def parse(found: Sequence[Sentence]) -> list[Sentence]:
    """The sentences with the syntax of their words filled in."""
    words = [[spelt(t.text) for t in s.tokens] for s in found]
    return [replace(sentence, tokens=mend([_parsed(token, *_tag(tag), head, rel) for token, tag, head, rel
                                           in zip(sentence.tokens, tags, *tree, strict=True)]))
            for sentence, tags, tree in zip(found, net().morph(words), net().syntax(words), strict=True)]


def _parsed(token: Token, pos: str, feats: Mapping[str, str], head: int, rel: str) -> Token:
    kind, form = _pos(token.text, pos), lemma(token.text, pos, feats.get("Case"), feats.get("Mood"))
    return Token(token.text, token.start, token.end, token.lemmas, form, head - 1, rel, kind,
                 _feats(token.text, kind, feats))
