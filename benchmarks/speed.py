"""How fast Elchi codes beside what others do with the same texts, on one thread; and what starting it costs.

    python -m benchmarks.speed [--texts DIR] [--rounds N] [--reports N]

Each peer stands for a level of work: razdel for tokens alone, an Aho-Corasick pass for finding the lexicon's names
alone, Natasha for morphology, syntax, names and their normal forms without any coding.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import natasha_pipeline
from elchi.lexicon import entries

ROOT = Path(__file__).resolve().parent.parent
SHARED_TEXTS = ROOT.parent / "shared" / "gold" / "retold" / "ru" / "txt"
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
NAMES = ("parties", "places", "offices")
Work = Callable[[Sequence[str]], object]
"""What a peer does with the texts of a round."""


def load_texts(folder: Path | None, wanted: int) -> list[str]:
    """`wanted` texts of the folder, else of the gold reports, else of the examples, repeated where they are fewer."""
    folders = [folder] if folder else [SHARED_TEXTS, ROOT / "examples"]
    files = next((found for f in folders if (found := sorted(f.glob("*.txt")))), [])
    if not files:
        sys.exit(f"no texts in {', '.join(map(str, folders))}")
    texts = [f.read_text(encoding="utf-8") for f in files]
    return (texts * (wanted // len(texts) + 1))[:wanted]


def lexicon_names() -> Iterator[str]:
    """The Russian forms of parties, places and offices, as they are written; example sentences are not forms."""
    def forms(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            for item in value:
                yield from forms(item)
        elif isinstance(value, dict):
            for key, item in value.items():
                if key not in ("yes", "no"):
                    yield from forms(item)

    for folder in NAMES:
        for entry in entries(folder).values():
            yield from forms(entry.get("ru"))


def each(work: Callable[[str], object]) -> Work:
    """Work that is done text by text."""
    return lambda texts: [work(text) for text in texts]


def elchi() -> Work:
    """Elchi: from text to record, as the command line does it."""
    from elchi.pipeline import code_reports
    from elchi.read import read_text

    return lambda texts: list(code_reports(read_text(text, id="") for text in texts))


def razdel() -> Work:
    """razdel: sentences and tokens."""
    from razdel import sentenize, tokenize

    return each(lambda text: [list(tokenize(sentence.text)) for sentence in sentenize(text)])


def aho_corasick() -> Work:
    """pyahocorasick: the lexicon's names as written, in one pass."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for name in lexicon_names():
        automaton.add_word(name, name)
    automaton.make_automaton()
    return each(lambda text: list(automaton.iter(text)))


PEERS: dict[str, Callable[[], Work]] = {
    "Elchi, text to record": elchi,
    "Natasha, no coding": lambda: each(natasha_pipeline.load()),
    "razdel, tokens": razdel,
    "Aho-Corasick, names": aho_corasick,
}


def reports_a_second(work: Work, texts: list[str], rounds: int) -> list[float]:
    """The rate of each round, after one text to warm up."""
    work(texts[:1])
    rates = []
    for _ in range(rounds):
        begun = perf_counter()
        work(texts)
        rates.append(len(texts) / (perf_counter() - begun))
    return rates


def command_seconds(*arguments: str, rounds: int) -> float:
    """The median time that a run of the command `elchi` takes."""
    command, times = [str(Path(sys.executable).with_name("elchi")), *arguments], []
    for _ in range(rounds):
        begun = perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(perf_counter() - begun)
    return statistics.median(times)


def measure(name: str, texts: list[str], rounds: int) -> tuple[list[float], float]:
    """A peer's rates, and the most memory, in MB, that this process has held."""
    rates = reports_a_second(PEERS[name](), texts, rounds)
    return rates, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def throughput(texts: list[str], rounds: int) -> Table:
    """A row for each peer, each measured in a process of its own so that none leans on what another has loaded."""
    table = Table("what", "reports/s", "slowest", "fastest", "memory, MB",
                  title=f"{len(texts)} reports, {sum(map(len, texts)):,} characters, median of {rounds} rounds")
    for name in PEERS:
        with ProcessPoolExecutor(1, get_context("spawn")) as alone:
            rates, memory = alone.submit(measure, name, texts, rounds).result()
        table.add_row(name, *(f"{r:,.1f}" for r in (statistics.median(rates), min(rates), max(rates))),
                      f"{memory:,.0f}")
    return table


def starting(text: str, rounds: int) -> Table:
    """What a person waits for at the command line."""
    one = Path(os.environ.get("TMPDIR", "/tmp")) / f"elchi-speed-{os.getpid()}.txt"
    one.write_text(text, encoding="utf-8")
    table = Table("command", "seconds", title=f"start, median of {rounds} runs")
    try:
        table.add_row("elchi --help", f"{command_seconds('--help', rounds=rounds):.2f}")
        table.add_row("elchi code ONE.txt", f"{command_seconds('code', str(one), rounds=rounds):.2f}")
    finally:
        one.unlink()
    return table


def main() -> None:
    """Measure and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="a folder of .txt files")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--reports", type=int, default=100)
    args = parser.parse_args()
    os.environ.update(ONE_THREAD)  # for the peers' processes: numpy reads it when first imported
    texts, console = load_texts(args.texts, args.reports), Console()
    console.print(starting(texts[0], args.rounds))
    console.print(throughput(texts, args.rounds))


if __name__ == "__main__":
    main()
