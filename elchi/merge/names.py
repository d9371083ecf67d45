"""Names of persons: what the words of a name are, how two names agree, and the keys that a name is filed under."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from elchi.merge.sounds import NUMERAL, Readings, apart, one_syllable, readings, same_letter, skeletons

MOST_WORDS, LONGEST_WORD = 12, 40
"""Words of a name and letters of a word: what is longer is cut, so that no name costs more than its length."""
WHOLE, MORE, PART = "whole", "more", "part"
"""How names agree: word for word; the given name and another word, though one tells more; a part of one is the other.
"""

FAR = 1.1
"""How far apart the words of two names may sound together that are one."""
TURNED = 0.3
"""How far apart two names may sound of which one has the family name first."""
COMMON = frozenset(sound for name in (
    "абдалла", "абдуллаев", "али", "алиев", "ахмад", "ахмед", "браун", "ван", "гарсия", "гонсалес", "гусейнов",
    "джонс", "джонсон", "ибрагим", "иванов", "исмаил", "исмаилов", "каримов", "ким", "ли", "лопес", "лю", "мамедов",
    "мартинес", "махмуд", "миллер", "мохаммед", "мустафа", "новак", "омар", "осман", "пак", "перес", "петров",
    "попов", "рахимов", "рахман", "родригес", "саид", "салем", "салех", "сантос", "силва", "сингх", "смит",
    "уильямс", "фернандес", "хамад", "хан", "хасан", "хусейн", "цой", "чан", "чен", "чжан", "шарма", "шах", "юсуф")
    for sound in readings(name))
"""Family names that so many bear that they tell little, as they sound."""

_TOKEN = re.compile(r"([-‑–]?)([^\W\d_]+(?:['’ʻʼ`][^\W\d_]+)*)(\.?)")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u0301]")
_ROMAN = re.compile("[IVX]+$")
_PARTICLES = frozenset((
    "аль", "эль", "ас", "ад", "ан", "ат", "аш", "ар", "аз", "уль", "бен", "бин", "бинт", "бинти", "ибн", "оф", "фон",
    "цу", "дер", "ден", "дем", "ван", "тер", "де", "да", "ди", "до", "ду", "дос", "дас", "дель", "делла", "ла", "ле",
    "ль", "эт", "al", "el", "as", "ad", "an", "at", "ash", "ar", "az", "ul", "bin", "ben", "ibn", "bint", "binti",
    "of", "von", "zu", "der", "den", "dem", "van", "ter", "de", "da", "di", "do", "du", "dos", "das", "del", "della",
    "la", "le", "et"))
_JOINED = frozenset(("аль", "эль", "фон", "дер", "бин", "ибн", "al", "el", "von", "der", "bin", "ibn"))
"""Particles that are no one's name, so that a name may begin with them."""
_ARTICLE = re.compile(r"\b(Al|El|As|Ad|An|At|Ash|Ar|Az)(?=[A-Z][a-z])")
_CHAIN = frozenset(("бен", "бин", "бинт", "бинти", "ибн", "bin", "ben", "ibn", "bint", "binti"))
"""Particles before a father's name."""
_HONOURS = frozenset((
    "мулла", "сейед", "сейид", "сеид", "шейх", "шейха", "сэр", "mullah", "seyed", "seyyed", "sayyid", "sayyed",
    "sheikh", "sheikha", "shaikh", "sir"))
_YOUNGER = {**dict.fromkeys(("мл", "младший", "jr", "junior"), "JR"),
            **dict.fromkeys(("ст", "старший", "sr", "senior"), "SR")}
_SON_OF = frozenset((
    "оглы", "оглу", "кызы", "гызы", "улы", "уулу", "ұлы", "қызы", "ogly", "oglu", "oghlu", "kyzy", "gizi", "qizi",
    "uly", "uulu", "ugli", "ogli"))
_SERVANT = frozenset((
    "абд", "абдаль", "абдель", "абдул", "абдуль", "абдур", "abd", "abdal", "abdel", "abdoul", "abdul", "abdur"))
"""The first word of «Абд аль-Рахман», which is one name."""
_VOWELS = frozenset("аеёиоуыэюяіөүұәaeiouy")
_PATRONYMIC = re.compile("(?:[oe]?v)?iC$|(?:[oe]v|i[cC])na$|(?<=..)(?:uli|kizi)$")
_FAMILY = re.compile("(?<=....)(?:[oe]va?|ski|skaia|enko|svili)$")
"""How family names end that may stand before the given one («Кошербаев Ермек»)."""


