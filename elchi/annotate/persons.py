"""The persons of a report: every mention of a name gathered under one person, the name set in the nominative."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from elchi.annotate import leaders, names
from elchi.annotate.appositions import Link, cases
from elchi.annotate.names import Name
from elchi.languages import ru_names
from elchi.model import Sentence


@dataclass(slots=True)
class Person:
    """Someone named: where (sentence, name), the offices told (sentence, link), how often each reading of the name."""

    readings: Counter[tuple[str, ...]]
    mentions: list[tuple[int, Name]] = field(default_factory=list)
    links: list[tuple[int, Link]] = field(default_factory=list)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name in the nominative: the longest reading, of equals the commonest, then the first."""
        best = max(self.readings, key=lambda w: (len(w[0]) > 1, len(w), self.readings[w]))
        # «Вадефулом» hides what the bare nominative shows: «Вадефуль».
        soft = (best[-1] + "ь",)
        return best[:-1] + soft if soft in self.readings else best

    @property
    def name(self) -> str:
        *given, family = leaders.spelled(self.words, {w for _, name in self.mentions for w in name.words})
        return " ".join([*(f"{w}." if len(w) == 1 else w for w in given), family])


def gather(sentences: Sequence[Sentence], found: Sequence[Sequence[Name]], links: Sequence[Sequence[Link]]
           ) -> list[Person]:
    """The persons in the order of their first full name; bare names go to the person of that name named last before."""
    people: list[Person] = []
    by_place: dict[tuple[int, int], list[Link]] = {}
    for i, row in enumerate(links):
        for link in row:
            by_place.setdefault((i, link.name.first), []).append(link)
    every = [(i, name) for i, row in enumerate(found) for name in row]
    for full in (True, False):
        for i, name in every:
            if (name.full and not name.initials) is full:
                _add(people, sentences, i, name, by_place.get((i, name.first), []))
    for person in people:
        person.mentions.sort(key=lambda m: (m[0], m[1].first))
    return people


def _add(people: list[Person], sentences: Sequence[Sentence], i: int, name: Name, told: Sequence[Link]) -> None:
    words, weight = _nominative(sentences[i], name, told[0] if told else None)
    person = _known(people, i, name, words)
    if person is None:
        person = Person(Counter())
        people.append(person)
    person.readings[words] += weight
    person.mentions.append((i, name))
    person.links += [(i, link) for link in told]


def _nominative(sentence: Sentence, name: Name, link: Link | None) -> tuple[tuple[str, ...], int]:
    """The words of a name in the nominative, and how much the reading counts: most where an office tells the case."""
    score = ru_names.case_scores(name.words, names.votes(sentence.tokens, name))
    agreeing = cases(link.office) if link and link.office and link.how in ("before", "behind") else ()
    best = max(agreeing or score, key=lambda c: score[c])
    case = best if score[best] > 0 else max(score, key=lambda c: score[c])
    sex = names.sex(sentence.tokens, name)
    return tuple(ru_names.nominative([w], case, sex) for w in name.words), 3 if agreeing else 1 + (case == "Nom")


def _known(people: Sequence[Person], i: int, name: Name, words: tuple[str, ...]) -> Person | None:
    fitting = [p for p in people if names.same(name.words, p.words) or
               len(words) > len(p.words) > 1 and names.same(p.words, name.words)]
    if not fitting:
        return None
    return max(fitting, key=lambda p: (_rank(words, p), _nearness(p, i)))


def _rank(words: tuple[str, ...], person: Person) -> tuple[bool, bool]:
    """A family name speaks louder than a first name, the very nominative louder than a likeness."""
    last = person.words[-1]
    return bool(ru_names.keys(words[-1]) & ru_names.keys(last)), words[-1] in person.words


def _nearness(person: Person, i: int) -> int:
    behind = bisect_right(person.mentions, i, key=lambda mention: mention[0])
    if behind:
        return person.mentions[behind - 1][0]
    return -person.mentions[0][0] - 1 if person.mentions else -1


def bare(sentence: Sentence, taken: Sequence[Name], blocked: frozenset[int], people: Sequence[Person]
         ) -> Iterator[Name]:
    """Names in a sentence that the tagger missed: capitalised words that are the family name of someone named in full.
    """
    used = {k for n in taken for k in range(n.first, n.last + 1)} | blocked
    families = [(p, ru_names.keys(p.words[-1])) for p in people if len(p.words) > 1]
    for i, token in enumerate(sentence.tokens):
        if i in used or not token.text[:1].isupper() or len(token.text) < 3 or token.text.isupper():
            continue
        if any(not keys.isdisjoint(ru_names.keys(token.text)) for _, keys in families):
            yield Name(i, i, (token.text,))
