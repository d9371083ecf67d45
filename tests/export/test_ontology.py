from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from elchi import lexicon
from elchi.annotate.topics import CONTEXTS
from elchi.errors import LedgerError
from elchi.export import ontology
from elchi.export.ontology import QUADS, cameo, contexts, kinds, party, quad, score, sector
from tests.records import CALL, MINISTER

SHARED = Path(__file__).parents[3] / "shared" / "ontology"
CODEBOOK = Path(__file__).parents[2] / "docs" / "codebook.md"
MOVED = {("SANCTION", "116"), ("COERCE", "176")}
"""Codes that the conversion table has under another type, or not at all; the table's head says why."""
KINDS = sorted(kinds().items(), key=str)


def codes() -> Iterable[tuple[str, str]]:
    """Every type with each CAMEO code that an event of it may get."""
    for (kind, _), found in KINDS:
        yield kind, found.cameo
        yield from ((kind, code) for _, code in found.contexts)


def test_every_type_and_mode_of_the_codebook_is_in_the_table() -> None:
    table = CODEBOOK.read_text(encoding="utf-8").split("### Types and modes")[1].split("### Contexts")[0]
    lines = [line.split("|") for line in table.splitlines() if line.startswith("| `")]
    named = {(kind.strip(" `"), mode) for _, kind, _, modes, _ in lines
             for mode in [None, *re.findall("`([a-z-]+)`", modes)]}
    assert len({kind for kind, _ in named}) == 16
    assert named == set(kinds())


@pytest.mark.parametrize(("key", "kind"), KINDS)
def test_a_kind_has_category_score_and_code(key: tuple[str, str | None], kind: ontology.Kind) -> None:
    assert quad(*key) == kind.quad in range(1, len(QUADS) + 1)
    assert score(*key) == kind.score and -10 <= kind.score <= 10
    assert {"COOPERATION": kind.score > 0, "CONFLICT": kind.score < 1}[QUADS[kind.quad - 1].split()[1]]
    assert all(re.fullmatch(r"(0[3-9]|1\d|20)\d{1,2}", code) for code in (kind.cameo, *(c for _, c in kind.contexts)))
    assert {context for context, _ in kind.contexts} <= set(CONTEXTS)


def test_modes_share_the_category_of_their_type() -> None:
    assert all(quad(kind, mode) == quad(kind) for kind, mode in kinds())


def test_an_accusation_is_no_friendly_act() -> None:
    assert score("ACCUSE") == score("ACCUSE", None) == -3.0


def test_a_mode_that_the_table_lacks_is_worth_what_its_type_is() -> None:
    assert score("AID", "airlift") == score("AID")
    with pytest.raises(LedgerError, match="APPEAL: no such type of event"):
        quad("APPEAL")


@pytest.mark.parametrize(("kind", "mode", "about", "code"), [
    ("CONSULT", "phone", ("economic",), "041"), ("CONSULT", "visit", (), "042"), ("CONSULT", None, ("legal",), "040"),
    ("AGREE", None, ("economic", "diplomatic"), "036"), ("AGREE", None, ("energy",), "0311"),
    ("AGREE", None, (), "030"), ("AID", None, ("economic",), "071"), ("AID", None, ("military", "disasters"), "073"),
    ("REQUEST", "yield", ("military",), "1056"), ("ASSAULT", "drone", ("military",), "195")])
def test_contexts_settle_a_finer_code(kind: str, mode: str | None, about: tuple[str, ...], code: str) -> None:
    assert cameo(replace(CALL, type=kind, mode=mode, contexts=about)) == code


def test_contexts_and_times_go_by_plovers_names() -> None:
    event = replace(CALL, contexts=("disasters", "environment", "culture"), time="background")
    assert contexts(event) == ["enviro_disaster", "culture", "historical"]
    assert contexts(replace(CALL, contexts=("territory",))) == ["resource"]
    assert contexts(replace(CALL, contexts=(), time="negated")) == ["negation"]


def test_every_party_of_the_lexicon_has_an_english_name() -> None:
    parties = [entry["id"] for entry in lexicon.entries("parties").values() if entry["id"] != "none"]
    assert len(parties) > 300
    assert all(party(code).name.isascii() or code in ("ALA", "BLM", "CUW", "REU", "STP", "CIV") for code in parties)
    named = [party(code).name for code in parties]
    assert len(set(named)) == len(named)


def test_parties_as_others_know_them() -> None:
    assert (party("KAZ").actor, party("KAZ").cow, party("KAZ").name) == ("KAZ", "705", "Kazakhstan")
    assert [party(code).cow for code in ("RUS", "SUN", "TUR", "GBR", "VNM", "PSE")] == [
        "365", "365", "640", "200", "816", None]
    assert [party(code).actor for code in ("UN", "EU", "OTS", "NSA:Hamas", "OTH", "XYZ")] == [
        "UNO", "EUR", "IGO", "IMG", None, None]
    assert (party("NSA:Hamas").name, party("XYZ").name) == ("Hamas", "XYZ")


def test_one_number_stands_for_one_state_and_its_predecessor() -> None:
    rows = [(party(entry["id"]).cow, entry["id"]) for entry in lexicon.entries("parties").values()]
    shared: dict[str, list[str]] = {}
    for number, code in rows:
        if number:
            shared.setdefault(number, []).append(code)
    assert {number: found for number, found in shared.items() if len(found) > 1} == {
        "365": ["RUS", "SUN"], "345": ["SRB", "YUG"]}


def test_sectors_of_officials() -> None:
    assert sector(MINISTER) == "GOV"
    assert sector(replace(MINISTER, role="legislator")) == "LEG"
    assert sector(replace(MINISTER, role="former")) == "CVL"
    assert sector(replace(MINISTER, role="igo_head", country="UN")) is None


@pytest.mark.parametrize("name", ["types.tsv", "parties.tsv"])
def test_the_tables_lie_in_the_package_and_say_where_they_are_from(name: str) -> None:
    path = Path(ontology.__file__).parents[1] / "ontology" / name
    head = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert any(line.startswith(("# Source: ", "# Sources: ")) for line in head)
    assert name != "types.tsv" or any("CC BY-SA 4.0" in line for line in head)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the ontology that the table was drawn from is not at hand")
def test_the_table_agrees_with_plovers() -> None:
    with (SHARED / "plover.tsv").open(encoding="utf-8") as lines:
        rows = {(r["type"], r["mode"] or None): (r["quad"], float(r["score"])) for r in csv.DictReader(
            lines, delimiter="\t")}
    assert rows == {key: (QUADS[kind.quad - 1], kind.score) for key, kind in kinds().items()}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the conversion table that the codes were drawn from is not at hand")
def test_codes_are_those_of_the_conversion_table() -> None:
    found = re.findall(r"^(\d{3,4}): ([A-Z]+)", (SHARED / "cameo-to-plover.txt").read_text(encoding="utf-8"), re.M)
    known = {code for code, _ in found}
    roots = {(kind, code[:2]) for code, kind in found}
    assert {(kind, code) for kind, code in codes() if code not in known or (kind, code[:2]) not in roots} == MOVED
