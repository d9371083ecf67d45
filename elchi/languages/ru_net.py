"""The slovnet models read by our own arithmetic: words a text shares are projected once, sentences need no padding.

The models of one family differ in weights alone: word vectors and a vector of the word's shape go through three
convolutions of width three, then a head (https://github.com/natasha/slovnet). Sentences of a batch lie in one long row
with an empty word between them, and what the first convolution makes of a word is kept for when it comes again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]
T = TypeVar("T")
KEPT_WORDS = 8000
"""Words whose projections are kept, 9 KB each; at the limit all are dropped and begun anew."""
BATCH = 600
"""Words that go through the convolutions together: what fits in a processor's cache."""
_MODELS = ("morph", "syntax", "ner")


class _Layers:
    """The convolutions of one model behind the first's matrix."""

    def __init__(self, model: Any) -> None:
        layers = model.encoder.layers
        self.first: Floats = _matrix(layers[0].conv.weight.array)
        self.rest: list[Floats] = [_matrix(layer.conv.weight.array) for layer in layers[1:]]
        self.bias: list[Floats] = [layer.conv.bias.array for layer in layers]
        self.scale: list[Floats] = [layer.norm.weight.array / layer.norm.std.array for layer in layers]
        self.shift: list[Floats] = [layer.norm.bias.array - layer.norm.mean.array * scale
                                    for layer, scale in zip(layers, self.scale, strict=True)]

    def __call__(self, projected: Floats, gaps: NDArray[np.bool_]) -> Floats:
        """What the last convolution makes of a row of words, [words, 64], from their projections, [words, 3, 256]."""
        out = self._finish(projected, 0, gaps)
        for n, weight in enumerate(self.rest, 1):
            taps = out @ weight
            out = self._finish(taps.reshape(len(out), 3, -1), n, gaps)
        return out

    def _finish(self, taps: Floats, n: int, gaps: NDArray[np.bool_]) -> Floats:
        """The three taps of each word and its neighbours summed, cut at zero and normalised; gaps stay empty."""
        out: Floats = taps[:, 1] + self.bias[n]
        out[1:] += taps[:-1, 0]
        out[:-1] += taps[1:, 2]
        np.maximum(out, 0, out=out)
        out *= self.scale[n]
        out += self.shift[n]
        out[gaps] = 0
        return out


def _matrix(weight: Floats) -> Floats:
    """A convolution's weights [out, in, 3] as a matrix [in, 3 * out], tap by tap."""
    return np.ascontiguousarray(weight.transpose(1, 2, 0).reshape(weight.shape[1], -1))


