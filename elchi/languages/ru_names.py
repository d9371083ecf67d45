"""Personal names in Russian: where they stand, in what case, and their nominative.

Spans come from slovnet's tagger (the model file inside the natasha package); names that pymorphy3 knows are declined
by it, the others by their endings, which in Russian tell the case of most foreign names too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from elchi.languages.ru import fold, is_known, parses
from elchi.languages.ru_net import net

_CASES = {"nomn": "Nom", "gent": "Gen", "datv": "Dat", "accs": "Acc", "ablt": "Ins", "loct": "Loc"}
_GENDERS = {"masc": "Masc", "femn": "Fem"}
_VOWELS = "аеёиоуыэюя"
_LINKERS = frozenset(("аль", "ас", "ад", "ан", "ат", "аш", "ар", "аз", "эль", "бен", "бин", "бинт", "бинти", "ибн",
    "бану", "абу"))
PARTICLES = frozenset(("бен", "бин", "бинт", "бинти", "ибн", "абу", "аль", "эль", "ас", "ад", "фон", "цу", "дер",
    "ден", "ван", "де", "да", "ди", "до", "ду", "дос", "дас", "дель", "делла", "ла", "ле", "лос", "оглы", "кызы",
    "гызы", "улы", "уулу", "заде", "ва", "ага", "хан", "бей", "оль"))
"""Words written small within a name."""
GOVERNED = {**dict.fromkeys(("у", "от", "до", "из", "для", "без", "против", "кроме"), ("Gen",)),
            **dict.fromkeys(("к", "ко", "по", "благодаря"), ("Dat",)), **dict.fromkeys(("о", "об", "при"), ("Loc",)),
            "с": ("Ins",), "со": ("Ins",), "перед": ("Ins",), "между": ("Ins",), "на": ("Acc",), "через": ("Acc",)}
"""The cases that prepositions before a name ask for."""
_FIXED = ("швили", "дзе", "оглу", "чилу", "али", "ули", "улу", "улы", "заде", "зода", "зада", "еи", "аи", "ани",
          "яху", "кчи", "эру")
"""Endings of Georgian, Turkic and Persian names that look declined and are not («Эмомали», «Гурбангулы»)."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a word of a name may be: its nominative, the case it stands in (UD's name), the gender, how sure."""

    nominative: str
    case: str
    gender: str
    weight: float


# (ending, what it becomes, case, gender, weight); a stem of less than two letters is no stem.
_ENDINGS: tuple[tuple[str, str, str, str, float], ...] = (
    ("ского", "ский", "Gen", "Masc", 2), ("скому", "ский", "Dat", "Masc", 2), ("ским", "ский", "Ins", "Masc", 2),
    ("ском", "ский", "Loc", "Masc", 2), ("ской", "ская", "Gen", "Fem", 2), ("ской", "ская", "Dat", "Fem", 2),
    ("ской", "ская", "Ins", "Fem", 2), ("скую", "ская", "Acc", "Fem", 2),
    ("овым", "ов", "Ins", "Masc", 2), ("евым", "ев", "Ins", "Masc", 2), ("ёвым", "ёв", "Ins", "Masc", 2),
    ("иным", "ин", "Ins", "Masc", 2), ("ыным", "ын", "Ins", "Masc", 2),
    ("овой", "ова", "Gen", "Fem", 1.9), ("овой", "ова", "Dat", "Fem", 1.9), ("овой", "ова", "Ins", "Fem", 1.9),
    ("евой", "ева", "Gen", "Fem", 1.9), ("евой", "ева", "Dat", "Fem", 1.9), ("евой", "ева", "Ins", "Fem", 1.9),
    ("ову", "ова", "Acc", "Fem", 1.2), ("еву", "ева", "Acc", "Fem", 1.2),
    ("ом", "", "Ins", "Masc", 1.5), ("ем", "", "Ins", "Masc", 1.2), ("у", "", "Dat", "Masc", 1.3),
    ("а", "", "Gen", "Masc", 1), ("а", "", "Acc", "Masc", 1), ("е", "", "Loc", "Masc", 0.8),
    ("я", "ь", "Gen", "Masc", 1), ("я", "ь", "Acc", "Masc", 1), ("ю", "ь", "Dat", "Masc", 1.2),
    ("ем", "ь", "Ins", "Masc", 1.3), ("ы", "а", "Gen", "", 1.4), ("и", "а", "Gen", "", 0.8), ("и", "я", "Gen", "", 0.9),
    ("е", "а", "Dat", "", 1), ("е", "а", "Loc", "", 0.9), ("у", "а", "Acc", "", 1), ("ой", "а", "Ins", "", 1.4),
    ("ю", "я", "Acc", "", 1), ("ей", "я", "Ins", "", 1.2), ("е", "я", "Dat", "", 0.9),
    ("а", "а", "Nom", "", 1), ("я", "я", "Nom", "", 1),
)


