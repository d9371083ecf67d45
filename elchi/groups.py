"""Parties and groups of parties as a person names them, in Russian, Kazakh or English: from names to codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches

from elchi import lexicon
from elchi.annotate import blocs, parties
from elchi.errors import LedgerError
from elchi.export import ontology
from elchi.languages.ru import fold
from elchi.names import party as called

MEMBERS = "members:"
"""What stands before a name where the members of what it names are meant."""

Names = Mapping[str, list[tuple[str, frozenset[str]]]]
"""By a name as it is looked up, each name that is looked up so, as it is written, with the codes that it means."""
_FOLDERS = ("parties", "blocs", "memberships")
_LANGUAGES = ("ru", "kk", "en")
_MARKS = str.maketrans("-", " ", "«»“”\"")


def resolve(name: str) -> frozenset[str]:
    """The codes of the parties that a person means by a name, in any case, with е for ё, blanks for hyphens and no
    quotation marks.

    - The code or name of a party means that party: `KAZ`, `Казахстан`, `NSA:Hamas`. An organisation is a party of its
      own: `EU`, `ЕС` and `European Union` mean the organisation alone.
    - The id or name of any other group means all its members: `central-asia`, `Орталық Азия`, `Gulf states`.
    - `members:` before a name means the members: `members:EU`, `members:Африканский союз`. The colon is that of `NSA:`
      and means nothing to a shell; a plus would not do, since «ОПЕК+» and «БРИКС+» are names.

    Raises LedgerError, which tells names that look like it, where nothing is named so, and where two parties are
    («Конго»).
    """
    if name.strip().lower().startswith(MEMBERS):
        return members(name.strip()[len(MEMBERS):])
    return _meant(name, _everything(), "party or group of parties")


def members(name: str) -> frozenset[str]:
    """The codes of the members of the group or organisation of that id or name, as of the day that its entry tells.

    Raises LedgerError as `resolve` does, and where the members of an organisation are not told (`UN`).
    """
    return _meant(name, _groups(), "group whose members are known")


def _meant(name: str, names: Names, what: str) -> frozenset[str]:
    key = _key(name)
    found = {codes for _, codes in names.get(key, ())}
    if len(found) == 1:
        return found.pop()
    if found:
        raise LedgerError(f"{name}: it may mean {' or '.join(sorted(', '.join(sorted(codes)) for codes in found))}")
    near = [names[other][0][0] for other in get_close_matches(key, names)]
    raise LedgerError(f"{name}: no such {what}" + (f"; there is {', '.join(near)}" if near else ""))


def _key(name: str) -> str:
    """The name as it is looked up."""
    return " ".join(fold(name).translate(_MARKS).split())


@lexicon.cached
def _everything() -> Names:
    """What `resolve` knows: an organisation's names mean itself, those of other groups their members."""
    codes = {entry["id"] for entry in parties.all_entries().values()} - {parties.NOBODY}
    return _by_name(_memberships() | {code: frozenset({code}) for code in codes})


@lexicon.cached
def _groups() -> Names:
    return _by_name(_memberships())


def _by_name(meanings: Mapping[str, frozenset[str]]) -> Names:
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for own, codes in meanings.items():
        for name in _names(own):
            found.setdefault(_key(name), []).append((name, codes))
    return found


def _names(own: str) -> list[str]:
    """The id of a party or group, and its names in all languages; named bodies without a code are no one party."""
    told = [lexicon.entries(folder).get(f"{folder}/{own}", {}) for folder in _FOLDERS if own != "OTH"]
    shown = [called(own, language) for language in _LANGUAGES]
    return [own, ontology.party(own).name, *shown,
            *(name for entry in told for language in _LANGUAGES for name in entry.get(language, {}).get("names", ()))]


@lexicon.cached
def _memberships() -> dict[str, frozenset[str]]:
    """The members of each group and organisation by its id; raises LexiconError where an entry tells none."""
    told = {entry["id"]: entry for entry in blocs.entries().values()}
    for entry in lexicon.entries("memberships").values():
        lexicon.check(entry, {"as_of": date, "members": (list, str), "kk": dict, "en": dict}, {"names": list})
        told[entry["id"]] = {**told.get(entry["id"], {}), **entry}
    return {own: _codes(entry, told) for own, entry in told.items()}


def _codes(entry: lexicon.Entry, told: Mapping[str, lexicon.Entry]) -> frozenset[str]:
    """The members that an entry tells, or the one that it refers to."""
    listed = entry.get("members")
    if isinstance(listed, str):
        listed = told.get(listed, {}).get("members")
    known = lexicon.entries("parties")
    if not isinstance(listed, list) or not all(f"parties/{code}" in known for code in listed):
        raise lexicon.fault(entry["file"], entry["id"], "its members are no list of codes of parties")
    return frozenset(listed)
