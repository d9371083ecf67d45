"""Whom a noun phrase means: by name, by office or body, by a word for the parties of a contact, by a pronoun."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from elchi import lexicon
from elchi.annotate.blocs import FORM as BLOC
from elchi.annotate.parties import organisations
from elchi.coding import clause
from elchi.coding.scenes import Codes, Discourse, Scene, codes_named
from elchi.languages.ru import fold

STATE_NAMES = ("names", "capitals", "seats", "organs", "people")


@dataclass(frozen=True, slots=True)
class Reference:
    """Whom a phrase means and how surely: `firm` where a name, office or body says so, not a mere modifier."""

    codes: Codes
    firm: bool
    how: str
    person: bool = False


NOBODY = Reference((), False, "none")


def classes(lemma: str) -> frozenset[str]:
    """The classes of lexicons/nouns that a noun belongs to."""
    found: frozenset[str] = _classes().get(lemma, frozenset())
    return found


@lexicon.cached
def _classes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for entry in lexicon.entries("nouns").values():
        for name in lexicon.check(entry, {}, {"names": list}).get("names", ()):
            for word in name.split()[-1].split("|"):
                found.setdefault(fold(word), set()).add(entry["id"])
    return {word: frozenset(kinds) for word, kinds in found.items()}


def union(parts: Iterable[Codes]) -> Codes:
    """The codes of all, each once, in order."""
    return tuple(dict.fromkeys(c for part in parts for c in part))


def resolve(s: Scene, i: int, coordinated: bool = True) -> Reference:
    """Whom the phrase headed by word i means, those joined to it by «и» included."""
    own = _single(s, i)
    if not coordinated:
        return own
    others = [resolve(s, c) for c in s.tree.children[i] if clause.relation(s.tree, c) == "conj"
              and not clause.is_verbal(s.tree, c)]
    found = [own, *others]
    codes = union(r.codes for r in found)
    if not codes:
        return own
    firm = all(r.firm for r in found if r.codes)
    return Reference(codes, firm, next(r.how for r in found if r.codes), any(r.person for r in found))


def _single(s: Scene, i: int) -> Reference:
    token = s.tree.tokens[i]
    person = s.persons.get(i)
    if person and person.codes:
        return Reference(person.codes, True, "person", True)
    mention = s.named.get(i)
    if mention and mention.form in STATE_NAMES:
        return Reference(mention.codes, True, mention.form)
    if i in s.towns:
        return Reference(s.towns[i].codes, False, "town")
    if mention and mention.form == BLOC:
        return Reference(mention.codes, False, BLOC)
    if token.pos in ("PRON", "DET") or token.lemma in ("он", "она", "они", "тот", "оба", "обе"):
        return _pronoun(s, i)
    kinds = classes(token.lemma)
    if "unnamed" in kinds and not modifiers(s, i):
        return NOBODY
    told = _named(s, i) or modifiers(s, i) or _apposed(s, i)
    if told:
        firm = bool(kinds & {"organ", "office", "people", "land"}) or person is not None
        if firm:
            _remember(s, token.lemma, kinds, told)
        return Reference(told, firm, "modifier", "office" in kinds)
    if person:
        return NOBODY
    return _bare(s, i, kinds)


def _named(s: Scene, i: int) -> Codes:
    """The party of the person whose name stands right behind an office («министр … Ермек Кошербаев»)."""
    for c in s.tree.children[i]:
        if clause.relation(s.tree, c) in ("appos", "flat") and c in s.persons and s.persons[c].codes:
            return s.persons[c].codes
    return ()


def _apposed(s: Scene, i: int) -> Codes:
    """The party that a name or office beside the noun tells («его коллега — глава МИД …»)."""
    for c in s.tree.children[i]:
        if clause.relation(s.tree, c) in ("appos", "flat", "parataxis"):
            if c in s.named and s.named[c].form in STATE_NAMES and not clause.preposition(s.tree, c):
                return s.named[c].codes
            if s.tree.tokens[c].pos in ("NOUN", "PROPN"):
                found = modifiers(s, c) or _apposed(s, c)
                if found:
                    return found
    return ()


def modifiers(s: Scene, i: int) -> Codes:
    """The parties that adjectives, genitives and «от …», «из …» beside a noun tell."""
    found: list[Codes] = []
    before = i - 1
    while before >= 0 and s.tree.tokens[before].pos == "ADJ" and \
            clause.feature(s.tree, before, "Case") == clause.feature(s.tree, i, "Case") and s.tree.heads[before] != i:
        # The parser sometimes hangs an adjective on the verb; agreement and place tell whose it is.
        found.append(adjective(s, before))
        before -= 1
    for c in s.tree.children[i]:
        name = clause.slot(s.tree, c)
        if name in ("adj", "poss"):
            found.append(adjective(s, c))
        elif name == "gen":
            inner = resolve(s, c)
            found.append(inner.codes if inner.firm or inner.how in ("modifier", BLOC) else ())
        elif name in ("от", "из") and "office" in classes(s.tree.tokens[i].lemma):
            found.append(resolve(s, c).codes)
        elif c in s.named and s.named[c].form in ("names", "organs") and not clause.preposition(s.tree, c) and \
                clause.relation(s.tree, c) in ("nmod", "appos", "flat", "compound"):
            found.append(s.named[c].codes)
    return union(found)


def adjective(s: Scene, i: int) -> Codes:
    """The parties that an adjective names, those joined to it included; «наш» is the report's own country."""
    mention = s.named.get(i)
    wide = mention is not None and (mention.form in ("adjectives", BLOC) or mention.last > mention.first)
    own: Codes = mention.codes if mention and wide else ()
    joined = [adjective(s, c) for c in s.tree.children[i] if clause.relation(s.tree, c) == "conj"]
    if not own and s.tree.tokens[i].lemma in ("наш",):
        own = s.discourse.home
    return union([own, *joined])


