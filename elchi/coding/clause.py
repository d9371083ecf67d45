"""The syntax of one sentence as coding asks for it: subjects, arguments by slot, voice, tense, negation.

Slots are named as in the act lexicon: `subject`, `object`, `agent`, `gen`, `dat`, `ins`, `adj`, `poss`, or the
preposition («с», «между», «по» …; «в» and «на» with the accusative are `в:acc`, `на:acc`, «с» with the genitive is
`с:gen`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from elchi import lexicon
from elchi.languages.ru import fold
from elchi.model import Sentence, Token

AT_A_CONTACT = frozenset({"на", "в", "после", "во время", "в ходе", "по итогам", "с", "перед", "по"})
"""Prepositions with which a noun for a contact tells where or when something was said."""
_SUBJECTS = ("nsubj", "csubj")
_OBLIQUE = ("obl", "nmod", "obl:agent", "iobj", "obj", "obl:tmod", "appos", "dep", "orphan", "nummod:gov")
_BY_CASE = {"Gen": "gen", "Dat": "dat", "Ins": "ins", "Acc": "object"}


@dataclass(frozen=True)
class Tree:
    """A parsed sentence with the children of each word, its relation to its head (`relation`), and all words that stand
    in it, as they stand and by their dictionary forms."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    heads: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    relations: tuple[str, ...]
    words: frozenset[str]


def tree(sentence: Sentence) -> Tree:
    """The tree of a parsed sentence whose heads go in no circle."""
    tokens = sentence.tokens
    children: list[list[int]] = [[] for _ in tokens]
    for i, token in enumerate(tokens):
        if token.head >= 0:
            children[token.head].append(i)
    words = frozenset(t.lemma for t in tokens) | {t.text.lower() for t in tokens}
    return Tree(sentence, tokens, tuple(t.head for t in tokens), tuple(map(tuple, children)),
                tuple(_relation(t.rel) for t in tokens), words)


def _relation(rel: str) -> str:
    return rel if rel in ("nsubj:pass", "acl:relcl", "obl:agent") else rel.split(":")[0]


def relation(t: Tree, i: int) -> str:
    """The relation of word i to its head, without subtype save for passive subjects and relative clauses."""
    return t.relations[i]


def feature(t: Tree, i: int, name: str) -> str:
    """A morphological feature of word i, or ''."""
    return t.tokens[i].feats.get(name, "")


def subtree(t: Tree, i: int, without: Collection[str] = ()) -> Iterator[int]:
    """Word i and all that hang on it, in no order, not entering children whose full relation is in `without`."""
    stack = [i]
    while stack:
        j = stack.pop()
        yield j
        stack += [c for c in t.children[j] if t.tokens[c].rel not in without and relation(t, c) not in without]


def span(t: Tree, i: int, without: Collection[str] = ()) -> tuple[int, int]:
    """First and last word of the subtree of i."""
    inside = list(subtree(t, i, without))
    return min(inside), max(inside)


def ancestors(t: Tree, i: int) -> Iterator[int]:
    """The words that i hangs on, nearest first."""
    while t.heads[i] >= 0:
        i = t.heads[i]
        yield i


_VARIANTS = {"со": "с", "ко": "к", "во": "в", "об": "о", "обо": "о", "ото": "от", "изо": "из", "подо": "под"}


def depth(t: Tree, i: int) -> int:
    """How many words stand above word i."""
    return sum(1 for _ in ancestors(t, i))


def preposition(t: Tree, i: int) -> str:
    """The preposition of a noun, as the lexicon writes it («с», «в», «со стороны»), or ''."""
    for c in t.children[i]:
        if relation(t, c) == "case":
            fixed = [t.tokens[f].text.lower() for f in t.children[c] if relation(t, f) == "fixed"]
            first = t.tokens[c].text.lower()
            return " ".join([first, *fixed]) if fixed else _VARIANTS.get(first, first)
    return ""


def is_verbal(t: Tree, i: int) -> bool:
    """Whether word i heads a clause: a verb in any form, or a predicate without one («признателен», «готов»)."""
    token = t.tokens[i]
    return token.pos in ("VERB", "AUX") or (token.pos == "ADJ" and feature(t, i, "Variant") == "Short") or any(
        relation(t, c) in _SUBJECTS or relation(t, c) == "nsubj:pass" for c in t.children[i])


