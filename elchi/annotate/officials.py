"""Officials: persons named with an office of a state or an organisation, and every mention of a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from elchi.annotate import leaders, names, offices, persons
from elchi.annotate.appositions import Link, links
from elchi.annotate.names import Name
from elchi.annotate.offices import Kind, Office
from elchi.annotate.parties import places
from elchi.annotate.persons import Person
from elchi.model import Mention, Official, Sentence

_HEADS = ("head_of_state", "head_of_government")
_LOOK_BACK = 40
"""How many sentences back a ministry or a colleague is looked for; a bound, so that no report costs its square."""
_SURE, _LIKELY, _GUESSED = 0.95, 0.8, 0.6


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
        for i, name in person.mentions:
            form = "full" if name.full else "family"
            codes = (official.country,) if official else ()
            mentions[i].append(Mention("person", name.first, name.last, person.name, form, codes))
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
        self.home = _home(sentences, parties)
        self.year = leaders.year(text)
        # In a report of dealings between states the officer of a region acts for his state.
        self.abroad = len({m.codes[0] for row in parties for m in row if m.codes[0] not in offices.organisations()}) > 1

    def _names(self) -> list[list[Name]]:
        taken = [b.union(*(range(first, last + 1) for first, last, _ in row))
                 for b, row in zip(self.blocked, self.cores, strict=True)]
        found = names.find(self.sentences, taken)
        for i, s in enumerate(self.sentences):
            starts = {n.first: n.last for n in found[i]}
            covered = {k for n in found[i] for k in range(n.first, n.last + 1)}
            for office in offices.find(s, self.parties[i], starts, self.cores[i]):
                name = names.run(s.tokens, office.end, self.blocked[i] | covered)
                if name and name.full and not s.tokens[name.first].text.isupper():
                    found[i].append(name)
            found[i].sort(key=lambda n: n.first)
        return found

    def _held(self, i: int) -> list[Office]:
        return offices.find(self.sentences[i], self.parties[i], {n.first: n.last for n in self.names[i]}, self.cores[i])

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
        role = self._role(kind, link, i, country)
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
        for j in range(i, max(-1, i - _LOOK_BACK), -1):
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
        for j in range(i, max(-1, i - _LOOK_BACK), -1):
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

    def _country(self, person: Person, known: Sequence[tuple[int, Link, tuple[Kind, str | None]]]
                 ) -> tuple[str | None, float]:
        """The party of a person's office: told by its words, else known of the leader, else what was named last."""
        codes = [code for _, _, (_, code) in known if code]
        if codes and not (codes[0] == "OTH" and self.abroad):
            return Counter(codes).most_common(1)[0][0], _SURE
        leader = leaders.find(person.words, self.year)
        if leader:
            return leader.country, _LIKELY
        i, link, (kind, _) = known[0]
        region = self._region(i, link)
        if region:
            return region, _LIKELY
        return self._ministry(i, kind) or self._nearest(i, link), _GUESSED

    def _nearest(self, i: int, link: Link) -> str | None:
        """The state whose capital the sentence names before («в Токио его принял премьер-министр»), else the one
        whose officials act in the report, else the one named most."""
        joined = self._joined(i, link)
        if joined:
            return joined
        capitals = [m for m in self.parties[i] if m.form == "capitals" and m.last < link.name.first]
        if capitals and not (link.office and link.office.anaphor):
            return capitals[-1].codes[0]
        for row in self.links:
            for told in row:
                meant = self._meaning(0, told) if told.how in ("before", "behind") else None
                if meant and meant[1] and meant[1] not in offices.organisations():
                    return meant[1]
        return self.home

    def _joined(self, i: int, link: Link) -> str | None:
        """The party of the office that «и» or a comma joins to this one («главой Кнессета X и министром Y»)."""
        tokens = self.sentences[i].tokens
        for other in self.links[i]:
            if not (other.office and link.office and other.codes):
                continue
            first, second = sorted((other, link), key=lambda x: x.name.first)
            between = tokens[first.name.last + 1:second.office.left if second.office else 0]
            if between and all(t.text in (",", "и", "а", "также") for t in between):
                return other.codes[0]
        return None

    def _region(self, i: int, link: Link) -> str | None:
        """The state of the region or town whose officer someone is («заместитель губернатора Балха»)."""
        office = link.office
        found = [m for m in places(self.sentences[i]) if office and office.first <= m.first < office.end]
        return found[0].codes[0] if found else None

    def _ministry(self, i: int, kind: Kind) -> str | None:
        """The party of the ministry named last, for a minister or deputy whom the report calls by a short title."""
        for j in range(i, -1, -1) if kind.short_of else ():
            for first, last, ids in offices.bodies().find(self.sentences[j].tokens):
                if kind.short_of and kind.short_of[0] in ids:
                    for m in self.parties[j]:
                        if m.first - last in (1, 2) or first - m.last == 1:
                            return m.codes[0]
        return None

    def _leader(self, person: Person) -> Official | None:
        """Someone so well known that no office is told."""
        leader = leaders.find(person.words, self.year)
        if leader is None:
            return None
        i, name = max(person.mentions, key=lambda m: (m[1].full, self.sentences[m[0]].block != "title", -m[0]))
        link = Link(name, None, (), (), "well_known")
        return self._made(person, leader.country, leader.role, i, link, _GUESSED, (f"offices/{leader.id}",))

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


def _home(sentences: Sequence[Sentence], parties: Sequence[Sequence[Mention]]) -> str | None:
    """The state that a report names most, its title twice."""
    count: Counter[str] = Counter()
    for s, row in zip(sentences, parties, strict=True):
        for m in row:
            if m.codes[0] not in offices.organisations():
                count[m.codes[0]] += 2 if s.block == "title" else 1
    return count.most_common(1)[0][0] if count else None