def _pronoun(s: Scene, i: int) -> Reference:
    d, token = s.discourse, s.tree.tokens[i]
    plural = clause.feature(s.tree, i, "Number") == "Plur"
    if token.lemma in ("они", "оба", "обе") or (token.lemma in ("он", "она") and plural):
        return Reference(d.contact or d.sides, True, "pronoun")
    if token.lemma in ("он", "она"):
        return Reference(_person(s, i), True, "pronoun", True)
    if token.lemma == "тот" and not s.tree.children[i] and not plural:
        others = [codes for codes in d.people if codes != d.person]
        return Reference(others[-1] if others else d.person, True, "pronoun", True)
    if token.lemma in ("мы", "я"):
        return Reference(d.speaker or d.home, True, "pronoun")
    return NOBODY


def _person(s: Scene, i: int) -> Codes:
    """The person that «он» means: whom the report was last about, or, beside another party, the one before."""
    d, t = s.discourse, s.tree
    verb = next((j for j in clause.ancestors(t, i) if clause.is_verbal(t, j)), -1)
    beside = [c for c in clause.subjects(t, verb) if c != i] if verb >= 0 else []
    if clause.slot(t, i) == "subject":
        others = t.children[verb] if verb >= 0 else ()
        beside = [c for c in others if c != i and clause.slot(t, c) in ("dat", "object", "с")]
    taken = {code for c in beside for j in clause.subtree(t, c) for row in (s.named, s.persons) if j in row
             for code in row[j].codes}
    before = [s.persons[j].codes for j in range(i - 1, -1, -1) if j in s.persons and len(s.persons[j].codes) == 1]
    about = [codes for codes in (d.person or d.subject,) if codes]
    nearest = [*before, *about] if clause.slot(t, i) != "subject" else [*about, *before]
    return next((codes for codes in (*nearest, *reversed(d.people)) if not set(codes) & taken), ())


