"""Every entry of the lexicons is well formed and does what its own example sentences say.

Dates, offices and the words of a page have tests of their own beside the code that reads them.
"""

from __future__ import annotations

import json
from functools import cache

import pytest

from elchi import lexicon
from elchi.annotate import acts, blocs, parties
from elchi.annotate.topics import CONTEXTS, topics
from elchi.coding import coder
from elchi.coding.considered import Considered
from elchi.coding.events import TO_COME
from elchi.languages import ru
from elchi.lexicon import Entry
from elchi.pipeline import readings
from elchi.read import read_text
from elchi.schema import record_schema
from tests.scenes import sentences

PUBLISHED = "2026-03-11"
WORD_FOLDERS = ("topics", "nouns", "verbs", "time", "speech")
"""The folders whose entries are words and nothing else."""
PLAIN_SLOTS = {"subject", "object", "agent", "gen", "dat", "ins", "adj", "poss", "with"}
ACCUSATIVE = {"в", "на", "за", "под"}

ACTS = lexicon.entries("acts")
PARTIES = parties.all_entries()
PLACES = lexicon.entries("places")
TOPICS = lexicon.entries("topics")
BLOCS = blocs.entries()


def examples(found: dict[str, Entry], field: str) -> list[tuple[str, str]]:
    return [(name, text) for name, entry in found.items() if isinstance(entry["ru"], dict)
            for text in entry["ru"].get(field, ())]


@cache
def considered() -> dict[str, list[Considered]]:
    """All that the acts of each example sentence may become; the sentences are read in one go, which is quicker."""
    texts = list(dict.fromkeys(text for field in ("yes", "no") for _, text in examples(ACTS, field)))
    read = readings(read_text(text, id="", published=PUBLISHED) for text in texts)
    return {text: list(coder.consider(reading)) for text, reading in zip(texts, read, strict=True)}


def is_of(c: Considered, rule: str) -> bool:
    """Whether what was considered is the act of an entry, as its type, as what that is while to come, or its stance."""
    act = c.act.found.act
    return act.id == rule and c.kind in {act.type, TO_COME.get(act.type or ""), act.stance}


def share(field: str) -> float:
    """The share of the example sentences of that field in which their entry makes a row."""
    found = [any(is_of(c, rule) and c.row for c in considered()[text]) for rule, text in examples(ACTS, field)]
    return sum(found) / len(found)


def codes(sentence: str) -> set[str]:
    return {c for row in parties.parties(sentences(sentence)) for m in row for c in m.codes}


def found_topics(sentence: str) -> set[str]:
    return {topic for s in sentences(sentence) for topic in topics(s.tokens)}


@pytest.mark.parametrize(("rule", "sentence"), examples(ACTS, "yes"))
def test_act_is_found(rule: str, sentence: str) -> None:
    assert any(is_of(c, rule) for c in considered()[sentence])


def test_nearly_every_act_that_is_told_makes_a_row() -> None:
    """Which of the acts found become rows the learned models say, who may err here and there."""
    assert share("yes") >= 0.95


def test_hardly_any_act_that_is_not_told_makes_a_row() -> None:
    assert share("no") <= 0.1


@pytest.mark.parametrize(("name", "sentence"), examples(PARTIES, "yes"))
def test_party_is_found(name: str, sentence: str) -> None:
    assert PARTIES[name]["id"] in codes(sentence)


@pytest.mark.parametrize(("name", "sentence"), examples(PARTIES, "no"))
def test_party_is_not_found(name: str, sentence: str) -> None:
    assert PARTIES[name]["id"] not in codes(sentence)


def named_blocs(sentence: str) -> set[str]:
    found = sentences(sentence)
    return {m.entry for s, row in zip(found, parties.parties(found), strict=True) for m in blocs.with_blocs(s, row)
            if m.form == blocs.FORM}


@pytest.mark.parametrize(("name", "sentence"), examples(BLOCS, "yes"))
def test_bloc_is_found(name: str, sentence: str) -> None:
    assert name in named_blocs(sentence)


@pytest.mark.parametrize(("name", "sentence"), examples(BLOCS, "no"))
def test_bloc_is_not_found(name: str, sentence: str) -> None:
    assert name not in named_blocs(sentence)


def test_members_of_blocs_are_states() -> None:
    states = {entry["id"] for entry in PARTIES.values() if parties.is_state(entry["id"])}
    assert all(len(entry["members"]) > 1 and set(entry["members"]) <= states for entry in BLOCS.values())


