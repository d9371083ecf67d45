"""Which reports are near copies of one another: an agency's text under another title, cut, or with words changed.

`signature` gives a text a few numbers by which a database finds others that may be its copies; `alike` says how far two
texts are. Both look at the runs of three words that a text consists of. The numbers are MinHash in bands (Broder
1997; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, ch. 3), made with constants of this module, so those that
a ledger has stored stay true; those that the package rensa makes differ between its versions 0.3, 0.4 and 0.5.
"""

from __future__ import annotations

import hashlib
from functools import cache

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint32]

RUN_FACTORS = np.uint32(0xA2F9836F), np.uint32(0x27D4EB2F), np.uint32(0x165667B1)
"""By these the words of a run are told apart by their places; as many as a run has words."""
BANDS, OPENING_BANDS = 8, 2
"""Bands of a text, and how many of them are of its beginning alone, which a cut report keeps."""
ROWS = 3
"""Minima of a band: the more, the fewer strangers have one in common, and the fewer copies."""
OPENING = 28
"""Runs of the beginning, not more than a brief of 200 characters has."""
LINE, PARAGRAPH, STOPS = 60, 110, frozenset(".!?…:;»\"”)")
"""A line of fewer characters is a title, a caption or page furniture, of which each site has its own; so is one that
does not end in a stop, unless it is as long as a paragraph."""
FEW = 20
"""A text of fewer runs is no copy of a longer one only because that holds them all."""
LONGEST = 100_000
"""Characters of a text that are looked at."""
_BASE = 0x9E3779B1  # odd, so it has an inverse


def signature(text: str) -> tuple[int, ...]:
    """The bands of a text, eight signed 64-bit numbers; none where it has not three words.

    Two texts with a band in common are worth comparing. Of pairs that share 0.7 of their runs 0.96 have one, of pairs
    that share 0.3 of them 0.2, of pairs that share 0.1 less than 0.01; and nearly all pairs of which one is the
    beginning of the other.
    """
    runs = _runs(text)
    if not runs.size:
        return ()
    multipliers, weights = _family()
    hashed = runs * multipliers
    whole = ROWS * (BANDS - OPENING_BANDS)
    minima = np.concatenate((hashed[:whole].min(axis=1), hashed[whole:, :OPENING].min(axis=1)))
    return tuple((minima.reshape(BANDS, ROWS) * weights).sum(axis=1).view(np.int64).tolist())


def alike(a: str, b: str) -> float:
    """How far two texts are copies, from 0 to 1, whichever comes first: the share of all their runs that both have, or,
    where this is more, the share of the shorter one's runs that the longer has too."""
    return overlap(distinct_runs(a), distinct_runs(b))


def distinct_runs(text: str) -> Numbers:
    """The runs of words of a text as numbers, each once, in order."""
    return np.unique(_runs(text))


def overlap(one: Numbers, other: Numbers) -> float:
    """What `alike` says of the texts that have these `distinct_runs`."""
    shared = np.intersect1d(one, other, assume_unique=True).size
    if not shared:
        return 0.0
    return float(max(shared / (one.size + other.size - shared), shared / max(min(one.size, other.size), FEW)))


def _runs(text: str) -> Numbers:
    """The runs of words of a text, in their order, as numbers."""
    words = _words(_prose(text[:LONGEST - 1]))
    first, second, third = RUN_FACTORS
    runs = words[:-2] * first + words[1:-1] * second + words[2:] * third
    mixed: Numbers = (runs ^ runs >> 15) * first  # so that runs that begin alike do not lie together
    return mixed


def _prose(text: str) -> str:
    """The lines that tell something; all where most would go, as of a text with its lines broken."""
    told = "\n".join([line for line in text.splitlines() if len(line) >= LINE
                      and (len(line) >= PARAGRAPH or line.rstrip()[-1:] in STOPS)])
    return told if 2 * len(told) > len(text) else text


def _words(text: str) -> Numbers:
    """The words of a text, in their order, as numbers: sums of their letters times powers of their places."""
    letters = _letters().take(np.frombuffer(f"\n{text}".encode("utf-32-le", "surrogatepass"), "<u4"), mode="clip")
    inside = letters > 0
    starts = (inside[1:] > inside[:-1]).nonzero()[0] + 1
    powers, inverses = _powers()
    return np.add.reduceat(letters * powers[:letters.size], starts, dtype=np.uint32) * inverses[starts]


@cache
def _letters() -> Numbers:
    """A number for each character: that of the small letter or the digit, ё as е, 0 for what parts words."""
    small = ((char.lower()[0].replace("ё", "е") if char.isalnum() else "\0") for char in map(chr, range(1 << 16)))
    return np.array([*map(ord, small), 0], np.uint32)


@cache
def _powers() -> tuple[Numbers, Numbers]:
    """The powers of the base and of its inverse, modulo 2³²."""
    up, down = (np.full(LONGEST, factor, np.uint32) for factor in (_BASE, pow(_BASE, -1, 1 << 32)))
    up[0] = down[0] = 1
    return np.multiply.accumulate(up, dtype=np.uint32), np.multiply.accumulate(down, dtype=np.uint32)


@cache
def _family() -> tuple[Numbers, npt.NDArray[np.uint64]]:
    """The multipliers of the hash functions (odd, modulo 2³²: Dietzfelbinger and others 1997), and the weights by which
    minima become a band."""
    count = BANDS * ROWS
    drawn = hashlib.shake_256(b"elchi.merge.copies").digest(12 * count)
    multipliers = np.frombuffer(drawn, "<u4", count).astype(np.uint32)
    weights = np.frombuffer(drawn, "<u8", count, 4 * count).astype(np.uint64)
    return (multipliers | np.uint32(1)).reshape(count, 1), (weights | np.uint64(1)).reshape(BANDS, ROWS)