@lru_cache(maxsize=50_000)
def forms(word: str) -> tuple[Form, ...]:
    """What `word` (no hyphen) may be as a word of a name; an indeclinable one gives nothing."""
    if word.lower().endswith(_FIXED):
        return ()
    return _known(word) or tuple(_guessed(word))


@lru_cache(maxsize=50_000)
def _known(word: str) -> tuple[Form, ...]:
    return tuple(_from_dictionary(word))


def _from_dictionary(word: str) -> Iterator[Form]:
    for p in parses(word):
        tag = p.tag
        if not (p.is_known and {"Name", "Surn", "Patr"} & set(tag.grammemes) and tag.number == "sing"):
            continue
        nominative = p.inflect({"nomn", "sing"})
        if nominative and tag.case in _CASES and "Fixd" not in tag:
            weight = 2.0 if "Name" in tag or "Patr" in tag else 1.8
            yield Form(_cased(nominative.word, word), _CASES[tag.case], _GENDERS.get(tag.gender, ""), weight)


def _guessed(word: str) -> Iterator[Form]:
    small = word.lower()
    if small[-1:] not in _VOWELS:
        yield Form(word, "Nom", "Masc", 0.4 if small.endswith(("ом", "ем", "ой", "овым", "евым", "иным")) else 1)
    for ending, nominative, case, gender, weight in _ENDINGS:
        stem = word[:len(word) - len(ending)]
        if len(stem) > 1 and small.endswith(ending) and _joins(stem[-1].lower(), ending, nominative):
            yield Form(_joined(stem, nominative), case, gender, weight)


def _joins(before: str, ending: str, nominative: str) -> bool:
    """Whether a stem that ends in the letter `before` can take the ending: hard, soft and vowel stems differ."""
    if len(ending) > 2:
        return True
    if nominative == "ь":
        return before in _VOWELS or before in "лнрт"
    if nominative == "а" and ending == "и":
        return before in "кгхжчшщ"
    if nominative == "я":
        return before in _VOWELS or before in "йь"
    if nominative == "" and ending == "ем":
        return before in "жчшщц"
    return before not in _VOWELS + "ьй"


def _joined(stem: str, nominative: str) -> str:
    return stem + ("й" if nominative == "ь" and stem[-1].lower() in _VOWELS else nominative)


def _cased(word: str, like: str) -> str:
    return word.upper() if like.isupper() and len(like) > 1 else word.capitalize() if like[:1].isupper() else word


@lru_cache(maxsize=50_000)
def likely(word: str) -> bool:
    """Whether pymorphy3 takes the word for a first name, a patronymic or a family name, known or by its ending."""
    return any({"Name", "Surn", "Patr"} & set(p.tag.grammemes) for p in parses(_last_part(word)))


@lru_cache(maxsize=50_000)
def first_name(word: str) -> bool:
    """Whether pymorphy3's dictionary holds the word as a first name and as nothing else that is a name."""
    tags = [p.tag for p in parses(word) if p.is_known]
    return bool(tags) and "Name" in tags[0] and not any("Surn" in t for t in tags)


@lru_cache(maxsize=50_000)
def first_name_cases(word: str) -> frozenset[str]:
    """The cases in which a first name that pymorphy3 knows may stand; none for other words."""
    return frozenset(f.case for f in _known(word)) if first_name(word) else frozenset()


