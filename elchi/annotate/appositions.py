"""Which name holds which office in one parsed sentence: by what stands side by side and agrees in case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from elchi.annotate import names, offices
from elchi.annotate.names import Name
from elchi.annotate.offices import Office
from elchi.languages import ru_names
from elchi.model import Mention, Sentence, Token

CASES = ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc")
_FAR_VERB, _NEAR_VERB = 12, 6


@dataclass(frozen=True, slots=True)
class Link:
    """A name and the office told of it: `codes` are the parties that the words tell, `how` the construction."""

    name: Name
    office: Office | None
    kinds: tuple[str, ...]
    codes: tuple[str, ...]
    how: str
    former: bool = False


def links(sentence: Sentence, found: Sequence[Name], held: Sequence[Office], parties: Sequence[Mention]) -> list[Link]:
    """The links between the names and the offices of a sentence; an office serves one construction only."""
    scene = _Scene(sentence, found, held, parties)
    result: list[Link] = []
    used: set[int] = set()
    for construction in (scene.before, scene.behind, scene.sided, scene.predicate, scene.relative):
        for link in construction(frozenset(used), frozenset(x.name.first for x in result)):
            if link.office is not None:
                used.update(o.first for o in offices.chain(link.office, scene.by_first))
            result.append(link)
    return result


def cases(office: Office) -> tuple[str, ...]:
    """The cases in which the holder's name may stand; a man's accusative looks like the genitive."""
    return ("Gen", "Acc") if office.case in ("Gen", "Acc") else (office.case,) if office.case else CASES


class _Scene:
    def __init__(self, sentence: Sentence, found: Sequence[Name], held: Sequence[Office],
                 parties: Sequence[Mention]) -> None:
        self.tokens = sentence.tokens
        self.names = {n.first: n for n in found}
        self.offices = held
        self.by_first = {o.first: o for o in held}
        self.by_left = {o.left: o for o in held}
        self.parties = {m.first: m for m in parties}

    def before(self, used: frozenset[int], linked: frozenset[int]) -> Iterator[Link]:
        """«министр Казахстана Ермек Кошербаев», «министры Турции и Казахстана Хакан Фидан и Ермек Кошербаев»."""
        followers = {o.next for o in self.offices}
        taken: set[int] = set()
        spent: set[int] = set()
        for office in self.offices:
            if office.first in spent or office.post:
                continue
            group = list(offices.chain(office, self.by_first))
            name = self._reached(group[-1])
            if name is None or name.first in taken:
                continue
            if office.first in followers and not self._agree(name, office):
                continue
            spent.update(o.first for o in group)
            for link in self._shared(name, group):
                taken.add(link.name.first)
                yield link

    def _reached(self, office: Office) -> Name | None:
        """The name that follows an office and agrees with it, past one that is in the genitive beside it."""
        name = self.names.get(office.end)
        if name is None and office.plural and office.end < len(self.tokens) and (
                self.tokens[office.end].text in (":", *offices.DASHES)):
            name = next((n for n in self.names.values() if 0 < n.first - office.end <= 3), None)
        if name is not None and self.tokens[name.first - 1].pos == "ADP":
            return None
        if name is None or self._agree(name, office):
            return name
        if any(office.last < o.first < office.end for o in self.offices) or office.case == "Gen":
            name = self.names.get(name.last + 1)
            return name if name and self._agree(name, office) else None
        return name if any(ru_names.fits(name.words, c) for c in cases(office)) else None

    def _agree(self, name: Name, office: Office) -> bool:
        score = ru_names.case_scores(name.words, names.votes(self.tokens, name))
        best = max(score.values())
        return best <= 0 or max(score[c] for c in cases(office)) >= 0.7 * best

    def _shared(self, name: Name, group: Sequence[Office]) -> Iterator[Link]:
        """The office's link to the name, or to every name of the list that it begins where it is in the plural."""
        office = group[0]
        listed = list(self._list(name, group[-1])) if office.plural else [name]
        codes = tuple(dict.fromkeys(c for o in group for c in o.codes))
        kinds = tuple(dict.fromkeys(k for o in group for k in o.kinds))
        for n, each in enumerate(listed):
            own = self._own(each)
            if not own and office.plural and len(codes) == len(listed) > 1:
                own = (codes[n],)
            former = all(o.former for o in group) or office.former
            yield Link(each, office, kinds, own or codes, "before", former)

    def _list(self, name: Name, office: Office) -> Iterator[Name]:
        yield name
        for other in sorted(self.names.values(), key=lambda n: n.first):
            if other.first <= name.last:
                continue
            if any(name.last < o.first < other.first for o in self.offices):
                return
            near = self.tokens[max(name.last, other.first - 2):other.first]
            if any(t.text in (",", "и", ")") for t in near) and self._agree(other, office):
                yield other

    def _own(self, name: Name) -> tuple[str, ...]:
        """The party told beside a name: «Рубен Рубинян от Армении», «Рубен Рубинян (Армения)», «афганец Якуб»."""
        i = name.last + 1
        if i + 1 < len(self.tokens) and self.tokens[i].text in ("от", "(") and i + 1 in self.parties:
            return self.parties[i + 1].codes
        dash = self.tokens[name.first - 1].text in offices.DASHES if name.first else False
        before = self.parties.get(name.first - 2 if dash else name.first - 1)
        return before.codes if before and before.form == ("adjectives" if dash else "people") else ()

    def behind(self, used: frozenset[int], linked: frozenset[int]) -> Iterator[Link]:
        """«Масуд Пезешкиан, президент Ирана», «Ибодзода — посол Таджикистана», «Мирзоян (министр)»."""
        for name in self.names.values():
            i = name.last + 1
            if i < len(self.tokens) and self.tokens[i].text in (",", "(", *offices.DASHES):
                i += 1
            elif i >= len(self.tokens) or i not in self.by_left:
                continue
            office = self.by_left.get(i)
            if office is None or office.first in used:
                continue
            if not self._agree(name, office) and not (self.tokens[i - 1].text in offices.DASHES or
                                                      self.tokens[i - 1].text == "(" and office.case == "Nom"):
                continue
            group = list(offices.chain(office, self.by_first))
            kinds = tuple(dict.fromkeys(k for o in group for k in o.kinds))
            codes = tuple(dict.fromkeys(c for o in group for c in o.codes))
            yield Link(name, office, kinds, codes, "behind", office.former)

    def sided(self, used: frozenset[int], linked: frozenset[int]) -> Iterator[Link]:
        """«встреча спецпредставителей, которые …: Рубена Рубиняна от Армении и Сердара Кылыча от Турции»."""
        for name in self.names.values():
            before = [o for o in self.offices if o.plural and o.last < name.first]
            if name.first not in linked and before:
                codes = self._own(name)
                if codes:
                    yield Link(name, before[-1], before[-1].kinds, codes, "sided", before[-1].former)

    def predicate(self, used: frozenset[int], linked: frozenset[int]) -> Iterator[Link]:
        """«Президентом избран Ли Минвэй», «Ашот Григорян стал послом Армении»."""
        for office in self.offices:
            if office.first in used or office.case not in ("Ins", "Gen", "Acc") or office.plural:
                continue
            verb = self._copula(office)
            if verb is None:
                continue
            near = [n for n in self.names.values() if n.first not in linked and abs(n.first - verb) <= _NEAR_VERB
                    and not self._comma_between(n, verb)]
            if near:
                name = min(near, key=lambda n: abs(n.first - verb))
                yield Link(name, office, office.kinds, office.codes, "predicate", office.former)

    def _copula(self, office: Office) -> int | None:
        copulas = offices.words("copula")
        spots = [i for i in range(max(0, office.left - 4), min(office.end + 3, len(self.tokens)))
                 if self.tokens[i].pos in ("VERB", "AUX") and not self.tokens[i].lemmas.isdisjoint(copulas)]
        return spots[0] if spots and (office.case == "Ins" or office.post) else None

    def _comma_between(self, name: Name, verb: int) -> bool:
        return any(t.text in (",", ";") for t in self.tokens[min(name.last, verb):max(name.first, verb)])

    def relative(self, used: frozenset[int], linked: frozenset[int]) -> Iterator[Link]:
        """«Йоханн Вадефуль, который возглавляет дипломатическое ведомство Германии»."""
        verbs = offices.words("verb")
        for name in self.names.values():
            i = name.last + 1
            if i + 1 >= len(self.tokens) or self.tokens[i].text != ",":
                continue
            stop = next((n for n in self.names if n > i), len(self.tokens))
            lead = self.tokens[i + 1]
            if "который" not in lead.lemmas and lead.lemmas.isdisjoint(verbs):
                continue
            verb = next((j for j in range(i + 1, min(i + _FAR_VERB, stop))
                         if not self.tokens[j].lemmas.isdisjoint(verbs)), None)
            if verb is not None:
                yield from self._headed(name, i + 1, verb, stop)

    def _headed(self, name: Name, start: int, verb: int, stop: int) -> Iterator[Link]:
        around = range(start, min(verb + 8, stop))
        kept: list[Token] = [self.tokens[i] for i in around if i not in self.parties
                             or self.parties[i].form != "adjectives"]
        hits = list(offices.bodies().find(kept))
        codes = tuple(dict.fromkeys(c for i in around if i in self.parties for c in self.parties[i].codes))
        if hits:
            kinds = tuple(dict.fromkeys(k for _, _, ids in hits for k in ids))
            yield Link(name, None, kinds, codes, "relative")