def slot(t: Tree, i: int) -> str:
    """The slot that word i fills beside its head, or '' where it is no argument."""
    rel = relation(t, i)
    if rel in _SUBJECTS and feature(t, t.heads[i], "Voice") == "Pass":
        return "object"
    if rel in _SUBJECTS:
        other = "subject" if _agrees_with_subject(t, i) else "object"
        return {"Dat": "dat", "Ins": "ins"}.get(feature(t, i, "Case"), other)
    if rel == "nsubj:pass":
        return "object"
    if rel == "amod":
        return "adj"
    if rel == "det":
        return "poss"
    if rel not in _OBLIQUE:
        return ""
    prep, case = preposition(t, i), feature(t, i, "Case")
    if prep:
        if prep in ("в", "на", "за", "под") and case == "Acc":
            return f"{prep}:acc"
        return "с:gen" if prep == "с" and case == "Gen" else prep
    if rel == "obl:agent":
        return "agent"
    if rel == "obj":
        return "object"
    return _BY_CASE.get(case, "object" if case in ("Nom", "") and rel == "iobj" else "")


def _agrees_with_subject(t: Tree, i: int) -> bool:
    """Whether word i can be the subject of its verb: a plural noun needs a plural verb, a thing its gender.

    An office-holder need not («министр … заявила»), nor a number («двое погибли»).
    """
    noun, verb = t.tokens[i], t.tokens[t.heads[i]]
    finite = verb.feats.get("VerbForm") == "Fin" or verb.feats.get("Variant") == "Short"
    if noun.pos not in ("NOUN", "PROPN") or not finite:
        return True
    if noun.feats.get("Number") == "Plur" and verb.feats.get("Number") == "Sing":
        return any(relation(t, c) == "nummod" for c in t.children[i]) or verb.feats.get("Gender") == "Neut"
    genders = noun.feats.get("Gender"), verb.feats.get("Gender")
    return not (noun.pos == "NOUN" and noun.feats.get("Animacy") == "Inan" and None not in genders
                and verb.feats.get("Number") == "Sing" and genders[0] != genders[1])


def is_passive(t: Tree, verb: int) -> bool:
    """Whether the verb stands in the passive (its instrumental is its actor)."""
    return feature(t, verb, "Voice") == "Pass" or any(relation(t, c) == "nsubj:pass" for c in t.children[verb])


def subjects(t: Tree, verb: int, depth: int = 0) -> list[int]:
    """The words that do what the verb says, its own or those that it shares with the clause it hangs on.

    For a participle or relative clause the noun it tells of; for an impersonal plural («сообщили в Баку») the place
    that speaks. Empty where the sentence does not tell.
    """
    if depth > 6:
        return []
    own = [c for c in t.children[verb] if relation(t, c) == "nsubj" and slot(t, c) == "subject"]
    if own:
        return [_antecedent(t, c) for c in own]
    if is_passive(t, verb):
        return [c for c in t.children[verb] if slot(t, c) in ("agent", "ins")]
    head, rel = t.heads[verb], relation(t, verb)
    if head >= 0 and rel == "acl":
        return [head] if feature(t, verb, "Voice") != "Pass" else []
    seats = _speaking_seats(t, verb)
    if seats:
        return seats
    if head < 0:
        return []
    if rel == "xcomp" or (rel in ("csubj", "ccomp") and feature(t, verb, "VerbForm") == "Inf"):
        controlled = t.tokens[head].lemma in words_of("commanding")
        persons = [c for c in t.children[head] if slot(t, c) in ("object", "dat")] if controlled else []
        return persons or subjects(t, head, depth + 1)
    if rel in ("conj", "parataxis", "advcl", "ccomp"):
        climbs = rel != "ccomp" and (rel != "advcl" or feature(t, verb, "VerbForm") in ("Conv", "Inf"))
        same = rel == "parataxis" or _agrees(t, verb, head)
        return subjects(t, head, depth + 1) if climbs and same else []
    return []


def _agrees(t: Tree, verb: int, head: int) -> bool:
    """Whether two verbs can share a subject: the same number where both show one."""
    a, b = feature(t, verb, "Number"), feature(t, head, "Number")
    return not a or not b or a == b or feature(t, verb, "VerbForm") in ("Conv", "Inf")


def _speaking_seats(t: Tree, verb: int) -> list[int]:
    plural = feature(t, verb, "Number") == "Plur" and feature(t, verb, "Person") in ("", "3")
    if not plural or feature(t, verb, "VerbForm") not in ("Fin", ""):
        return []
    return [c for c in t.children[verb] if slot(t, c) in ("в", "на", "в:acc")]


def _antecedent(t: Tree, i: int) -> int:
    """The noun that «который» or «кто» stands for, else the word itself."""
    if t.tokens[i].lemma not in ("который", "кто", "что"):
        return i
    for j in ancestors(t, i):
        if t.tokens[j].rel == "acl:relcl" and t.heads[j] >= 0:
            return t.heads[j]
    return i


