"""How fast an archive of pages is read, beside trafilatura with metadata in the same run: `python -m benchmarks.pages`.

Half of the pages are the saved ones of `tests/pages`, with more furniture; the other half are lists, shops and matches,
as archives of the Web hold them. Both readers run on one core, one after the other."""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import random
import resource
import tempfile
import time
import uuid
from collections import Counter
from itertools import islice
from pathlib import Path

from benchmarks.extraction import PAGES
from elchi.model import Report
from elchi.read.html import read_html
from elchi.read.pieces import How, Piece
from elchi.read.warc import read_warc

SMALLEST, LARGEST = 40_000, 120_000
"""Bytes of a page."""
_THINGS = (
    "чайник",
    "самокат",
    "кресло",
    "лампа",
    "палатка",
    "рюкзак",
    "плед",
    "сковорода",
    "пылесос",
    "зонт",
    "термос",
    "гитара",
)
_SIGNS = ("белый", "складной", "детский", "тёплый", "новый", "лёгкий", "тихий", "прочный", "дорожный", "большой")
_GAME = (
    "На третьей минуте нападающий пробил издали, но вратарь отвёл мяч на угловой.",
    "Хозяева прибавили после перерыва и вскоре сравняли счёт с пенальти.",
    "Тренер выпустил на поле молодого защитника.",
    "Судья показал жёлтую карточку за грубый подкат у боковой линии.",
    "Зрители проводили команду стоя.",
    "Следующий тур пройдёт в субботу вечером на запасном поле.",
    "Защита ошиблась при подаче углового, и мяч влетел в сетку.",
)


_HEAD = "<html><head><meta charset=utf-8>"


def page(saved: list[bytes], lists: list[bytes], number: int) -> tuple[bytes, bool]:
    """A page of the archive, and whether it holds a report."""
    rng = random.Random(number)
    size = rng.randrange(SMALLEST, LARGEST)
    if number % 2:
        return _filled(rng.choice(saved), size, rng), True
    kind = rng.randrange(3)
    data = rng.choice(lists) if kind == 0 else (_shop(rng) if kind == 1 else _match(rng)).encode()
    return _filled(data, size, rng), False


def _filled(data: bytes, size: int, rng: random.Random) -> bytes:
    """The page with scripts, styles and teasers before its end, so that it has the size."""
    encoding = "utf-8" if _is_utf8(data) else "cp1251"
    parts = [data.replace(b"</body></html>", b"").replace(b"</body>", b"")]
    left = size - len(data)
    while left > 0:
        parts.append(rng.choice(_FURNITURE)(rng).encode(encoding, "replace"))
        left -= len(parts[-1])
    return b"".join([*parts, b"</body></html>"])


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _teasers(rng: random.Random) -> str:
    return "".join(f'<div class="card"><a class="card__link" href="/n/{rng.randrange(10**6)}"></a><a>'
                   f"{rng.choice(_SIGNS).title()} {rng.choice(_THINGS)} за день</a></div>" for _ in range(20))


def _script(rng: random.Random) -> str:
    told = (f"dl.push({{slot:{rng.randrange(99)},id:{rng.randrange(10**9)},t:{rng.random():.6f}}});" for _ in range(40))
    return f"<script>{''.join(told)}</script>"


def _style(rng: random.Random) -> str:
    told = (f".c{rng.randrange(999)}{{margin:{rng.randrange(40)}px;width:{rng.randrange(900)}px}}" for _ in range(50))
    return f"<style>{''.join(told)}</style>"


def _shop(rng: random.Random) -> str:
    goods = "".join(
        f'<div class="item"><h3>{rng.choice(_SIGNS).title()} {rng.choice(_THINGS)}</h3><p>Подойдёт для дома и дачи, '
        f"моется легко, служит долго, гарантия два года.</p><b>{rng.randrange(9_000)} тг</b></div>" for _ in range(60))
    return f"{_HEAD}<title>Магазин: {rng.choice(_THINGS)}</title></head><body><h1>Товары</h1>{goods}</body></html>"


def _match(rng: random.Random) -> str:
    told = "".join(f"<p>{' '.join(rng.choice(_GAME) for _ in range(3))}</p>" for _ in range(12))
    return f"{_HEAD}<title>Тур {rng.randrange(30)}</title></head><body><h1>Матч завершился</h1>{told}</body></html>"


_FURNITURE = (_teasers, *[_script] * 4, *[_style] * 4)
"""Most of a page is code: links to others cost trafilatura far more, so that they must not be too many here."""


def write(path: Path, count: int) -> int:
    """Write a WARC of so many pages, packed by gzip; how many hold a report."""
    wanted = [(json.loads(p.read_text(encoding="utf-8")), p.with_suffix(".html").read_bytes())
              for p in sorted(PAGES.glob("*.json"))]
    saved = [data for want, data in wanted if not want.get("skipped")]
    lists = [data for want, data in wanted if want.get("skipped") and len(data) > 15_000]
    reports = 0
    with path.open("wb") as file:
        for number in range(count):
            data, is_report = page(saved, lists, number)
            reports += is_report
            file.write(gzip.compress(_record(data, number), 1))
    return reports


def _record(data: bytes, number: int) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (len(data), data)
    head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{uuid.UUID(int=number)}>\r\n"
            f"WARC-Date: 2026-03-06T00:00:00Z\r\nWARC-Target-URI: https://outlet{number % 50}.example/news/{number}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n")
    return head.encode() + answer + b"\r\n\r\n"


def ours(path: Path, count: int) -> tuple[float, Counter[str], int, int]:
    """Seconds, what became of the pages, and the peak of memory in MB after a tenth of the pages and at the end."""
    became: Counter[str] = Counter()
    began, early = time.perf_counter(), 0
    for seen, found in enumerate(read_warc(Piece(str(path), lambda: path.open("rb")), How())):
        for result in read_html(found, How()) if isinstance(found, Piece) else [found]:
            name = "report" if isinstance(result, Report) else getattr(result, "why", "a fault")
            became[name] += getattr(result, "count", 1)
        if seen == count // 10:
            early = _peak()
    return time.perf_counter() - began, became, early, _peak()


def theirs(path: Path, count: int) -> float:
    """Seconds that trafilatura takes for the first so many pages, with metadata."""
    import trafilatura
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    began = time.perf_counter()
    with path.open("rb") as file:
        for record in islice(ArchiveIterator(file, WarcRecordType.response), count):
            trafilatura.bare_extraction(record.reader.read(), with_metadata=True)
    return time.perf_counter() - began


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Write the archive, read it with both, print the rates. trafilatura reads a tenth of a large archive."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="pages in the archive")
    count = parser.parse_args().count
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pages.warc.gz"
        reports, some = write(path, count), min(count, max(count // 10, 200))
        print(f"{count} pages, {reports} of them reports, {path.stat().st_size >> 20} MB packed")
        seconds, became, early, late = ours(path, count)
        print(f"elchi        {count / seconds:6.1f} pages a second; {became.pop('report', 0)} reports")
        print(f"             at most {early} MB after a tenth of the pages, {late} MB at the end")
        print("             " + ", ".join(f"{n} {why}" for why, n in became.most_common()))
        rate = some / theirs(path, some)
        print(f"trafilatura  {rate:6.1f} pages a second, of {some}")
        print(f"elchi is {count / seconds / rate:.1f} times as fast")


if __name__ == "__main__":
    main()