@lru_cache(maxsize=50_000)
def in_dictionary(word: str) -> bool:
    """Whether pymorphy3's dictionary holds the word, or each part of it."""
    return all(is_known(part) for part in word.lower().split("-"))


def small(word: str) -> bool:
    """Whether a word written small may stand within a name («бен», «аль-Хулейфи»)."""
    head, dash, tail = word.partition("-")
    return word in PARTICLES or bool(dash and head in _LINKERS and tail[:1].isupper())


def case_scores(words: Sequence[str], votes: Sequence[tuple[str, float]] = ()) -> dict[str, float]:
    """How well a name fits each case (UD's names); `votes` are cases that the words around speak for, with weights."""
    score = dict.fromkeys(("Nom", "Gen", "Dat", "Acc", "Ins", "Loc"), 0.0)
    for word in words:
        best: dict[str, float] = {}
        for form in forms(_last_part(word)) if word.lower() not in PARTICLES else ():
            best[form.case] = max(best.get(form.case, 0.0), form.weight)
        for case, weight in best.items():
            score[case] += weight
    for case, weight in votes:
        if case in score:
            score[case] += weight
    return score


def likely_case(words: Sequence[str], votes: Sequence[tuple[str, float]] = ()) -> str:
    """The case in which a name stands, the best of `case_scores`."""
    score = case_scores(words, votes)
    return max(score, key=lambda c: score[c])


def fits(words: Sequence[str], case: str) -> bool:
    """Whether a name can stand in `case`: its first word that declines allows it, or none declines."""
    for word in words:
        found = forms(_last_part(word))
        if found and word.lower() not in PARTICLES:
            return any(f.case == case for f in found)
    return True


def gender(words: Sequence[str]) -> str:
    """Masc or Fem where a word of the name that pymorphy3 knows tells it, else an empty text."""
    for word in words:
        known = {f.gender for f in _known(_last_part(word))} - {""}
        if len(known) == 1:
            return known.pop()
    return ""


def nominative(words: Sequence[str], case: str, sex: str = "") -> str:
    """The name, of which `words` stand in `case`, set in the nominative; what cannot stand in `case` is left alone."""
    sex = sex or gender(words)
    last = len(words) - 1
    return " ".join(w if i == last > 0 and _oblique_only(w) else _word(w, case, sex) for i, w in enumerate(words))


def _oblique_only(word: str) -> bool:
    """Whether a family name in «-и» is better left alone: foreign ones («Муттаки») do not decline."""
    return word.endswith("и") and not any(_known(_last_part(word)))


def _word(word: str, case: str, sex: str) -> str:
    if case == "Nom" or word.lower() in PARTICLES:
        return word
    parts = word.split("-")
    return "-".join(p if p.lower() in _LINKERS or len(p) < 2 else _part(p, case, sex) for p in parts)


def _part(word: str, case: str, sex: str) -> str:
    found = [f for f in forms(word) if f.case == case]
    if not found:
        return word
    agreeing = [f for f in found if not sex or f.gender in ("", sex)]
    # A woman's name in a consonant stays as it is: «Виктории Нуланд».
    if not agreeing:
        return word
    return max(agreeing, key=lambda f: (f.gender == sex, f.weight)).nominative


def _last_part(word: str) -> str:
    return word.rsplit("-", 1)[-1]


@lru_cache(maxsize=50_000)
def keys(word: str) -> frozenset[str]:
    """Every nominative that a word of a name may have, folded: two words with a key in common may be one name."""
    head, dash, tail = word.rpartition("-")
    found = {fold(head + dash + n) for n in {f.nominative for f in forms(tail)} | {tail}}
    return frozenset(found | {k.rstrip("ь") for k in found})


def persons(sentences: Sequence[Sequence[str]]) -> Iterator[list[tuple[int, int]]]:
    """Where the names of persons lie in each list of words, as first and last word, by slovnet's tagger."""
    for kinds in net().names(sentences):
        spans: list[tuple[int, int]] = []
        for i, kind in enumerate(kinds):
            if kind == "B-PER" or (kind == "I-PER" and not (spans and spans[-1][1] == i - 1)):
                spans.append((i, i))
            elif kind == "I-PER":
                spans[-1] = (spans[-1][0], i)
        yield spans