@pytest.mark.parametrize(("name", "sentence"), examples(TOPICS, "yes"))
def test_topic_is_found(name: str, sentence: str) -> None:
    assert TOPICS[name]["id"] in found_topics(sentence)


@pytest.mark.parametrize(("name", "sentence"), examples(TOPICS, "no"))
def test_topic_is_not_found(name: str, sentence: str) -> None:
    assert TOPICS[name]["id"] not in found_topics(sentence)


@pytest.mark.parametrize("folder", ["acts", "blocs", "parties", "topics"])
def test_every_entry_has_an_example(folder: str) -> None:
    found = lexicon.entries(folder)
    told = {name for field in ("yes", "no") for name, _ in examples(found, field)}
    assert [name for name in found if name not in told] == []


def test_every_place_is_found_in_its_state_by_every_name() -> None:
    wrong = []
    for name, entry in PLACES.items():
        names = entry["ru"] if isinstance(entry["ru"], list) else entry["ru"]["names"]
        for form in names:
            sentence, = sentences(f"Посол прибыл в город {form}.")
            if [m.codes for m in parties.places(sentence)] != [(entry["country"],)]:
                wrong.append((name, form))
    assert wrong == []


def test_places_lie_in_known_states() -> None:
    assert {entry["country"] for entry in PLACES.values()} <= {entry["id"] for entry in PARTIES.values()}


def test_no_name_is_that_of_two_parties() -> None:
    owners: dict[str, set[str]] = {}
    for entry in PARTIES.values():
        doubtful = entry["ru"].get("ambiguous", ())
        for form in parties.FORMS:
            for name in entry["ru"].get(form, ()):
                if name not in doubtful:
                    owners.setdefault(name, set()).add(entry["id"])
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_what_is_ambiguous_is_one_of_the_forms() -> None:
    wrong = [(name, form) for name, entry in PARTIES.items() for form in entry["ru"].get("ambiguous", ())
             if not any(form in entry["ru"].get(kind, ()) for kind in parties.FORMS)]
    assert wrong == []


def is_slot(name: str) -> bool:
    """Whether a slot is one that coding tells apart: a plain one, or a preposition, with its case where it has two."""
    word, _, case = name.partition(":")
    if case:
        return word in ACCUSATIVE if case == "acc" else name == "с:gen"
    return name in PLAIN_SLOTS or " " in name or any(a[1] == "PREP" for a in ru.analyses(word))


def test_frames_and_acts_name_slots_that_exist() -> None:
    named = {(name, slot) for name, frame in acts.frames().items() for slot in (*frame.actor, *frame.recipient)}
    assert {(name, slot) for name, slot in named if not is_slot(slot)} == set()


def test_the_first_word_of_an_act_begins_as_its_dictionary_forms_do() -> None:
    """A first word that is no dictionary form («лучший», «всей») would never be looked up."""
    firsts = [(name, choice) for name, entry in ACTS.items() for form in entry["ru"].get("words", ())
              for choice in form.split()[0].split("|")]
    assert not [(name, word) for name, word in firsts
                if not any(lemma.startswith(lexicon.beginning(word)) for lemma in lexicon.pattern(word, None).words[0])]


def test_no_act_lists_its_words_twice() -> None:
    forms = {name: entry["ru"].get("words", []) for name, entry in ACTS.items()}
    assert {name: sorted({f for f in found if found.count(f) > 1}) for name, found in forms.items()
            if len(set(found)) < len(found)} == {}


def test_every_frame_is_used() -> None:
    assert set(acts.frames()) - {entry.get("frame", "own") for entry in ACTS.values()} == set()


@pytest.mark.parametrize("folder", WORD_FOLDERS)
def test_entries_of_words_are_checked(folder: str) -> None:
    form = "names" if folder == "nouns" else "words"
    for entry in lexicon.entries(folder).values():
        part = lexicon.check(entry, {}, {form: list})
        assert part[form]
        assert len(set(part[form])) == len(part[form]), entry["id"]


def test_contexts_are_those_of_the_schema() -> None:
    event = json.loads(record_schema())["$defs"]["event"]["properties"]
    known = set(event["contexts"]["items"]["enum"])
    assert {entry["id"] for entry in TOPICS.values() if entry["file"].stem == "contexts"} == known == set(CONTEXTS)