def _bare(s: Scene, i: int, kinds: frozenset[str]) -> Reference:
    """Whom a noun without any name beside it means, by what was said before."""
    token, d = s.tree.tokens[i], s.discourse
    plural = clause.feature(s.tree, i, "Number") == "Plur"
    if "collective" in kinds and (plural or _counted(s, i)):
        both = d.contact or d.sides
        return Reference(both, True, "collective") if both else NOBODY
    if token.lemma in ("гость", "гостья") and d.guest and not plural:
        return Reference(d.guest, True, "guest", True)
    if "union" in kinds and not plural and d.unions:
        return Reference((d.unions[-1],), True, "union")
    if kinds & {"organ", "office"} and not plural:
        if token.lemma in ("коллега", "визави", "собеседник", "партнер"):
            other = tuple(c for c in d.contact if c not in (d.person or d.subject))
            return Reference(other, True, "counterpart", True) if len(other) == 1 else NOBODY
        kind = "organ" if "organ" in kinds else "office"
        codes = _holder(d, token.lemma) or d.by_noun.get(kind) or (d.person if kind == "office" else d.subject)
        return Reference(codes, True, "earlier", "office" in kinds) if codes else NOBODY
    if "land" in kinds and not plural:
        codes = d.subject if len(d.subject) == 1 else tuple(d.lands[-1:])
        return Reference(codes, True, "land") if codes else NOBODY
    return NOBODY


def _holder(d: Discourse, lemma: str) -> Codes:
    """Whose the office or body was when last named; where several were, the one that the report is about."""
    held = d.holders.get(lemma, set())
    for about in (d.person, d.speaker, d.subject):
        if len(held) > 1 and len(about) == 1 and about[0] in held:
            return about
    return d.by_noun.get(lemma, ())


def _counted(s: Scene, i: int) -> bool:
    return any(s.tree.tokens[c].lemma in ("оба", "два", "обе", "три", "обоих") for c in s.tree.children[i])


def _remember(s: Scene, lemma: str, kinds: frozenset[str], codes: Codes) -> None:
    if len(codes) == 1:
        s.discourse.by_noun[lemma] = codes
        s.discourse.holders.setdefault(lemma, set()).add(codes[0])
        for kind in kinds & {"organ"}:
            s.discourse.by_noun[kind] = codes


def note(s: Scene) -> None:
    """Let the discourse know whom the sentence's main clauses are about, for the sentences to come."""
    d, t = s.discourse, s.tree
    d.named = codes_named(s)
    d.last |= dict.fromkeys(sorted(d.named), d.number)
    d.number += 1
    for i in range(len(t.tokens)):
        mention = s.named.get(i)
        if mention and mention.form == "names" and len(mention.codes) == 1:
            (d.unions if mention.codes[0] in organisations() else d.lands).append(mention.codes[0])
    about = _about(s)
    if about.codes:
        d.subject = about.codes
        d.home = d.home or about.codes
    met = list(dict.fromkeys(m.codes for m in s.persons.values() if len(m.codes) == 1))
    if about.person and about.codes:
        d.person = about.codes
    elif met:
        d.person = met[0]
    d.people += [codes for codes in met if codes != d.person] + ([d.person] if about.person else [])
    del d.people[:-6]


def _about(s: Scene) -> Reference:
    """The single party that the highest clause with a subject is about."""
    t = s.tree
    for i in sorted(range(len(t.tokens)), key=lambda j: clause.depth(t, j)):
        if clause.relation(t, i) == "nsubj":
            found = resolve(s, i)
            if found.firm and len(found.codes) == 1:
                return found
    return NOBODY


def abroad(s: Scene, actors: Codes) -> bool:
    """Whether several act, or the sentences or the contact told of bring in another: else the matter is domestic."""
    if len(actors) > 1:
        return True
    contact = set(s.discourse.contact)
    others = (codes_named(s) | s.discourse.named) - set(actors)
    return bool(others) or (len(contact) > 1 and bool(set(actors) & contact))


def codes_of(s: Scene, words: Sequence[int], firm: bool = True) -> Codes:
    """All whom the words mean, the firm ones alone if asked."""
    found = [resolve(s, i) for i in words]
    return union(r.codes for r in found if r.firm or not firm)