@dataclass(frozen=True, slots=True)
class Name:
    """The words of a name, given names first; a numeral counts as a word. `initials` are first sounds, `father` is what
    a patronymic is made of, `particles` are the small words left out; `turned` is a name written family name first."""

    words: tuple[Readings, ...]
    initials: tuple[str, ...] = ()
    father: Readings = ()
    particles: frozenset[str] = frozenset()
    turned: bool = False

    @property
    def full(self) -> bool:
        """Whether it has a given and a family name."""
        return len(self.words) > 1

    @property
    def chain(self) -> bool:
        """Whether a father's name stands among its words («бен Заид»)."""
        return not _CHAIN.isdisjoint(self.particles)

    @property
    def rank(self) -> tuple[int, int]:
        """How much of a name it is: how many words, and, of as many, whether there are initials or a patronymic."""
        return len(self.words), len(self.initials) + MOST_WORDS * bool(self.father)

    @property
    def family(self) -> Readings:
        """The last word that is no numeral."""
        return next((w for w in reversed(self.words) if not w[0].startswith(NUMERAL)), self.words[-1])


class _Token(NamedTuple):
    text: str
    dot: bool
    joined: bool

    @property
    def small(self) -> str:
        return self.text.lower()

    @property
    def initial(self) -> bool:
        """Whether it is a letter for a name: «К.», «Дж.», a consonant without a dot; «И» of «Ван И» is a name."""
        return (self.dot and len(self.text) < 4) or (
            len(self.text) == 1 and self.text.isupper() and self.small not in _VOWELS)


@lru_cache(maxsize=50_000)
def parse(name: str) -> Name:
    """The words of a name as they sound; none where it has no letters."""
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", name[:MOST_WORDS * LONGEST_WORD]))
    family, comma, given = text.partition(",")
    tokens = [_Token(m[2][:LONGEST_WORD], bool(m[3]), bool(m[1]))
              for m in _TOKEN.finditer(_ARTICLE.sub(r"\1-", f"{given} {family}" if comma else text))][:MOST_WORDS]
    particles = frozenset(t.small for i, t in enumerate(tokens) if _is_particle(tokens, i))
    words, father, behind = _words([t for i, t in enumerate(tokens) if not _is_particle(tokens, i) and not t.initial])
    turned = len(words) > 1 and (behind or _ends_family(words[0]) and not _ends_family(words[-1]))
    return Name(tuple(words[1:] + words[:1] if turned else words),
                tuple(sounds[0][0] for t in tokens if t.initial and (sounds := readings(t.text))),
                tuple(_PATRONYMIC.sub("", sound) for sound in father), particles, turned or bool(comma))


def _is_particle(tokens: Sequence[_Token], i: int) -> bool:
    """Whether a token that others follow is a particle or an honour; «Ван» of «Ван И» is a name."""
    token, after = tokens[i], tokens[i + 1:i + 2]
    if token.dot or not after:
        return False
    if token.small in _HONOURS:
        return not i
    return token.small in _PARTICLES and (bool(i) or after[0].joined or token.text.islower() or token.small in _JOINED
                                          or after[0].small in _PARTICLES)


def _words(tokens: Sequence[_Token]) -> tuple[list[Readings], Readings, bool]:
    """The words that tokens are, the patronymic among them, and whether it stood last, behind the given name."""
    words: list[Readings] = []
    father: Readings = ()
    at, held = -1, ""
    for i, token in enumerate(tokens):
        if words and token.small in _SON_OF:
            at, father = len(words) - 1, words.pop()
        elif words and (numeral := _YOUNGER.get(token.small) or _ROMAN.match(token.text) and token.text):
            words.append((NUMERAL + numeral,))
        elif token.small in _SERVANT and i + 1 < len(tokens):
            held = token.text
        elif sounds := readings(held + token.text):
            words.append(sounds)
            held = ""
    if not father and len(words) > 2:
        at = next((i for i, word in enumerate(words) if i and _PATRONYMIC.search(word[0])), -1)
        father = words.pop(at) if at > 0 else ()
    return words, father, at == len(words)


def _ends_family(word: Readings) -> bool:
    return bool(_FAMILY.search(word[0]))


