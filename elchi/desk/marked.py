"""A text with what stands on it: cut into segments, so that rows that share words are all told of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text: the ids of the rows that stand on it, and of those that begin and end with it, each in the
    order in which the rows were given."""

    text: str
    on: tuple[str, ...]
    begin: tuple[str, ...]
    end: tuple[str, ...]


def segments(text: str, spans: Iterable[tuple[int, int, str]]) -> list[Segment]:
    """A text in segments, from the spans (start, end, id) that rows stand on, in characters, which may overlap.

    The segments put together are the text; none is empty. A span that holds no character of the text is passed over.
    """
    held = [(max(start, 0), min(end, len(text)), uid) for start, end, uid in spans]
    held = [span for span in held if span[0] < span[1]]
    cuts = sorted({0, len(text), *(cut for start, end, _ in held for cut in (start, end))})
    return [Segment(text[a:b],
                    tuple(uid for start, end, uid in held if start <= a and b <= end),
                    tuple(uid for start, _, uid in held if start == a),
                    tuple(uid for _, end, uid in held if end == b))
            for a, b in zip(cuts, cuts[1:], strict=False)]


def harmless(text: str) -> str:
    """A text without the control and formatting characters that could make it look like another; its lines stay."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
