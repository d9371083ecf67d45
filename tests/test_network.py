"""The network answers by its weights alone, whatever it reads beside, and says what training computes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import jax
import numpy as np
import pytest

from elchi import network
from elchi.network import ASKED, MOST, PARTS, Act, Answer, Network, Party, Sense, Words
from training import network as learning
from training.network import Course, TaughtAct, TaughtSentence

TALKS = Words(["министры", "обсудили", "торговлю"], [["pos:NOUN"], ["pos:VERB"], ["pos:NOUN"]], [1, 1, 1])
LOAN = Words(["банк", "выделил", "кредит"], [["pos:NOUN"], ["pos:VERB"], ["pos:NOUN"]], [1, 1, 1])
STRIKE = Words([None, "обстреляла", "порт", "из", None],
               [["called:name", "pos:PROPN", "Case:Nom"], ["pos:VERB"], ["pos:NOUN", "Case:Acc"], [], ["called:name"]],
               [1, 1, 1, 4, 1])
DEED, PORT = Act(1, 2, 1, ["kind:ASSAULT", "entry:shell"]), Act(2, 4, 1, ["kind:AID"])
FIRST, OTHER = Party([0, 4], ["form:name", "rule:actor"]), Party([], ["unnamed"])
MANY = Party([0, 4, 0, 2], [f"mark:{i}" for i in range(MOST + 9)])
LEFT_OUT = 1


@pytest.fixture(scope="module", autouse=True)
def _few_in_a_step() -> Iterator[None]:
    """Room for what these tests learn from, not for ten times as much."""
    with pytest.MonkeyPatch.context() as patch:
        for name, size in (("WORDS", 640), ("SENTENCES", 128), ("ACTS", 96), ("PARTIES", 128)):
            patch.setattr(learning, name, size)
        yield


@pytest.fixture(scope="module")
def course() -> Course:
    """Forty times two sentences: one tells of talks, one of a strike by the party that it names first; and in a fold of
    their own, forty that tell of a loan."""
    told = (TaughtAct(DEED, (True, True, False, None, None), [(FIRST, "actor"), (OTHER, "none")]),
            TaughtAct(PORT, (False, None, None, None, None), [(MANY, "none")]))
    return Course([*[TaughtSentence(0, TALKS, {"CONSULT"}, ()), TaughtSentence(0, STRIKE, {"ASSAULT"}, told)] * 40,
                   *[TaughtSentence(LEFT_OUT, LOAN, {"AID"}, ())] * 40])


@pytest.fixture(scope="module")
def learned(course: Course) -> Network:
    """A network of the talks and the strikes."""
    return course.network(without=LEFT_OUT, epochs=30)


def asked(reader: Network, words: Words, acts: Sequence[tuple[Act, Sequence[Party]]]) -> tuple[Sense, list[Answer]]:
    sense, = reader.read([words])
    return sense, reader.ask(sense, acts)


def test_it_learns_what_sentences_tell_and_who_does_it(learned: Network) -> None:
    talks, _ = asked(learned, TALKS, [])
    assert talks.gist["CONSULT"] > 0 > talks.gist["ASSAULT"]
    strike, [(told, (first, other))] = asked(learned, STRIKE, [(DEED, [FIRST, OTHER])])
    assert strike.gist["ASSAULT"] > 0 > strike.gist["CONSULT"]
    assert told["told"] > 0 and tuple(told) == ASKED
    assert first["actor"] > 0.5 and other["none"] > 0.5 and tuple(first) == PARTS
    assert sum(first.values()) == pytest.approx(1)


def test_a_sentence_is_read_alike_alone_and_among_others(learned: Network) -> None:
    alone, = learned.read([STRIKE])
    among = list(learned.read([TALKS] * 700 + [STRIKE]))
    assert len(among) == 701
    np.testing.assert_allclose(among[-1].words, alone.words, rtol=1e-3, atol=1e-4)
    assert among[-1].gist == pytest.approx(alone.gist, abs=1e-3)


def test_acts_are_answered_alike_alone_and_among_others(learned: Network) -> None:
    blame = Act(2, 2, 1, ["kind:ACCUSE", "entry:unknown"])
    _, [alone] = asked(learned, STRIKE, [(DEED, [FIRST, OTHER])])
    _, [_, among, bare] = asked(learned, STRIKE, [(blame, [OTHER]), (DEED, [FIRST, OTHER]), (blame, [])])
    assert among[0] == pytest.approx(alone[0], abs=1e-4)
    assert [p == pytest.approx(q, abs=1e-4) for p, q in zip(among[1], alone[1], strict=True)] == [True, True]
    assert bare[1] == []


def test_what_is_written_is_read_again(learned: Network, tmp_path: Path) -> None:
    network.dump(learned, tmp_path / "network.npz")
    again = network.load(tmp_path / "network.npz")
    assert again.names == learned.names
    assert asked(again, STRIKE, [(DEED, [FIRST])])[1] == asked(learned, STRIKE, [(DEED, [FIRST])])[1]


def test_it_computes_what_training_computes(course: Course, learned: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "DROPPED", 0.0)
    monkeypatch.setattr(learning, "HIDDEN", 0.0)
    batch = next(learning._batches(course.taught[:4], np.random.default_rng(0)))
    weights = {name: np.concatenate((np.zeros((1, learning.WIDTH), np.float32), w)) if name in learning.BAG else w
               for name, w in learned.weights.items()}
    gist, told, parts = (np.asarray(x) for x in
                         jax.jit(learning._answers)(weights, course.vectors, batch, jax.random.PRNGKey(0)))
    odds = np.exp(parts)
    odds /= odds.sum(1, keepdims=True)
    sense, answers = asked(learned, STRIKE, [(DEED, [FIRST, OTHER]), (PORT, [MANY])])
    for nth in range(2):
        n = int(batch["in"][2 * nth])
        np.testing.assert_allclose(list(sense.gist.values()), gist[n], atol=1e-3)
        for (own, _), wanted in zip(answers, told[2 * nth:], strict=False):
            np.testing.assert_allclose(list(own.values()), wanted, atol=1e-3)
        given = [list(chances.values()) for _, parties in answers for chances in parties]
        np.testing.assert_allclose(given, odds[3 * nth:3 * nth + 3], atol=1e-3)


def test_a_fold_is_not_learned_from(learned: Network) -> None:
    loan, _ = asked(learned, LOAN, [])
    assert loan.gist["AID"] < 0
