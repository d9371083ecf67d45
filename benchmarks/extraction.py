"""What is got out of saved pages, held against what was wanted, trafilatura alone beside it: `python -m
benchmarks.extraction`."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import trafilatura

from elchi.model import Report
from elchi.read.html import read_html
from elchi.read.pieces import Given, How, Skipped, of_bytes

PAGES = Path(__file__).parent.parent / "tests" / "pages"


@dataclass(frozen=True, slots=True)
class Got:
    """What a reader gives of a page."""

    body: str = ""
    title: str | None = None
    published: str | None = None
    outlet: str | None = None


def f1(got: str, wanted: str) -> float:
    """F1 of the words of two texts, 0 to 1."""
    a, b = (Counter(re.findall(r"\w+", t.casefold())) for t in (got, wanted))
    return 2 * (a & b).total() / ((a.total() + b.total()) or 1)


def pages() -> list[tuple[str, bytes, dict[str, Any]]]:
    """The saved pages with what is wanted of each, by name."""
    return [
        (p.stem, p.with_suffix(".html").read_bytes(), json.loads(p.read_text(encoding="utf-8")))
        for p in sorted(PAGES.glob("*.json"))
    ]


def ours(data: bytes, want: dict[str, Any]) -> Got:
    """What Elchi reads."""
    found = next(iter(read_html(of_bytes("page", data, want["media"], Given(url=want.get("url"))), How())))
    if isinstance(found, Report):
        body = found.text.removeprefix(found.title or "")
        return Got(body, found.title, found.published, found.outlet)
    assert isinstance(found, Skipped)
    return Got()


def theirs(data: bytes, want: dict[str, Any]) -> Got:
    """What trafilatura reads by itself."""
    found = trafilatura.bare_extraction(data, url=want.get("url"), with_metadata=True, include_comments=False)
    if found is None:
        return Got()
    assert not isinstance(found, dict)
    return Got((found.text or "").removeprefix(found.title or ""), found.title, found.date, found.sitename)


def row(name: str, got: Got, want: dict[str, Any]) -> tuple[float, bool, bool, bool]:
    """Body F1, and whether title, day and outlet are right."""
    same_title = " ".join((got.title or "").split()) == want["title"]
    return (
        f1(got.body, " ".join(want["body"])),
        same_title,
        (got.published or "")[:10] == want["published"][:10],
        got.outlet == want["outlet"],
    )


def main() -> None:
    """Print the table; with an argument, a line for each page that is not read as wanted."""
    logging.disable(logging.CRITICAL)
    every = pages()
    print(
        f"{'pages':10}{'reader':13}{'number':>7}{'body F1':>9}{'titles':>8}{'days':>7}{'outlets':>9}{'no reports':>12}"
    )
    for kind in (False, True):
        for who, read in (("elchi", ours), ("trafilatura", theirs)):
            rows, nothing = [], []
            for name, data, want in every:
                if want["unseen"] is not kind:
                    continue
                got = read(data, want)
                if want.get("skipped"):
                    nothing.append(not got.body)
                    continue
                rows.append(row(name, got, want))
                if len(sys.argv) > 1 and not kind and who == "elchi" and (rows[-1][0] < 0.98 or not all(rows[-1][1:])):
                    print(f"    {name:16}{rows[-1][0]:.2f}", got.title, got.published, got.outlet, sep=" | ")
            mean = [sum(c) / len(rows) for c in zip(*rows, strict=True)]
            figures = f"{mean[0]:9.3f}{mean[1]:8.2f}{mean[2]:7.2f}{mean[3]:9.2f}"
            name = "unseen" if kind else "seen"
            print(f"{name:10}{who:13}{len(rows):7}{figures}", f"{sum(nothing)}/{len(nothing)}".rjust(11))


if __name__ == "__main__":
    main()
