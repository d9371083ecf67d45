"""Learning the network of `elchi/network.py`: gradient descent over the sentences of coded reports.

All that is told of a sentence is learned at once, so that what helps one question helps the others. Sentences lie in
rows of one length with an empty word between them, so that the arithmetic is compiled once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray

from elchi.languages.ru_net import net
from elchi.network import ASKED, LAYERS, MENTIONS, MOST, PARTS, Act, Network, Party, Words

WIDTH = 128
EPOCHS = 7
RATE, DECAY, DROPPED, HIDDEN, WARM_UP, CLIPPED = 3e-3, 0.2, 0.2, 0.15, 100, 5.0
"""Step size, weight decay, share of values dropped, share of words whose vectors are hidden, steps of warming up,
greatest norm of a gradient."""
LEAST = {"marks": 12, "acts": 1, "parties": 30}
"""How often a mark must be seen to be learned from."""
BAG = {"marks": 8, "acts": 2, "parties": MOST}
"""How many marks a word, an act and a party may have."""
WORDS, SENTENCES, ACTS, PARTIES = 3072, 256, 544, 1024
"""How many of each are learned from in one step."""
SHARES = {"gist": 1 / 40, "told": 1 / 20, "asked": 1 / 80, "part": 1 / 20}
"""What an error counts in the gist of a sentence, in whether it tells an act, in what parties an act has, in a part."""

Arrays = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TaughtAct:
    """An act with what the network should say of it: what is ASKED, and the part of each party; None where unknown."""

    act: Act
    asked: Sequence[bool | None]
    parties: Sequence[tuple[Party, str | None]]


@dataclass(frozen=True, slots=True)
class TaughtSentence:
    """A sentence with its fold, the types, stances and times that it tells (None where unknown), and its acts."""

    fold: int
    words: Words
    gist: Set[str] | None
    acts: Sequence[TaughtAct]


@dataclass(frozen=True, slots=True)
class _Numbers:
    """A sentence as numbers. Rows of `acts` are top, lowest, governor and what is asked; rows of `parties` are act,
    mentions and part."""

    fold: int
    vectors: NDArray[np.int32]
    marks: NDArray[np.int32]
    heads: NDArray[np.int32]
    gist: NDArray[np.float32]
    acts: NDArray[np.int32]
    act_marks: NDArray[np.int32]
    parties: NDArray[np.int32]
    party_marks: NDArray[np.int32]


class Course:
    """What the network learns from, made ready once for all folds."""

    def __init__(self, taught: Sequence[TaughtSentence]) -> None:
        self.names = _names(taught)
        places = {table: {name: i + 1 for i, name in enumerate(names)} for table, names in self.names.items()}
        rows: dict[str, int] = {}
        self.taught = [_numbers(s, places, rows) for s in taught]
        self.vectors = np.concatenate((np.zeros((1, 300), np.float32), net().vectors(list(rows))))

    def network(self, without: int | None = None, epochs: int = EPOCHS) -> Network:
        """The network of the sentences, those of one fold left out."""
        chosen = [s for s in self.taught if s.fold != without]
        rng = np.random.default_rng(0)
        # The steps grow smaller as if there were one epoch more, so that the last ones still tell.
        steps = (epochs + 1) * sum(1 for _ in _batches(chosen, np.random.default_rng(0)))
        rate = optax.warmup_cosine_decay_schedule(0.0, RATE, min(WARM_UP, steps // 4 + 1), steps, RATE / 50)
        chain = optax.chain(optax.clip_by_global_norm(CLIPPED), optax.adamw(rate, weight_decay=DECAY))
        weights = _begin(self.names)
        state, key, done = chain.init(weights), jax.random.PRNGKey(0), 0
        table = jnp.asarray(self.vectors)

        @jax.jit
        def step(weights: Arrays, state: Any, batch: Arrays, key: Any) -> tuple[Arrays, Any]:
            change, state = chain.update(jax.grad(_loss)(weights, table, batch, key), state, weights)
            return optax.apply_updates(weights, change), state

        for _ in range(epochs):
            for batch in _batches(chosen, rng):
                weights, state = step(weights, state, batch, jax.random.fold_in(key, done))
                done += 1
        # As the file holds them, so that what is judged is what is shipped; the first row of a table is the empty mark.
        halved = {name: np.asarray(w).astype(np.float16).astype(np.float32) for name, w in weights.items()}
        return Network({name: w[1:] if name in BAG else w for name, w in halved.items()}, self.names)


def _names(taught: Iterable[TaughtSentence]) -> dict[str, list[str]]:
    """The marks seen often enough, and all that `gist` may tell."""
    seen: dict[str, Counter[str]] = {table: Counter() for table in BAG}
    gist: set[str] = set()
    for s in taught:
        gist |= s.gist or set()
        seen["marks"].update(m for marks in s.words.marks for m in marks)
        seen["acts"].update(m for a in s.acts for m in a.act.marks)
        seen["parties"].update(m for a in s.acts for party, _ in a.parties for m in party.marks)
    return {**{table: sorted(m for m, n in seen[table].items() if n >= LEAST[table]) for table in BAG},
            "gist": sorted(gist)}


def _numbers(s: TaughtSentence, places: Mapping[str, Mapping[str, int]], rows: dict[str, int]) -> _Numbers:
    """A sentence as numbers; `rows` grows by the place of each new word in the table of vectors."""
    acts = [[a.act.top, a.act.lowest, a.act.governor, *(-1 if x is None else int(x) for x in a.asked)] for a in s.acts]
    parties = [(n, party, part) for n, a in enumerate(s.acts) for party, part in a.parties if part is not None]
    gist = [-1.0 if s.gist is None else float(name in s.gist) for name in places["gist"]]
    return _Numbers(
        s.fold, np.array([0 if w is None else rows.setdefault(w, len(rows) + 1) for w in s.words.words], np.int32),
        _bags("marks", s.words.marks, places), np.array(s.words.heads, np.int32), np.array(gist, np.float32),
        np.array(acts, np.int32).reshape(-1, 3 + len(ASKED)), _bags("acts", [a.act.marks for a in s.acts], places),
        np.array([[n, *_few(party.at), PARTS.index(part)] for n, party, part in parties], np.int32
                 ).reshape(-1, 2 + MENTIONS),
        _bags("parties", [party.marks for _, party, _ in parties], places))


def _few(at: Sequence[int]) -> list[int]:
    return [*at[:MENTIONS], *[-1] * (MENTIONS - len(at))]


def _bags(table: str, bags: Sequence[Sequence[str]], places: Mapping[str, Mapping[str, int]]) -> NDArray[np.int32]:
    found = np.zeros((len(bags), BAG[table]), np.int32)
    for row, bag in zip(found, bags, strict=True):
        known = [places[table][m] for m in bag if m in places[table]][:BAG[table]]
        row[:len(known)] = known
    return found


def _batches(sentences: Sequence[_Numbers], rng: np.random.Generator) -> Iterator[Arrays]:
    """The sentences in chance order, as many at a time as have room; each by itself has."""
    together: list[_Numbers] = []
    room = np.array([WORDS, SENTENCES, ACTS, PARTIES])
    left = room.copy()
    for i in rng.permutation(len(sentences)):
        s = sentences[i]
        need = np.array([len(s.heads) + 1, 1, len(s.acts), len(s.parties)])
        if together and (need > left - (1, 0, 0, 0)).any():
            yield _batch(together)
            together, left = [], room.copy()
        together.append(s)
        left -= need
    if together:
        yield _batch(together)


def _batch(sentences: Sequence[_Numbers]) -> Arrays:
    """Sentences in one row; what is left over is empty and counts nothing."""
    out = {"vectors": np.zeros(WORDS, np.int32), "marks": np.zeros((WORDS, BAG["marks"]), np.int32),
           "heads": np.zeros(WORDS, np.int32), "of": np.full(WORDS, SENTENCES, np.int32),
           "gist": np.full((SENTENCES, len(sentences[0].gist)), -1, np.float32),
           "acts": np.zeros((ACTS, 3), np.int32), "in": np.zeros(ACTS, np.int32),
           "asked": np.full((ACTS, len(ASKED)), -1, np.float32),
           "act_marks": np.zeros((ACTS, BAG["acts"]), np.int32),
           "at": np.full((PARTIES, MENTIONS), -1, np.int32), "act": np.zeros(PARTIES, np.int32),
           "part": np.full(PARTIES, -1, np.int32), "party_marks": np.zeros((PARTIES, BAG["parties"]), np.int32)}
    word, act, party = 1, 0, 0
    for n, s in enumerate(sentences):
        own, acts, parties = (slice(start, start + len(rows)) for start, rows in
                              ((word, s.heads), (act, s.acts), (party, s.parties)))
        out["vectors"][own], out["marks"][own], out["heads"][own], out["of"][own] = \
            s.vectors, s.marks, s.heads + word, n
        out["gist"][n] = s.gist
        out["acts"][acts], out["in"][acts], out["asked"][acts] = s.acts[:, :3] + word, n, s.acts[:, 3:]
        out["act_marks"][acts] = s.act_marks
        out["act"][parties], out["part"][parties] = s.parties[:, 0] + act, s.parties[:, -1]
        out["at"][parties] = np.where(s.parties[:, 1:-1] < 0, -1, s.parties[:, 1:-1] + word)
        out["party_marks"][parties] = s.party_marks
        word, act, party = own.stop + 1, acts.stop, parties.stop
    return out


def _begin(names: Mapping[str, Sequence[str]]) -> Arrays:
    """Weights to begin with."""
    rng = np.random.default_rng(0)

    def matrix(inputs: int, outputs: int, size: float | None = None) -> NDArray[np.float32]:
        return (rng.standard_normal((inputs, outputs)) * (size or inputs ** -0.5)).astype(np.float32)

    weights: Arrays = {"vectors": matrix(300, WIDTH)}
    weights |= {table: matrix(len(names[table]) + 1, WIDTH, 0.05) for table in BAG}
    for n in range(LAYERS):
        weights |= {f"near{n}": matrix(WIDTH, 3 * WIDTH, (3 * WIDTH) ** -0.5), f"head{n}": matrix(WIDTH, WIDTH),
                    f"bias{n}": np.zeros(WIDTH, np.float32), f"scale{n}": np.ones(WIDTH, np.float32),
                    f"shift{n}": np.zeros(WIDTH, np.float32)}
    for name, inputs, outputs in (("gist", 2, len(names["gist"])), ("act", 5, len(ASKED)), ("part", 4, len(PARTS)),
                                  ("beside", 3, len(PARTS))):
        weights |= {f"{name}.in": matrix(inputs * WIDTH, WIDTH), f"{name}.bias": np.zeros(WIDTH, np.float32),
                    f"{name}.out": matrix(WIDTH, outputs), f"{name}.end": np.zeros(outputs, np.float32)}
    return {name: jnp.asarray(w) for name, w in weights.items()}


def _answers(w: Arrays, table: Any, b: Arrays, key: Any) -> tuple[Any, Any, Any]:
    """What `elchi.network` computes, over a batch, with some values dropped: gist, what is asked, parts."""
    def kept(n: int, share: float, shape: tuple[int, ...]) -> Any:
        return jax.random.bernoulli(jax.random.fold_in(key, n), share, shape)

    def dropped(x: Any, n: int) -> Any:
        return x * kept(n, 1 - DROPPED, x.shape) / (1 - DROPPED)

    def bags(table: str, marks: Any) -> Any:
        return (w[table][marks] * (marks > 0)[..., None]).sum(1)

    def dense(name: str, x: Any, n: int) -> tuple[Any, Any]:
        inner = dropped(jax.nn.relu(x @ w[f"{name}.in"] + w[f"{name}.bias"]), n)
        return inner, inner @ w[f"{name}.out"] + w[f"{name}.end"]

    def by_act(x: Any) -> Any:
        return jax.ops.segment_sum(x, b["act"], ACTS)[b["act"]]

    real = (b["of"] < SENTENCES)[:, None]
    spelt = table[b["vectors"]] * kept(15, 1 - HIDDEN, (len(real), 1))
    x = dropped(spelt @ w["vectors"] + bags("marks", b["marks"]), 0) * real
    for n in range(LAYERS):
        taps = (x @ w[f"near{n}"]).reshape(len(x), 3, -1)
        out = taps[:, 1] + (x @ w[f"head{n}"])[b["heads"]] + w[f"bias{n}"]
        out = out.at[1:].add(taps[:-1, 0]).at[:-1].add(taps[1:, 2])
        out = x + dropped(jax.nn.relu(out), 1 + n)
        out -= out.mean(1, keepdims=True)
        out /= jnp.sqrt(jnp.square(out).mean(1, keepdims=True) + 1e-5)
        x = (out * w[f"scale{n}"] + w[f"shift{n}"]) * real
    ones = jax.ops.segment_sum(jnp.ones(len(x)), b["of"], SENTENCES + 1)[:-1]
    most = jax.ops.segment_max(x, b["of"], SENTENCES + 1)[:-1]
    most = jnp.where(ones[:, None] > 0, most, 0)
    mean = jax.ops.segment_sum(x, b["of"], SENTENCES + 1)[:-1] / (ones[:, None] + 1)
    whole = jnp.concatenate((most, mean), 1)
    _, gist = dense("gist", whole, 10)
    marks = bags("acts", b["act_marks"])
    top, lowest, above = (x[b["acts"][:, i]] for i in range(3))
    inner, asked = dense("act", jnp.concatenate((top + lowest, above, marks, whole[b["in"]]), 1), 11)
    named = (x[b["at"]] * (b["at"] >= 0)[..., None]).sum(1)
    act = (inner + marks)[b["act"]]
    known = dropped(bags("parties", b["party_marks"]), 12)
    own, alone = dense("part", jnp.concatenate((named, act, known, named * act), 1), 13)
    told = (b["part"] >= 0).astype(jnp.float32)[:, None]
    others = (by_act(own * told) - own) / jnp.sqrt(jnp.maximum(by_act(told), 1))
    _, beside = dense("beside", jnp.concatenate((own, others, act), 1), 14)
    return gist, asked, alone + beside


def _loss(w: Arrays, table: Any, b: Arrays, key: Any) -> Any:
    """How wrong the answers are; what is unknown counts nothing."""
    gist, asked, part = _answers(w, table, b, key)

    def binary(logits: Any, wanted: Any) -> Any:
        return (optax.sigmoid_binary_cross_entropy(logits, wanted) * (wanted >= 0)).sum()

    parts = optax.softmax_cross_entropy_with_integer_labels(part, jnp.maximum(b["part"], 0)) * (b["part"] >= 0)
    return SHARES["gist"] * binary(gist, b["gist"]) + SHARES["told"] * binary(asked[:, :1], b["asked"][:, :1]) \
        + SHARES["asked"] * binary(asked[:, 1:], b["asked"][:, 1:]) + SHARES["part"] * parts.sum()
