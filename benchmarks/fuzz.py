"""Throws hostile and damaged texts at Elchi: no traceback, no wrong offset, no time that outgrows the text.

    python -m benchmarks.fuzz [--seconds N] [--seed N] [--large]

First every hostile shape is coded at two sizes; then reports of the test corpus are damaged at random, as text and as
bytes, until the time is over. `--large` adds the shapes of many megabytes. Ends with status 1 where anything failed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

from elchi.errors import ReportError
from elchi.export.jsonl import to_line
from elchi.model import Event, Official, Position, Record
from elchi.pipeline import code
from elchi.read import decode

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus" / "reports.jsonl"
SHORT, LONG = (3_000, 12), (15_000, 4)
"""Characters of a shape, and how many times longer it is coded again. Both find the same fault: a cost for each pair of
characters that comes up to that of the characters at 30,000. The first takes half as long, but tells something only of
shapes slow enough to be measured on so few."""
SLOWER = 2.0
"""How many times worse than its length a shape may fare."""
NOISE, CLEAR = 0.1, 0.2
"""Seconds: what is faster is not measured well enough to be blamed; what is slower is measured well."""
SLOWEST = 2e-3
"""Seconds that a character of a damaged report may take, some ten times what it takes in a sound one."""

APPEAL = "Президент Казахстана призвал Иран прекратить удары. "
SHAPES: dict[str, str] = {
    "one letter": "а",
    "no spaces": "КазахстанпризвалИран",
    "sentences": APPEAL,
    "one sentence": "Казахстан призвал Иран ",
    "lines": "Казахстан призвал Иран\n",
    "a word a line": "Казахстан\n\n",
    "opened quotes": "«",
    "quoted names": "«Казахстан ",
    "brackets": "(",
    "commas": ",",
    "full stops": "а.",
    "dashes": "— Казахстан ",
    "coordination": "Казахстан, ",
    "coordination by и": "Казахстан и ",
    "compounds": "казахстанско-",
    "clauses": "Казахстан заявил, что ",
    "relative clauses": "министр, который ",
    "genitives": "министра ",
    "names": "Ермек ",
    "initials": "А. Б. ",
    "offices": "министр Ермек Кошербаев, ",
    "capitals": APPEAL.upper(),
    "digits": "1",
    "dates": "12 марта 2024 года 15.03.2025 в среду ",
    "stress marks": "а\u0301",
    "soft hyphens": "Ка\u00adзах\u00adстан ",
    "emoji": "🇰🇿 призвал Иран 😀 ",
    "control characters": "Казахстан\x01 \x00призвал\x7f Иран ",
    "right to left": "\u202eКазахстан призвал \u200fИран. ",
    "mixed scripts": "Казахcтан prizval Иpан 停止 وقف ",
    "Kazakh": "Қазақстан Сыртқы істер министрі Иранды соққыны тоқтатуға шақырды. ",
    "English": "The President of Kazakhstan called on Iran to stop its strikes. ",
    "Chinese": "哈萨克斯坦总统呼吁伊朗停止袭击。",
    "Arabic": "دعا رئيس كازاخستان إيران إلى وقف الضربات. ",
    "people": "Ермек Кошербаев встретил Бадра аль-Бусаиди. ",
    "told again": "Казахстан и Оман провели переговоры. Стороны договорились. ",
}
LARGE = {"one letter": 10_000_000, "one sentence": 1_000_000, "sentences": 100_000 * len(APPEAL)}
SPLINTERS = ("«", "»", "(", "\n\n", " ", ".", ",", "—", "\u00ad", "\u0301", "\u202e", "\0", "😀", "1", "31.02.2026",
             "который", "и", "не", "Казахстан", "президент Ирана", "И. И. ", "https://a.b/c?d", "\ufeff", "ООН", "\t")


def shape(name: str, size: int) -> str:
    """A hostile text of about `size` characters, with a plain sentence at its end."""
    unit = SHAPES[name]
    return unit * (size // len(unit)) + "\n" + APPEAL


def faults(text: str, record: Record) -> Iterator[str]:
    """What a record gets wrong of its text: rows whose evidence does not stand where they say, or that say nothing."""
    rows: list[Event | Position | Official] = [*record.events, *record.positions, *record.officials]
    for row in rows:
        if not row.start < row.end <= len(text) or text[row.start:row.end] != row.evidence:
            yield f"{type(row).__name__} {row.start}-{row.end}: its evidence stands elsewhere"
        if not row.rules:
            yield f"{type(row).__name__} {row.start}-{row.end}: no rule"
    to_line(record).encode()


def seconds(text: str) -> float:
    """How long coding takes on the processor; raises AssertionError where the record is wrong."""
    begun = process_time()
    record = code(text)
    took = process_time() - begun
    wrong = list(faults(text, record))
    assert not wrong, wrong[0]
    return took


def growth(name: str) -> float:
    """How many times worse than its length the time of a shape grows; 1 is in step."""
    seconds(shape(name, 1_000))  # loads what is loaded once
    size, times = SHORT
    small = seconds(shape(name, size))
    if small < CLEAR:
        size, times = LONG
        small = seconds(shape(name, size))
    return seconds(shape(name, size * times)) / (times * max(small, NOISE))


def steady(name: str) -> float:
    """`growth`, measured once more where the first time looks bad: the machine may have been busy."""
    worse = growth(name)
    return worse if worse < SLOWER else min(worse, growth(name))


def try_shapes() -> Iterator[str]:
    """The faults of the hostile shapes, each tried at two sizes."""
    for name in SHAPES:
        try:
            worse = steady(name)
        except Exception:
            yield f"shape {name}: {traceback.format_exc()}"
            continue
        if worse > SLOWER:
            yield f"shape {name}: time grows {worse:.1f} times faster than the text"


def try_large() -> Iterator[str]:
    """The faults of the largest shapes."""
    for name, size in LARGE.items():
        try:
            print(f"{name}, {size:,} characters: {seconds(shape(name, size)):.1f} s", flush=True)
        except Exception:
            yield f"large {name}: {traceback.format_exc()}"


def damaged(text: str, other: str, chance: random.Random) -> str:
    """The text after a few random cuts, doublings, turns, splices and splinters."""
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(text) + 1)
        end = start + chance.choice((5, 50, 500))
        piece = text[start:end]
        text = text[:start] + chance.choice((
            "", piece * chance.randint(2, 9), piece.upper(), piece[::-1], other[start:end],
            piece.replace(" ", chance.choice(("", "\n", "\u00a0", "  "))),
            chance.choice(SPLINTERS) * chance.choice((1, 1, 30)) + piece,
            chr(chance.choice((chance.randrange(0xD800), chance.randrange(0xE000, 0x110000)))) + piece)) + text[end:]
    return text


def damaged_bytes(text: str, chance: random.Random) -> bytes:
    """The text in some encoding, with bytes changed or the end torn off."""
    data = bytearray(text.encode(chance.choice(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251")), "replace"))
    for _ in range(chance.choice((0, 1, 20))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data[:chance.choice((len(data), chance.randrange(len(data) + 1)))])


def outcome(work: Callable[[], str]) -> str:
    """What became of a damaged report: `coded`, `refused`, or how it failed."""
    try:
        text = work()
        took = seconds(text)
    except ReportError:
        return "refused"
    except Exception:
        return traceback.format_exc()
    limit = NOISE + SLOWEST * len(text)
    return "coded" if took < limit else f"{took:.1f} s for {len(text)} characters\n"


def try_damaged(span: float, seed: int) -> Iterator[str]:
    """The faults of damaged reports; each names the seed that makes its text again. Counts are printed at the end."""
    texts = [str(json.loads(line)["text"]) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    counts: Counter[str] = Counter()
    end = process_time() + span
    while process_time() < end:
        chance = random.Random(seed)
        text = damaged(chance.choice(texts), chance.choice(texts), chance)
        as_bytes = chance.random() < 0.3
        found = outcome(lambda text=text, chance=chance, as_bytes=as_bytes:  # type: ignore[misc]
                        decode(damaged_bytes(text, chance), "x") if as_bytes else text)
        counts[found if found in ("coded", "refused") else "failed"] += 1
        if found not in ("coded", "refused"):
            yield f"seed {seed}: {found}"
        seed += 1
    print("damaged reports:", ", ".join(f"{n} {what}" for what, n in sorted(counts.items())) or "none")


def main() -> int:
    """0 where all went well, 1 where anything failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60, help="how long damaged reports are tried")
    parser.add_argument("--seed", type=int, default=1, help="the first seed of the damage")
    parser.add_argument("--large", action="store_true", help="the shapes of many megabytes, too: some ten minutes")
    args = parser.parse_args()
    os.environ.update(ONE_THREAD)  # idle threads of numpy would spend the time that is measured; read at its import
    failed = 0
    for trial in (try_shapes(), try_large() if args.large else (), try_damaged(args.seconds, args.seed)):
        for fault in trial:
            failed += 1
            print(fault, flush=True)
    print(f"{len(SHAPES)} shapes; {failed} faults")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