def agree(a: Name, b: Name) -> tuple[str, float] | None:
    """How two names agree, WHOLE, MORE or PART, and how far they sound apart; None where they are of two persons."""
    a, b = sorted((a, b), key=lambda n: n.rank)
    if not a.words or not _initials_allow(a, b) or (a.father and b.father and apart(a.father, b.father) is None):
        return None
    if not a.full:
        return _alone(a, b)
    costs = [_together(a.words, b.words)]
    if not (a.particles or b.particles or any(COMMON.intersection(word) for word in a.words + b.words)):
        turned = _together(a.words, b.words[::-1])
        costs.append(turned if turned is not None and turned <= TURNED else None)
    costs.append(_together((a.words[0], _run_on(a.words[1:])), (b.words[0], _run_on(b.words[1:]))))
    if told := [cost for cost in costs if cost is not None]:
        return WHOLE if a.rank[1] == b.rank[1] else MORE, min(told)
    return _within(a, b)


def _together(a: Sequence[Readings], b: Sequence[Readings]) -> float | None:
    """How far words sound apart, one by one; None where two of them, or their numbers, do not agree."""
    if len(a) != len(b):
        return None
    total = 0.0
    for x, y in zip(a, b, strict=True):
        if (cost := apart(x, y)) is None:
            return None
        total += cost
    return total if total <= FAR else None


def _run_on(words: Sequence[Readings]) -> Readings:
    """Words as one: «Ли Чжэ Мён» is also written «Ли Чжэмён», «Тахт-Раванчи» also «Тахтраванчи»."""
    return "".join(w[0] for w in words), "".join(w[-1] for w in words)


def _alone(a: Name, b: Name) -> tuple[str, float] | None:
    """A family name alone or with initials beside another name; one of one syllable may stand first («Ким»)."""
    cost = apart(a.words[0], b.family)
    if cost is None and b.full and one_syllable(b.words[0]):
        cost = apart(a.words[0], b.words[0])
    if cost is None:
        return None
    return WHOLE if a.rank == b.rank else PART, cost


def _within(a: Name, b: Name) -> tuple[str, float] | None:
    """All words of one name in the order in which the other, which has more, has them. A father's name is no family
    name and no given name: «Джабер бен Самех Шукри» is neither «Джабер Самех» nor «Самех Шукри»."""
    total, at = 0.0, list[int]()
    for word in a.words:
        after = at[-1] + 1 if at else 0
        costs = [apart(word, other) for other in b.words[after:]]
        hit = next((i for i, cost in enumerate(costs) if cost is not None), None)
        if hit is None:
            return None
        total += costs[hit] or 0.0
        at.append(after + hit)
    ends = at[-1] == len(b.words) - 1
    if at[0] == 0:
        return (MORE, total) if ends or a.chain or not b.chain or a.family != a.words[-1] else None
    return (PART, total) if ends and not b.chain else None


def _initials_allow(a: Name, b: Name) -> bool:
    """Whether the initials of two names, of which `b` tells more, may be of one person."""
    if a.initials and b.initials:
        return all(map(same_letter, a.initials, b.initials))
    if not a.initials or not b.full:
        return True
    letters = [word[0][0] for word in (*b.words[a.full:-1], b.father) if word]
    known = iter(letters)
    if not a.full and not same_letter(a.initials[0], next(known)):
        return False
    rest = a.initials[not a.full:]
    return not (b.father or a.full and letters) or all(any(same_letter(one, k) for k in known) for one in rest)


@lru_cache(maxsize=50_000)
def families(name: str) -> frozenset[str]:
    """The consonants of what may be the family name, as coarsely as systems of writing differ: two names that agree
    have one of these in common, or one of `pairs`."""
    told = parse(name)
    if not told.words:
        return frozenset({"?"})
    sounds = {*told.family}
    if len(told.words) > 2:
        sounds.add(told.words[-2][0] + told.words[-1][0])
    if one_syllable(told.words[0]):
        sounds.update(told.words[0])
    return frozenset(key for sound in sounds for key in skeletons(sound))


@lru_cache(maxsize=50_000)
def pairs(name: str) -> frozenset[str]:
    """The consonants of the first two words, in whatever order and still more coarsely; none of a family name alone."""
    told = parse(name)
    if not told.full:
        return frozenset()
    first, second = ({key.replace("s", "k") for key in skeletons(word[0])} for word in told.words[:2])
    return frozenset("+".join(sorted((a, b))) for a in first for b in second)