class Net:
    """The three models over batches of sentences, each a list of words."""

    def __init__(self, folder: Path, vectors: Any) -> None:
        from slovnet import NER, Morph, Syntax

        loaded = [kind.load(str(folder / f"slovnet_{name}_news_v1.tar"))
                  for name, kind in zip(_MODELS, (Morph, Syntax, NER), strict=True)]
        self.models: list[Any] = [m.infer.model for m in loaded]
        self.tags: list[str] = loaded[0].infer.decoder.tags_vocab.items
        self.relations: list[str] = loaded[1].infer.decoder.rels_vocab.items
        self.kinds: list[str] = loaded[2].infer.decoder.tags_vocab.items
        self._encoder = loaded[0].infer.encoder
        self._vectors = vectors
        self._layers = [_Layers(m) for m in self.models]
        self._rows: dict[str, int] = {}
        self._kept: Floats = np.zeros((KEPT_WORDS, len(_MODELS), 3, self._layers[0].first.shape[1] // 3), np.float32)

    def morph(self, sentences: Sequence[Sequence[str]]) -> Iterator[list[str]]:
        """For each sentence the morphological tag of each word, as slovnet writes it («NOUN|Case=Nom|…»)."""
        head = self.models[0].head.proj
        for words, ends, out in self._read(0, sentences):
            best = (out[words] @ head.weight.array + head.bias.array).argmax(-1)
            for start, end in pairwise(ends):
                yield [self.tags[i] for i in best[start:end].tolist()]

    def syntax(self, sentences: Sequence[Sequence[str]]) -> Iterator[tuple[list[int], list[str]]]:
        """For each sentence the head of each word (counted from 1, 0 for the root) and the relation to it."""
        head, rel = self.models[1].head, self.models[1].rel
        for words, ends, gapped in self._read(1, sentences):
            out = gapped[words]
            asks, offers = head.head(out) @ head.kernel.array, head.tail(out)
            root = head.tail(head.root.array[np.newaxis])
            heads = [(asks[a:b] @ np.concatenate((root, offers[a:b])).T).argmax(-1) for a, b in pairwise(ends)]
            chosen = np.concatenate([np.where(h > 0, a + h, 0) for h, a in zip(heads, ends, strict=False)])
            above = np.concatenate((rel.root.array[np.newaxis], out))[chosen]
            pairs = (rel.head(above) @ rel.kernel.array).reshape(len(out), len(self.relations), -1)
            told = np.einsum("wrh,wh->wr", pairs, rel.tail(out)).argmax(-1)
            for h, (start, end) in zip(heads, pairwise(ends), strict=True):
                yield h.tolist(), [self.relations[i] for i in told[start:end].tolist()]

    def names(self, sentences: Sequence[Sequence[str]]) -> Iterator[list[str]]:
        """For each sentence the kind of name that each word belongs to (`B-PER`, `I-PER`, …, `O`)."""
        head = self.models[2].head
        for words, ends, out in self._read(2, sentences):
            told = out[words] @ head.proj.weight.array + head.proj.bias.array
            sizes = np.diff(ends)
            inside = np.arange(sizes.max()) < sizes[:, np.newaxis]
            padded = np.zeros((*inside.shape, told.shape[1]), np.float32)
            padded[inside] = told
            for best in head.crf.decode(padded, inside):
                yield [self.kinds[i] for i in best.tolist()]

    def vectors(self, words: Sequence[str]) -> Floats:
        """The vectors of words, which are in small letters, [words, 300]; all unknown words share one."""
        vocab = self._vectors.vocab
        return self._decoded([vocab.get(word, vocab.unk_id) for word in words])

    def _decoded(self, ids: Sequence[int]) -> Floats:
        """The vectors of words by their numbers in the vocabulary."""
        codes = self._vectors.pq
        found: Floats = codes.codes[np.arange(codes.qdim), codes.indexes[ids]].reshape(len(ids), -1)
        return found

    def _read(self, model: int, sentences: Sequence[Sequence[str]]) -> Iterator[tuple[Ints, list[int], Floats]]:
        """The sentences in batches: where their words lie in the row; where each sentence begins among the words, and
        the last ends; what the convolutions made of the row."""
        for batch in batches(sentences, [len(words) for words in sentences], BATCH):
            row: list[str] = [""]
            for sentence in batch:
                row += sentence
                row.append("")
            at = self._project(row)
            gaps = at == 0
            ends = np.cumsum([0, *map(len, batch)]).tolist()
            yield np.flatnonzero(~gaps), ends, self._layers[model](self._kept[at, model], gaps)

    def _project(self, row: Sequence[str]) -> Ints:
        """Where in `_kept` each word's projections lie; place 0, of the empty word, is all zeros."""
        new = [w for w in dict.fromkeys(row) if w and w not in self._rows]
        if len(self._rows) + len(new) >= len(self._kept):
            self._rows.clear()
            new = [w for w in dict.fromkeys(row) if w]
        if new:
            ids, shapes = self._encoder.item(new)
            words = self._decoded(ids)
            begin = len(self._rows) + 1
            for m, (model, layers) in enumerate(zip(self.models, self._layers, strict=True)):
                seen = np.concatenate((words, model.emb.shape.weight.array[shapes]), axis=1)
                self._kept[begin:begin + len(new), m] = (seen @ layers.first).reshape(len(new), 3, -1)
            self._rows.update((w, begin + i) for i, w in enumerate(new))
        return np.array([self._rows[w] if w else 0 for w in row])


def batches(sentences: Sequence[T], sizes: Sequence[int], most: int) -> Iterator[list[T]]:
    """The sentences in their order, as many together as have no more than `most` words among them, at least one."""
    batch: list[T] = []
    words = 0
    for sentence, size in zip(sentences, sizes, strict=True):
        if batch and words + size > most:
            yield batch
            batch, words = [], 0
        batch.append(sentence)
        words += size
    if batch:
        yield batch


def model_files() -> Path:
    """The folder of the models inside the natasha package, whose code is not imported.

    Raises ImportError where the package is not installed.
    """
    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("the natasha package, which holds the models, is not installed")
    return Path(spec.submodule_search_locations[0]) / "data"


@cache
def net() -> Net:
    """The models, loaded on first use; raises ImportError where the natasha package is not installed."""
    from navec import Navec

    folder = model_files()
    return Net(folder / "model", Navec.load(str(folder / "emb" / "navec_news_v1_1B_250K_300d_100q.tar")))
