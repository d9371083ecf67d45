"""Pictures of the desk's main pages: light, dark, and as wide as a phone.

    python -m benchmarks.screenshots [FOLDER]

The ledger holds the examples and invented reports.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from benchmarks.browser import browser
from benchmarks.desk import pages, served
from benchmarks.synthetic import records
from elchi.ledger import store
from elchi.ledger.database import open_ledger
from elchi.pipeline import code_reports
from elchi.read import read_paths

REPORTS = 1500
LOOKS = {"light": (1280, "light"), "dark": (1280, "dark"), "phone": (360, "light")}
EXAMPLES = Path(__file__).parents[1] / "examples"


def main(folder: Path) -> None:
    """Take the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place, browser() as own:
        name = str(Path(place, "elchi.db"))
        with closing(open_ledger(name)) as ledger:
            for _ in store.add(ledger, code_reports(read_paths([str(EXAMPLES)], print))):
                pass
            for _ in store.add(ledger, records(REPORTS), together=100):
                pass
            paths = pages(ledger)
        with served(name) as (address, _):
            for look in LOOKS:
                _take(own, address, paths, look, folder)


def _take(browser: Browser, address: str, paths: list[str], look: str, folder: Path) -> None:
    width, scheme = LOOKS[look]
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="en",
                                  color_scheme=scheme)  # type: ignore[arg-type]
    tab = context.new_page()
    for path in paths:
        tab.goto(address + path)
        name = "".join(c if c.isalnum() else "-" for c in path.strip("/")) or "timeline"
        tab.screenshot(path=folder / f"{name}.{look}.png", full_page=True)
        print(folder / f"{name}.{look}.png")
    context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/screenshots"))
