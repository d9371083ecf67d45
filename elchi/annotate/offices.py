"""The lexicon of offices: kinds of office, the words that go with them, where a sentence names one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from elchi import lexicon
from elchi.annotate.parties import all_entries
from elchi.lexicon import Matcher
from elchi.model import Mention, Token

ROLES = ("head_of_state", "head_of_government", "foreign_minister", "deputy_foreign_minister", "minister", "ambassador",
         "spokesperson", "envoy", "igo_head", "legislator", "other_official", "military", "former")
"""The roles, the one that counts first where a person holds several offices."""
USES = ("head", "verb", "former", "former_prefix", "private", "copula", "anaphor", "post", "acting", "left", "followed")
SAME = "same"
"""The role of a colleague: that of whom he meets."""

_FIELDS: dict[str, type | tuple[type, ...]] = {
    "role": str, "use": str, "close": str, "short_of": list, "joins": list, "country": str, "from": int, "to": int}
_FORMS = dict.fromkeys(("names", "bodies", "heads", "of", "not", "at", "own", "among"), list)


@dataclass(frozen=True, slots=True)
class Kind:
    """An entry of the office lexicon: its role, and the parties it is limited to (`of`), cannot be of (`without`),
    tells (`own`) and of which one must stand behind it (`at`: «представитель Латвии в ООН»). `close` asks for a party
    or an organ of one beside it; `short_of` names the entry whose body it leans on and the one that is meant then.
    `among` are the states that have such an office, where few do: only they are guessed.
    """

    id: str
    role: str
    close: str
    short_of: tuple[str, str] | None
    of: frozenset[str]
    without: frozenset[str]
    at: frozenset[str]
    own: str | None
    among: frozenset[str]

    def fits(self, code: str) -> bool:
        """Whether the office may be of this party where nothing tells whose it is."""
        return not self.among or code in self.among


def entries() -> dict[str, lexicon.Entry]:
    """The office entries by `offices/id`, each checked; raises LexiconError."""
    found = lexicon.entries("offices")
    for entry in found.values():
        lexicon.check(entry, _FIELDS, _FORMS)
        role, use = entry.get("role"), entry.get("use")
        if (use not in USES) if use else role not in (*ROLES, SAME):
            raise lexicon.fault(entry["file"], entry["id"], "has no role or use that is known")
    return found


@lexicon.cached
def kinds() -> dict[str, Kind]:
    """The kinds of office by id."""
    return {e["id"]: _kind(e) for e in entries().values() if "role" in e and "country" not in e}


def _kind(entry: lexicon.Entry) -> Kind:
    part = entry["ru"]
    of, without, at, among = (frozenset(part.get(key, ())) for key in ("of", "not", "at", "among"))
    return Kind(entry["id"], entry["role"], entry.get("close", ""), _pair(entry.get("short_of")), of, without, at,
                next(iter(part.get("own", ())), None), among)


def _pair(names: list[str] | None) -> tuple[str, str] | None:
    return (names[0], names[1]) if names else None


@lexicon.cached
def words(use: str) -> frozenset[str]:
    """The single words of a list that serves `use`, as dictionary forms."""
    return frozenset(lemma for e in entries().values() if e.get("use") == use for name in e["ru"]["names"]
                     for choice in lexicon.pattern(name, None).words[:1] for lemma in choice)


@lexicon.cached
def _matcher() -> Matcher[tuple[str, str | None]]:
    """Values are an entry's id and the party that the name of the body tells («представитель Госдепа»)."""
    found = entries()
    heads = [n for e in found.values() if e.get("use") == "head" for n in e["ru"]["names"]]
    forms: list[tuple[str, tuple[str, str | None]]] = []
    for entry in found.values():
        if "role" not in entry or "country" in entry:
            continue
        part = entry["ru"]
        plain = [*part.get("names", ()), *(f"{h} {b}" for h in heads for b in part.get("bodies", ()))]
        forms += [(form, (entry["id"], None)) for form in plain]
        for other in (found[f"offices/{name}"]["ru"] for name in entry.get("joins", ())):
            own = next(iter(other.get("own", ())), None)
            forms += [(f"{h} {b}", (entry["id"], own)) for h in part.get("heads", ())
                      for b in other.get("bodies", ())]
    return Matcher(forms)


@lexicon.cached
def bodies() -> Matcher[str]:
    """Finds the bodies whose heads are of a kind."""
    return Matcher((b, e["id"]) for e in entries().values() for b in e.get("ru", {}).get("bodies", ()))


@lexicon.cached
def organisations() -> frozenset[str]:
    """The codes of intergovernmental organisations."""
    return frozenset(e["id"] for e in all_entries().values() if e["file"].stem == "organisations")


Core = tuple[int, int, tuple[tuple[str, str | None], ...]]
"""First and last word of an office's name, and what it may mean: kinds of office, each with its own party if it has."""


def cores(tokens: Sequence[Token], parties: Sequence[Mention]) -> list[Core]:
    """Where a sentence names offices, adjectives of parties within passed over («министр российской обороны»)."""
    adjectives = {i for m in parties if m.form == "adjectives" for i in range(m.first, m.last + 1)}
    kept = [i for i in range(len(tokens)) if i not in adjectives]
    found = {kept[a]: (kept[a], kept[b], ids) for a, b, ids in _matcher().find([_bare(tokens[i]) for i in kept])}
    # «председатель оппозиционного парламента»: other adjectives are passed over where that makes the name longer.
    kept = [i for i in kept if tokens[i].pos != "ADJ"]
    for a, b, ids in _matcher().find([_bare(tokens[i]) for i in kept]):
        first, last = kept[a], kept[b]
        if b > a and last - first > b - a and found.get(first, (first, first, ()))[1] == first:
            found = {k: v for k, v in found.items() if not first <= k <= last} | {first: (first, last, ids)}
    return [found[k] for k in sorted(found)]


def _bare(token: Token) -> Token:
    """The token without the prefix that tells a former holder («экс-министр» as «министр»)."""
    for prefix in words("former_prefix"):
        if token.text.lower().startswith(prefix + "-"):
            cut = len(prefix) + 1
            return Token(token.text[cut:], token.start, token.end, frozenset(x[cut:] for x in token.lemmas))
    return token