def arguments(t: Tree, anchors: Collection[int]) -> list[tuple[str, int]]:
    """(slot, word) of all that the words of an act govern, and of what the verb above a nominal act governs."""
    found: list[tuple[str, int]] = []
    top = min(anchors, key=lambda a: depth(t, a))
    for a in anchors:
        # Whoever is called on to do something is the subject of that alone («призвал Иран прекратить»).
        found += [(s, w) for s, w in _own(t, a, anchors) if s != "subject" or a == top or t.heads[a] not in anchors]
        if not is_verbal(t, a):
            found += _from_relative(t, a, anchors)
    if not is_verbal(t, top):
        found += _from_governor(t, top, anchors)
    return list(dict.fromkeys(found))


def _from_relative(t: Tree, noun: int, anchors: Collection[int]) -> list[tuple[str, int]]:
    """The arguments of the light verb in a clause that tells of a nominal act («удары, которые нанесли …»)."""
    return [(s, w) for c in t.children[noun] if relation(t, c) in ("acl", "acl:relcl")
            and t.tokens[c].lemma in words_of("light") for s, w in _own(t, c, anchors) if w != noun]


def _own(t: Tree, a: int, anchors: Collection[int]) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    verbal = is_verbal(t, a)
    passive = verbal and is_passive(t, a)
    if verbal:
        found += [("subject", s) for s in subjects(t, a) if s not in anchors]
        if passive and relation(t, a) == "acl" and t.heads[a] >= 0:
            found.append(("object", t.heads[a]))
    for c in t.children[a]:
        name = slot(t, c)
        if c in anchors or not name or (name == "subject" and verbal):
            continue
        if passive and name in ("ins", "agent"):
            continue
        found.append((name, _antecedent(t, c)))
    return found


def _from_governor(t: Tree, noun: int, anchors: Collection[int]) -> list[tuple[str, int]]:
    """The arguments that a nominal act shares with its verb.

    All of a light verb's («провёл переговоры с …», «передал заверения в солидарности»); of another verb those who took
    part in what was said or done at a contact, as slot `with` («на встрече с … сказал», «темой переговоров стал …»).
    """
    i, inner = noun, False
    while t.heads[i] >= 0 and not is_verbal(t, t.heads[i]) and relation(t, i) in ("conj", "nmod"):
        inner = inner or (relation(t, i) == "nmod" and t.tokens[t.heads[i]].lemma not in words_of("vessel"))
        i = t.heads[i]
    head, rel = t.heads[i], relation(t, i)
    if head < 0 or not is_verbal(t, head) or rel not in ("obj", "obl", "nsubj", "nsubj:pass", "iobj", "appos", "nmod"):
        return []
    branch = set(subtree(t, i))
    taken = [(s, w) for s, w in _own(t, head, anchors) if w not in branch]
    if t.tokens[head].lemma in words_of("light") and not inner:
        return [(s, w) for s, w in taken if s != "subject" or rel != "nsubj"]
    if (inner and rel == "obl") or preposition(t, i) in AT_A_CONTACT:
        return [("with", w) for s, w in taken if s in ("subject", "dat", "с")]
    if preposition(t, i) == "о" and not any(slot(t, c) == "gen" for c in t.children[noun]):
        return [("with", w) for s, w in taken if s == "subject"]
    return []


@lexicon.cached
def words_of(kind: str) -> frozenset[str]:
    """The words of a class of lexicons/verbs."""
    return frozenset(fold(w) for w in lexicon.entries("verbs")[f"verbs/{kind}"]["ru"]["words"])


def governor(t: Tree, anchors: Collection[int]) -> int:
    """The verb that tells tense and truth of an act: its own, or the one above a nominal act; else the act itself."""
    top = min(anchors, key=lambda a: depth(t, a))
    if is_verbal(t, top):
        return top
    for j in ancestors(t, top):
        if is_verbal(t, j):
            return j
    return top


def is_negated(t: Tree, i: int) -> bool:
    """Whether «не», «нет», «без» denies word i."""
    return any(t.tokens[c].lemma in ("не", "нет") and relation(t, c) in ("advmod", "discourse", "case", "")
               for c in t.children[i]) or preposition(t, i) == "без"


def tense(t: Tree, i: int) -> str:
    """`Past`, `Pres`, `Fut`, `Inf` or '' of the clause that word i heads; the copula or auxiliary counts."""
    helpers = [c for c in t.children[i] if relation(t, c) in ("aux", "cop")]
    if any(t.tokens[j].text.lower().startswith("буд") for j in helpers):
        return "Fut"
    for j in (*helpers, i):
        found = feature(t, j, "Tense")
        if found:
            perfective = feature(t, j, "Aspect") == "Perf" and feature(t, j, "VerbForm") == "Fin"
            return "Fut" if found == "Pres" and perfective else found
    return "Inf" if feature(t, i, "VerbForm") == "Inf" else ""
