"""Pictures of the desk's pages: light, dark, as wide as a phone, and the main ones as they are printed.

    python -m benchmarks.screenshots [FOLDER]

The ledger holds the examples and invented reports, and keeps a crisis; of an empty one the first page is shown, too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from benchmarks.browser import browser
from benchmarks.desk import pages, served
from benchmarks.synthetic import records
from elchi.ledger import queries, questions, store
from elchi.ledger.database import Ledger, open_ledger
from elchi.pipeline import code_reports
from elchi.read import read_paths

REPORTS = 1500
LOOKS = {"light": (1280, "light", "screen"), "dark": (1280, "dark", "screen"), "phone": (360, "light", "screen"),
         "print": (794, "light", "print")}
"""Of each look its width (that of A4 has 794 pixels), its scheme of colours and its medium."""
PRINTED = ("/", "/KAZ", "/KAZ/RUS", "/brief", "/crises/evacuation")
EXAMPLES = Path(__file__).parents[1] / "examples"


def main(folder: Path) -> None:
    """Take the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place, browser() as own:
        full, empty = str(Path(place, "full.db")), str(Path(place, "empty.db"))
        with closing(open_ledger(full)) as ledger:
            _fill(ledger)
            paths = [*dict.fromkeys(pages(ledger)), *_further(ledger)]
        with served(full) as (address, _):
            for look in LOOKS:
                printed = (*PRINTED, *(path for path in paths if path.startswith("/reports/")))
                _take(own, address, printed if look == "print" else paths, look, folder)
        with served(empty) as (address, _):
            _take(own, address, ["/"], "light", folder, "empty")


def _fill(ledger: Ledger) -> None:
    for _ in store.add(ledger, code_reports(read_paths([str(EXAMPLES)], print))):
        pass
    for _ in store.add(ledger, records(REPORTS), together=100):
        pass
    questions.keep(ledger, "evacuation", "Evacuation and armed force", "topic=evacuation&topic=military", "editor")


def _further(ledger: Ledger) -> list[str]:
    """Pages that are no answers of their own: a crisis, a cell of its matrix, a row that is corrected, a refusal."""
    told = queries.why(ledger, queries.timeline(ledger, limit=1)[0]["id"])
    assert told
    return ["/crises/evacuation", "/crises/evacuation?holder=KAZ&stance=thanks", "/crises/new?party=KAZ",
            f"/rows/{told['accounts'][0]['uid']}", "/search?q=эвакуация", "/no-such-page"]


def _take(browser: Browser, address: str, paths: Iterable[str], look: str, folder: Path, named: str = "") -> None:
    width, scheme, medium = LOOKS[look]
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="en",
                                  color_scheme=scheme)  # type: ignore[arg-type]
    tab = context.new_page()
    tab.emulate_media(media=medium)  # type: ignore[arg-type]
    for path in paths:
        tab.goto(address + path)
        name = named or "".join(c if c.isalnum() else "-" for c in path.strip("/")) or "timeline"
        tab.screenshot(path=folder / f"{name}.{look}.png", full_page=True)
        print(folder / f"{name}.{look}.png")
    context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/screenshots"))
