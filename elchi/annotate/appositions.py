"""Which name holds which office in one parsed sentence: by what stands side by side and agrees in case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from elchi.annotate import names, offices
from elchi.annotate.names import Name
from elchi.annotate.office_spans import DASHES, Office, chain
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
                used.update(o.first for o in chain(link.office, scene.by_first))
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
            group = list(chain(office, self.by_first))
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
                self.tokens[office.end].text in (":", *DASHES)):
            name = next((n for n in self.names.values() if 0 < n.first - office.end <= 3), None)
        if name is not None and (self.tokens[name.first - 1].pos == "ADP" or self.tokens[name.first - 1].text in "«„“"):
            return None
        if name is not None and self.tokens[name.last + 1:][:1] and self.tokens[name.last + 1].text in DASHES:
            # «посланник Масуда Пезешкиана — Реза Фарзин»
            other = self.names.get(name.last + 2)
            if other and office.end == office.last + 1 and self._agree(other, office):
                return other
        inner = next((o for o in self.offices if office.last < o.first < office.end == o.end), None)
        if name and inner and inner.case and self._score(name, inner) > self._score(name, office):
            return None
        if name is None or self._agree(name, office):
            return name
        if any(office.last < o.first < office.end for o in self.offices) or office.case == "Gen":
            name = self.names.get(name.last + 1)
            return name if name and self._agree(name, office) else None
        return name if any(ru_names.fits(name.words, c) for c in cases(office)) else None

    def _score(self, name: Name, office: Office) -> float:
        score = ru_names.case_scores(name.words, names.votes(self.tokens, name))
        return max(score[c] for c in cases(office))

    def _agree(self, name: Name, office: Office) -> bool:
        first = ru_names.first_name_cases(name.words[0]) if name.full else frozenset()
        if first and first.isdisjoint(cases(office)):
            return False
        score = ru_names.case_scores(name.words, names.votes(self.tokens, name))
        best = max(score.values())
        return best <= 0 or max(score[c] for c in cases(office)) >= 0.7 * best

    def _shared(self, name: Name, group: Sequence[Office]) -> Iterator[Link]:
        """The office's link to the name, or to every name of the list that it begins where it is in the plural."""
        if not group[0].plural and {*group[0].codes}.isdisjoint(group[-1].codes) and group[-1].codes and (
                len(group) == 2 and group[0].codes and self.tokens[group[0].end].text == "и"):
            # «премьер Эфиопии и президент Эритреи X»: two people, of whom only the second is named.
            group = group[1:]
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
        dash = self.tokens[name.first - 1].text in DASHES if name.first else False
        before = self.parties.get(name.first - 2 if dash else name.first - 1)
        return before.codes if before and before.form == ("adjectives" if dash else "people") else ()

    def behind(self, used: frozenset[int], linked: frozenset[int]) -> Iterator[Link]:
        """«Масуд Пезешкиан, президент Ирана», «Ибодзода — посол Таджикистана», «Мирзоян (министр)»."""
        for name in self.names.values():
            i = name.last + 1
            if i < len(self.tokens) and self.tokens[i].text in (",", "(", *DASHES):
                i = self._past_noun(i + 1)
            elif i >= len(self.tokens) or i not in self.by_left:
                continue
            office = self.by_left.get(i)
            if office is None or office.first in used:
                continue
            if not self._agree(name, office) and not (self.tokens[i - 1].text in DASHES or
                                                      self.tokens[i - 1].text == "(" and office.case == "Nom"):
                continue
            group = list(chain(office, self.by_first))
            kinds = tuple(dict.fromkeys(k for o in group for k in o.kinds))
            codes = tuple(dict.fromkeys(c for o in group for c in o.codes))
            yield Link(name, office, kinds, codes, "behind", office.former)

    def _past_noun(self, i: int) -> int:
        """Where an office begins behind one other apposition («российский предприниматель, член Совета Федерации»)."""
        def passed(token: Token) -> bool:
            return token.pos == "ADJ" or token.pos == "NOUN" and token.feats.get("Case") == "Nom"

        j = i
        while j < min(i + 3, len(self.tokens) - 1) and not (j in self.by_left or j in self.names) and passed(
                self.tokens[j]):
            j += 1
        return j + 1 if i < j and self.tokens[j].text == "," and j + 1 in self.by_left else i

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
            if office.first in used or office.plural or self._sought(office) or office.case not in (
                    "Ins", "Gen", "Acc"):
                continue
            verb = self._copula(office)
            if verb is None:
                continue
            near = [n for n in self.names.values() if n.first not in linked and abs(n.first - verb) <= _NEAR_VERB
                    and not self._comma_between(n, verb)]
            near = [n for n in near if not self._joins(verb) or "Nom" in (
                ru_names.first_name_cases(n.words[0]) or ("Nom",))]
            if near:
                name = min(near, key=lambda n: abs(n.first - verb))
                former = office.former or self._past(verb)
                yield Link(name, office, office.kinds, office.codes, "predicate", former)

    def _sought(self, office: Office) -> bool:
        """Whether someone only stands for the office («стал кандидатом на пост премьера»)."""
        before = self.tokens[max(0, office.left - 4):office.left]
        return any(t.text.lower().startswith(("кандидат", "претендент")) for t in before)

    def _joins(self, verb: int) -> bool:
        """Whether the verb takes the holder as its subject, not as its object."""
        return not self.tokens[verb].lemmas.isdisjoint(("стать", "становиться", "быть", "являться", "оставаться"))

    def _past(self, verb: int) -> bool:
        """Whether the verb tells that the office is over: it was left, or held from a year to a year."""
        around = [t.text for t in self.tokens[max(0, verb - 8):verb + 9]]
        years = any(a == "с" and c == "по" and (b + d).isdigit() and len(b + d) == 8
                    for a, b, c, d in zip(around, around[1:], around[2:], around[3:], strict=False))
        return years or not self.tokens[verb].lemmas.isdisjoint(offices.words("left"))

    def _copula(self, office: Office) -> int | None:
        copulas = offices.words("copula") | (offices.words("left") if office.post else frozenset())
        start = max(0, office.left - (8 if office.post else 4))
        spots = [i for i in range(start, min(office.end + 3, len(self.tokens)))
                 if self.tokens[i].pos in ("VERB", "AUX") and not self.tokens[i].lemmas.isdisjoint(copulas)]
        held = spots and (office.case == "Ins" or office.post)
        return min(spots, key=lambda i: abs(i - office.left)) if held else None

    def _comma_between(self, name: Name, verb: int) -> bool:
        return any(t.text in (",", ";") for t in self.tokens[min(name.last, verb):max(name.first, verb)])

    def relative(self, used: frozenset[int], linked: frozenset[int]) -> Iterator[Link]:
        """«Йоханн Вадефуль, который возглавляет дипломатическое ведомство Германии»."""
        verbs = offices.words("verb")
        for name in self.names.values():
            i = name.last + 1
            if i + 1 >= len(self.tokens) or self.tokens[i].text != ",":
                yield from self._heading(name, linked)
                continue
            stop = next((n for n in self.names if n > i), len(self.tokens))
            lead = self.tokens[i + 1]
            if "который" not in lead.lemmas and lead.lemmas.isdisjoint(verbs):
                continue
            verb = next((j for j in range(i + 1, min(i + _FAR_VERB, stop))
                         if not self.tokens[j].lemmas.isdisjoint(verbs)), None)
            if verb is not None:
                yield from self._headed(name, i + 1, verb, stop)

    def _heading(self, name: Name, linked: frozenset[int]) -> Iterator[Link]:
        """«Анна Ланге сейчас возглавляет МИД Швеции», «МИД Швеции возглавила Анна Ланге»."""
        if name.first in linked or "Nom" not in (ru_names.first_name_cases(name.words[0]) or ("Nom",)):
            return
        stop = next((n for n in sorted(self.names) if n > name.last), len(self.tokens))
        for j in range(name.last + 1, min(name.last + 6, stop)):
            if self.tokens[j].pos == "PUNCT":
                break
            if self._heads(j):
                yield from self._headed(name, j + 1, j, stop)
                return
        if name.first and self._heads(name.first - 1):
            start = max((n.last + 1 for n in self.names.values() if n.last < name.first), default=0)
            commas = [j + 1 for j in range(start, name.first) if self.tokens[j].pos == "PUNCT"]
            yield from self._headed(name, max([start, name.first - 7, *commas]), name.first - 9, name.first)

    def _heads(self, i: int) -> bool:
        return self.tokens[i].pos == "VERB" and not self.tokens[i].lemmas.isdisjoint(offices.words("verb"))

    def _headed(self, name: Name, start: int, verb: int, stop: int) -> Iterator[Link]:
        around = range(start, stop if verb < start else min(verb + 8, stop))
        kept: list[Token] = [self.tokens[i] for i in around if i not in self.parties
                             or self.parties[i].form != "adjectives"]
        hits = list(offices.bodies().find(kept))
        codes = tuple(dict.fromkeys(c for i in around if i in self.parties for c in self.parties[i].codes))
        if hits:
            kinds = tuple(dict.fromkeys(k for _, _, ids in hits for k in ids))
            yield Link(name, None, kinds, codes, "relative")
