"""Words of names as they sound: one writing for all scripts and spellings, and how far two words sound apart.

A word is transliterated and written a letter for a sound; the sounds are then compared by what the letters of one
system of writing become in another. «Қасым», «Касым» and "Kassym" sound alike, «Хасан» and «Хусейн» do not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate, product

from anyascii import anyascii
from rapidfuzz.distance import Levenshtein

Readings = tuple[str, ...]
"""The ways a word may sound: first as it stands, then in the nominative or by another system of writing."""
NUMERAL = "#"
"""Before the numeral of a ruler, II, or what tells a son from his father: such a word has no sound."""
VOWELS = frozenset("aeiou")
LOST = VOWELS | {"h", "j"}
"""Sounds that one writing has within a word and another leaves out."""

_CYRILLIC = re.compile("[\u0400-\u052f]")
_RESPELT = str.maketrans({"қ": "к", "ҷ": "дж", "ə": "a"})
"""Letters that Russian spells otherwise than their transliteration would have it."""
_ENDING = re.compile("(?<=...)(?:[ое]го|[ое]му|[аыо]я|[иыоеё]м|[оеыи]й|[оеи]ю|[аяуюеыий])$")
"""What the cases of Russian add to a name; also to one that stands in the nominative and ends so by itself."""
_SERVANT = re.compile("abd(?:[aeou]+(?:l|r(?=r))?)?(?=[a-z]{3})")
"""«Абдуррахман», «Абд аль-Рахман», «Абдель Рахман» are one name."""
_CUSTOM = {"ban": "pan", "charles": "charlz", "choe": "chkhve", "choi": "chkhve", "george": "dzhordzh",
           "giorgia": "dzhordzha", "ishaq": "iskhak", "jacques": "zhak", "jae": "chzhe", "james": "dzheims",
           "jean": "zhan", "jong": "chen", "kyung": "gyon", "leyen": "lyayen", "michael": "maikl", "mike": "maik",
           "park": "pak", "peter": "piter", "stephen": "stiven", "steve": "stiv", "steven": "stiven",
           "takaichi": "takaiti", "trump": "tramp", "un": "yn"}
"""Names whose usual spelling in Latin letters does not follow the sound that Russian gives them."""
_LETTERS = {"chzh": "J", "shch": "S", "tsch": "C", "dsch": "J", "tch": "C", "sch": "S", "dzh": "J", "tsz": "T",
            "tts": "T", "zh": "J", "dj": "J", "ch": "C", "sh": "S", "kh": "h", "gh": "g", "ph": "f", "th": "t",
            "ts": "T", "tz": "T", "dz": "z", "sz": "s", "ck": "k", "ks": "X", "ee": "i", "oo": "u", "ou": "u",
            "ohn": "on"}
_DIGRAPH = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)))
_RUN = re.compile(r"(.)\1+")
_SMOOTHED = tuple((needle, re.compile(pattern), by) for needle, pattern, by in (
    ("uo", "(?<=.)uo", "o"), ("w", "(?<=[aeo])w(?=[^aeiouy])", "u"), ("w", "w", "v"), ("y", "y", "i"),
    ("ng", "ng(?![aeiou])", "n"), ("iu", "(?<=[cjqsxzCJST])iu", "u"), ("", _RUN.pattern, r"\1"),
    ("i", "(?<=[aeou])i(?=[aeou])|^i(?=[aeou])", ""), ("u", "u(?=[aeiou])", "v"), ("", _RUN.pattern, r"\1")))
"""What is smoothed, in this order, in a word that has the first."""
_ARTICLE = re.compile("al(?=[^aeiou].{4})")
_ONE_SYLLABLE = re.compile("[^aeiou]*[aeiou]*[^aeiou]*$")

_NEAR = {pair: cost for cost, pairs in {
    0.1: "ck cs cT cC cJ cj qk qg xh xs xX jJ", 0.2: "xk jT jC qC qT ji JC hg ou", 0.25: "sS zT",
    0.3: "kg kh sz zJ sT sC SC SJ TC Ck Ch gJ gj jh dt bp vf uv ae ei ao oe",
    0.65: "eu io iu", 0.9: "ai au"}.items() for two in pairs.split() for pair in ((two[0], two[1]), (two[1], two[0]))}
"""What it costs that one sound stands for another; of all other pairs, 1."""
FIRST = 1.5
"""How much more a consonant counts that a word begins with: «Зайд» is not «Саид»."""
NEAR_LETTERS = 0.2
"""What it may cost at most that one initial stands for another."""
_LIMITS = (0.0, 0.11, 0.26, 0.31, 0.41, 0.61, 0.81, 0.81, 0.81, 1.11)
"""How far words of so many sounds, or more, may lie apart and be one."""
_MOST_CHANGES = 4
"""How many sounds may differ at all."""

_CLASS = {**dict.fromkeys("kghX", "k"), **dict.fromkeys("szSJTC", "s"), **dict.fromkeys("fv", "f"),
          **dict.fromkeys("bp", "p"), **dict.fromkeys("dt", "t"), **{c: c for c in "lrmn"}}
_AMBIGUOUS = {"c": "ks", "x": "ks", "q": "ks", "j": "s"}
"""The classes of consonants that a Latin letter may stand for in one system or another."""
_MUTE = re.compile("(?<=[aeiou])h$")


def latin(word: str) -> str:
    """The word in the letters a to z."""
    return re.sub("[^a-z]", "", anyascii(word).lower())


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """How a word sounds, a letter for a sound: small ones as in English, J is zh, C ch, S sh, T ts, X ks."""
    plain = latin(word)
    plain = _SERVANT.sub("abd", _CUSTOM.get(plain, plain))
    plain = _DIGRAPH.sub(lambda m: _LETTERS[m[0]], plain)
    for needle, pattern, by in _SMOOTHED:
        if needle in plain:
            plain = pattern.sub(by, plain)
    return plain


@lru_cache(maxsize=100_000)
def readings(word: str) -> Readings:
    """The ways a word of a name may sound; none where it has no letters that sound."""
    word = word.lower().translate(_RESPELT)
    if _CYRILLIC.search(word):
        sounds = [sound(word), sound(_ENDING.sub("", word)), sound(word.replace("ё", "йо"))]
    else:
        sounds = [sound(word), sound(latin(word).replace("j", "y")), sound(word).replace("C", "k"),
                  sound(latin(word).replace("th", "s")), sound(word.removesuffix("e"))]
    sounds += [s[2:] for s in sounds if _ARTICLE.match(s)]
    return tuple(dict.fromkeys(s for s in sounds if s))


def one_syllable(word: Readings) -> bool:
    """Whether a word has one syllable, as have the family names of the far East, which stand first."""
    return bool(_ONE_SYLLABLE.match(word[0]))


@lru_cache(maxsize=200_000)
def apart(a: Readings, b: Readings) -> float | None:
    """How far two words sound apart, 0 where alike; None where they are two words."""
    if NUMERAL in a[0] + b[0]:
        return 0.0 if a == b else None
    costs = [cost for x in a for y in b if (cost := _distance(x, y)) is not None]
    return min(costs, default=None)


def _distance(a: str, b: str) -> float | None:
    """The least cost of making one word of the other; None where it is more than words so long may differ."""
    if a == b:
        return 0.0
    limit = _LIMITS[min(max(len(a), len(b)), len(_LIMITS) - 1)]
    if Levenshtein.distance(a, b, score_cutoff=_MOST_CHANGES) > _MOST_CHANGES:
        return None
    losses = [_loss(b, j) for j in range(len(b))]
    row = list(accumulate(losses, initial=0.0))
    for i, x in enumerate(a):
        gone, before = _loss(a, i), row
        row = [row[0] + gone]
        for j, y in enumerate(b):
            swap = 0.0 if x == y else _NEAR.get((x, y), 1.0) * (1 if i or j or x in VOWELS or y in VOWELS else FIRST)
            row.append(min(before[j] + swap, before[j + 1] + gone, row[j] + losses[j]))
        if min(row) > limit:
            return None
    return row[-1] if row[-1] <= limit else None


def _loss(word: str, at: int) -> float:
    """What it costs that a sound is not there: little for a vowel beside another or at the end."""
    if not at or word[at] not in LOST:
        return 1.0
    if word[at] not in VOWELS:
        return 0.4
    if LOST & {word[at - 1], *word[at + 1:at + 2]}:
        return 0.35
    return 0.4 if at == len(word) - 1 else 0.5


def same_letter(a: str, b: str) -> bool:
    """Whether two initials, or an initial and the first sound of a name, may be one."""
    return a == b or (not {a, b} <= VOWELS and _NEAR.get((a, b), 1.0) <= NEAR_LETTERS)


@lru_cache(maxsize=100_000)
def skeletons(word: str) -> frozenset[str]:
    """The classes of the consonants of a sound, a for a vowel that it begins with; several where a letter is ambiguous.
    """
    if word.startswith(NUMERAL):
        return frozenset({word})
    word = _MUTE.sub("", word)
    unsure = sorted(_AMBIGUOUS.keys() & set(word))
    found = set()
    for chosen in product(*(_AMBIGUOUS[c] for c in unsure)):
        classes = {**_CLASS, **dict(zip(unsure, chosen, strict=True))}
        found.add(_RUN.sub(r"\1", "a" * (word[:1] in VOWELS) + "".join(classes.get(c, "") for c in word)))
    return frozenset(found)
