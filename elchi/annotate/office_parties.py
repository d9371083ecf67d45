"""Whose office it is where the words of the office do not say: read from what stands around it in the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from elchi.annotate import offices
from elchi.annotate.appositions import Link
from elchi.annotate.office_spans import Office
from elchi.annotate.offices import Kind
from elchi.annotate.parties import places
from elchi.model import Mention, Sentence

LOOK_BACK = 40
"""How many sentences back a ministry or a colleague is looked for; a bound, so that no report costs its square."""

Meaning = Callable[[int, Link], tuple[Kind, str | None] | None]


def home(sentences: Sequence[Sentence], parties: Sequence[Sequence[Mention]]) -> str | None:
    """The state that a report names most, its title twice."""
    count: Counter[str] = Counter()
    for s, row in zip(sentences, parties, strict=True):
        for m in row:
            if m.codes[0] not in offices.organisations():
                count[m.codes[0]] += 2 if s.block == "title" else 1
    return count.most_common(1)[0][0] if count else None


class Guess:
    """Guesses the party of an office in one report, all sentences, parties, offices and links of which are known."""

    def __init__(self, sentences: Sequence[Sentence], parties: Sequence[Sequence[Mention]],
                 held: Sequence[Sequence[Office]], links: Sequence[Sequence[Link]], meaning: Meaning) -> None:
        self.sentences, self.parties, self.offices, self.links = sentences, parties, held, links
        self.meaning = meaning
        self.home = home(sentences, parties)

    def party(self, i: int, link: Link, kind: Kind) -> str | None:
        """The party of an office told in sentence i: the ministry named last, else what the words around it name."""
        guesses = (g for g in (self._ministry(i, kind), self._joined(i, link), self._capital(i, link),
                               self._sole(i, link), self._same_office(i, link), self._last_named(i, kind),
                               self._acting(), self.home) if g and kind.fits(g))
        return next(guesses, None) or (self._fitting(i, kind) if kind.among else None)

    def _fitting(self, i: int, kind: Kind) -> str | None:
        """The nearest state that has such an office at all."""
        near = sorted(range(len(self.sentences)), key=lambda j: (abs(j - i), j))
        return next((m.codes[0] for j in near for m in self._states(j) if kind.fits(m.codes[0])), None)

    def region(self, i: int, link: Link) -> str | None:
        """The state of the region or town whose officer someone is («заместитель губернатора Балха»)."""
        office = link.office
        found = [m for m in places(self.sentences[i]) if office and office.first <= m.first < office.end]
        return found[0].codes[0] if found else None

    def _states(self, i: int) -> list[Mention]:
        return [m for m in self.parties[i] if _is_state(m.codes[0])]

    def _capital(self, i: int, link: Link) -> str | None:
        """The state whose capital the sentence names before («в Токио его принял премьер-министр»)."""
        if link.office and link.office.anaphor:
            return None
        found = [m for m in self.parties[i] if m.form == "capitals" and m.last < link.name.first]
        return found[-1].codes[0] if found else None

    def _sole(self, i: int, link: Link) -> str | None:
        """The only state that the sentence names before the office («Израиль в лице постпреда»)."""
        start = min(link.office.left, link.name.first) if link.office else link.name.first
        found = {m.codes[0] for m in self._states(i) if m.last < start}
        return found.pop() if len(found) == 1 else None

    def _same_office(self, i: int, link: Link) -> str | None:
        """The state whose like office the report names nearest with its state («парламент Монголии … спикер»)."""
        def like(office: Office) -> bool:
            return office is not link.office and not set(link.kinds).isdisjoint(office.kinds) and bool(office.codes)

        for j in sorted(range(max(0, i - LOOK_BACK), min(len(self.sentences), i + LOOK_BACK)),
                        key=lambda j: (abs(j - i), j)):
            for office in self.offices[j]:
                if like(office) and _is_state(office.codes[0]):
                    return office.codes[0]
        return None

    def _last_named(self, i: int, kind: Kind) -> str | None:
        """The state of the last sentence before that names a state, where it names no other."""
        for j in range(i - 1, max(-1, i - LOOK_BACK), -1):
            found = {m.codes[0] for m in self._states(j)}
            if found:
                return found.pop() if len(found) == 1 else None
        return None

    def _acting(self) -> str | None:
        """The state whose officials the report names first."""
        for row in self.links:
            for told in row:
                meant = self.meaning(0, told) if told.how in ("before", "behind") else None
                if meant and meant[1] and meant[1] not in offices.organisations():
                    return meant[1]
        return None

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

    def _ministry(self, i: int, kind: Kind) -> str | None:
        """The party of the ministry named last, for a minister or deputy whom the report calls by a short title."""
        for j in range(i, -1, -1) if kind.short_of else ():
            for first, last, ids in offices.bodies().find(self.sentences[j].tokens):
                if kind.short_of and kind.short_of[0] in ids:
                    for m in self.parties[j]:
                        if m.first - last in (1, 2) or first - m.last == 1:
                            return m.codes[0]
        return None


def _is_state(code: str) -> bool:
    return code not in offices.organisations() and code != "OTH" and not code.startswith("NSA:")
