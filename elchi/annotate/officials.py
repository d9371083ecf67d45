"""Officials: persons named with an office of a state or an organisation, and every mention of a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from elchi.annotate import leaders, names, office_spans, offices, persons
from elchi.annotate.appositions import Link, links
from elchi.annotate.names import Name
from elchi.annotate.office_parties import LOOK_BACK, Guess
from elchi.annotate.office_spans import Office
from elchi.annotate.offices import Kind
from elchi.annotate.persons import Person
from elchi.languages import ru_names
from elchi.model import Mention, Official, Sentence

_HEADS = ("head_of_state", "head_of_government")
_VAGUE = ("office_holder", "organ_head", "prince")
"""Kinds of office that may be another, greater one: «глава агентства», «председатель Госсовета»."""
_SURE, _LIKELY, _GUESSED = 0.95, 0.93, 0.85


def officials(text: str, sentences: Sequence[Sentence], parties: Sequence[Sequence[Mention]]
              ) -> tuple[tuple[Official, ...], list[list[Mention]]]:
    """The officials whom a report names, and for each sentence its mentions of persons.

    `sentences` are parsed and in the order of the text, `parties` the party mentions of each. A person with no office
    is mentioned too, with no codes.
    """
    report = _Report(text, sentences, parties)
    found = [(p, report.official(p)) for p in report.people]
    mentions: list[list[Mention]] = [[] for _ in sentences]
    for person, official in found:
        called, codes = person.name, (official.country,) if official else ()
        for i, name in person.mentions:
            form = "full" if name.full else "family"
            mentions[i].append(Mention("person", name.first, name.last, called, form, codes))
    for row in mentions:
        row.sort(key=lambda m: m.first)
    told = sorted((o for _, o in found if o), key=lambda o: o.start)
    return tuple(told), mentions


class _Report:
    """What one report says of persons and offices, read sentence by sentence."""

    def __init__(self, text: str, sentences: Sequence[Sentence], parties: Sequence[Sequence[Mention]]) -> None:
        self.text, self.sentences, self.parties = text, sentences, parties
        self._named_bodies: dict[int, frozenset[str]] = {}
        self.blocked = [frozenset(i for m in row if m.form != "people" for i in range(m.first, m.last + 1))
                        for row in parties]
        self.cores = [offices.cores(s.tokens, row) for s, row in zip(sentences, parties, strict=True)]
        self.names = self._names()
        self.offices = [self._held(i) for i in range(len(sentences))]
        self.links = [links(s, self.names[i], self.offices[i], parties[i]) for i, s in enumerate(sentences)]
        first = persons.gather(sentences, self.names, self.links)
        for i, s in enumerate(sentences):
            more = list(persons.bare(s, self.names[i], self.blocked[i], first))
            if more:
                self.names[i] = sorted((*self.names[i], *more), key=lambda n: n.first)
                self.offices[i] = self._held(i)
                self.links[i] = links(s, self.names[i], self.offices[i], parties[i])
        self.people = persons.gather(sentences, self.names, self.links)
        self.guess = Guess(sentences, parties, self.offices, self.links, self._meaning)
        self.year, self.dated = leaders.year(text), leaders.dated(text)
        # In a report of dealings between states the officer of a region acts for his state.
        self.abroad = len({m.codes[0] for row in parties for m in row if m.codes[0] not in offices.organisations()}) > 1

    def _names(self) -> list[list[Name]]:
        taken = [b.union(*(range(first, last + 1) for first, last, _ in row))
                 for b, row in zip(self.blocked, self.cores, strict=True)]
        found = names.find(self.sentences, taken)
        for i, s in enumerate(self.sentences):
            starts = {n.first: n.last for n in found[i]}
            covered = {k for n in found[i] for k in range(n.first, n.last + 1)}
            for office in office_spans.find(s, self.parties[i], starts, self.cores[i]):
                name = names.run(s.tokens, office.end, self.blocked[i] | covered)
                quoted = s.tokens[max(0, office.end - 1)].text in "«„“\""
                if name and name.full and not quoted and not s.tokens[name.first].text.isupper():
                    found[i].append(name)
            found[i].sort(key=lambda n: n.first)
        return found

    def _held(self, i: int) -> list[Office]:
        starts = {n.first: n.last for n in self.names[i]}
        return office_spans.find(self.sentences[i], self.parties[i], starts, self.cores[i])

    def official(self, person: Person) -> Official | None:
        """The person as an official, or None where nothing tells an office."""
        told = [(i, link, self._meaning(i, link)) for i, link in person.links]
        known = [(i, link, m) for i, link, m in told if m is not None]
        if not known:
            return self._leader(person)
        country, confidence = self._country(person, known)
        if country is None:
            return None
        best = min([t for t in known if t[2][1] in (None, country)] or known, key=self._order)
        i, link, (kind, _) = best
        role = self._known_role(person, kind, self._role(kind, link, i, country), country)
        return self._made(person, country, role, i, link, confidence,
                          (f"offices/{kind.id}", f"officials/{link.how}"))

    def _order(self, told: tuple[int, Link, tuple[Kind, str | None]]) -> tuple[bool, int, bool, bool, int]:
        i, link, (kind, code) = told
        role = self._role(kind, link, i, code or "")
        return role == "former", offices.ROLES.index(role), not link.name.full, self.sentences[i].block == "title", i

    def _meaning(self, i: int, link: Link) -> tuple[Kind, str | None] | None:
        """The kind of office that a link means and the code of its party, where the words tell it."""
        found: list[tuple[int, Kind, str | None]] = []
        for name in link.kinds:
            kind = offices.kinds()[name]
            codes = [c for c in link.codes if c not in kind.without]
            limited = [c for c in codes if c in kind.of]
            if kind.of and not limited and (codes or not kind.own):
                continue
            if kind.at and not (link.office and kind.at.intersection(link.office.far)):
                continue
            if kind.close and not (codes and link.office and link.office.close == kind.close):
                continue
            if kind.role in _HEADS and _of_something_else(link, codes):
                continue
            code = next(iter(limited or sorted(codes, key=lambda c: c in offices.organisations())), kind.own)
            found.append((_rank(kind), kind, code))
        if not found:
            return None
        _, kind, code = min(found, key=lambda f: f[0])
        if kind.role == offices.SAME:
            other = self._other(i, link)
            return (other, code) if other else None
        return kind, code

    def _other(self, i: int, link: Link) -> Kind | None:
        """The kind of office of whom a colleague meets: told in the sentence, else the one told last before."""
        for j in range(i, max(-1, i - LOOK_BACK), -1):
            rows = [x for x in self.links[j] if x.name.first != link.name.first]
            kinds = [offices.kinds()[k] for x in rows for k in x.kinds]
            kinds += [offices.kinds()[k] for o in self.offices[j] for k in o.kinds]
            kinds = [k for k in kinds if k.role not in (offices.SAME, "other_official") and not k.close and not k.of]
            if kinds:
                return self._settled(kinds[0], j)
        return None

    def _settled(self, kind: Kind, i: int) -> Kind:
        """The kind, or for a short title («министр») that of the ministry named last."""
        if kind.short_of is None:
            return kind
        body, meant = kind.short_of
        for j in range(i, max(-1, i - LOOK_BACK), -1):
            hits = {*self._bodies(j), *(k for o in self.offices[j] for k in o.kinds)} & {body, "minister"}
            if hits:
                return offices.kinds()[meant] if body in hits else kind
        return kind

    def _bodies(self, i: int) -> frozenset[str]:
        if i not in self._named_bodies:
            found = offices.bodies().find(self.sentences[i].tokens)
            self._named_bodies[i] = frozenset(k for _, _, kinds in found for k in kinds)
        return self._named_bodies[i]

    def _role(self, kind: Kind, link: Link, i: int, country: str) -> str:
        if link.former:
            return "former"
        if kind.short_of and not (link.office and link.office.complement):
            kind = self._settled(kind, i)
        if country in offices.organisations() and kind.role in _HEADS:
            return "igo_head"
        if country in offices.organisations() and kind.role == "foreign_minister":
            return "other_official"
        if country.startswith("NSA:") and kind.role in (*_HEADS, "igo_head"):
            return "other_official"
        return kind.role

    def _known_role(self, person: Person, kind: Kind, role: str, country: str) -> str:
        """The role told, or what the lexicon of leaders knows better: that the office is over, which minister a mere
        «министр» is, that the head of a body heads an organisation."""
        if self._followed(person):
            return "former"
        leader = leaders.find(person.words, self.year, self.dated) if len(person.words) > 1 else None
        if leader is None or leader.country != country:
            return "former" if role in _HEADS and self._long_ago(person) else role
        if leader.past:
            return "former" if role == leader.role else role
        if kind.id in _VAGUE and leader.role in (*_HEADS, "igo_head"):
            return leader.role
        short = kind.short_of and role == "minister" and leader.role == "foreign_minister"
        return leader.role if short else role

    def _country(self, person: Person, known: Sequence[tuple[int, Link, tuple[Kind, str | None]]]
                 ) -> tuple[str | None, float]:
        """The party of a person's office: told by its words, else known of the leader, else what was named last."""
        codes = [code for _, _, (_, code) in known if code]
        if codes and not (codes[0] == "OTH" and self.abroad):
            return Counter(codes).most_common(1)[0][0], _SURE
        leader = leaders.find(person.words, self.year, self.dated)
        if leader:
            return leader.country, _LIKELY
        i, link, (kind, _) = known[0]
        region = self.guess.region(i, link)
        return (region, _LIKELY) if region else (self.guess.party(i, link, kind), _GUESSED)

    def _leader(self, person: Person) -> Official | None:
        """Someone so well known that no office is told."""
        leader = leaders.find(person.words, self.year, self.dated)
        if leader is None:
            return None
        spoken = [m for m in person.mentions if not self._title(*m)]
        if not spoken:
            return None
        i, name = max(spoken, key=lambda m: (m[1].full, self.sentences[m[0]].block != "title", -m[0]))
        link = Link(name, None, (), (), "well_known")
        role = "former" if leader.past or self._followed(person) else leader.role
        return self._made(person, leader.country, role, i, link, _GUESSED, (f"offices/{leader.id}",))

    def _followed(self, person: Person) -> bool:
        """Whether someone is said to have followed this person («вместо X», «сменив X», «его предшественника X»)."""
        for i, name in person.mentions:
            before = list(takewhile(lambda t: t.pos != "PUNCT", reversed(self.sentences[i].tokens[:name.first])))[:5]
            if any(not t.lemmas.isdisjoint(offices.words("followed")) for t in before):
                cases = ru_names.case_scores(name.words, names.votes(self.sentences[i].tokens, name))
                if cases["Nom"] < max(cases.values()):
                    return True
        return False

    def _long_ago(self, person: Person) -> bool:
        """Whether the sentences that tell an office are all of years that the report looks back to."""
        told = [leaders.year(self.text[s.start:s.end]) for s in (self.sentences[i] for i, _ in person.links)]
        return self.year is not None and all(y is not None and y < self.year - 1 for y in told)

    def _title(self, i: int, name: Name) -> bool:
        """Whether the name is part of a short title in quotes («план Маршалла»), which names no one."""
        tokens = self.sentences[i].tokens
        before, after = tokens[max(0, name.first - 3):name.first], tokens[name.last + 1:name.last + 2]
        return any(t.text in "«„“\"" for t in before) and any(t.text in "»“”\"" for t in after)

    def _made(self, person: Person, country: str, role: str, i: int, link: Link, confidence: float,
              rules: tuple[str, ...]) -> Official:
        spots = [(j, x) for j, x in person.links if x.name.full] or [(i, link)]
        body = [s for s in spots if self.sentences[s[0]].block != "title"] or spots
        j = i if (i, link) in body else body[0][0]
        s = self.sentences[j]
        office = None
        if link.office:
            t = self.sentences[i].tokens
            office = re.sub(r"\s+", " ", self.text[t[link.office.first].start:t[link.office.end - 1].end])
        return Official(person.name, country, role, self.text[s.start:s.end], s.start, s.end, office, confidence, rules)


def _of_something_else(link: Link, codes: Sequence[str]) -> bool:
    """Whether the words name what is headed, and it is no party («президент Сбербанка»)."""
    return bool(link.office and link.office.complement and not link.office.anaphor and not codes)


def _rank(kind: Kind) -> int:
    role = "other_official" if kind.role == offices.SAME else kind.role
    return offices.ROLES.index(role) * 2 + (kind.role == offices.SAME) - bool(kind.of)
