"""A desk to test with: its ledger, a real server on the loopback, a real browser."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread
from time import sleep

import httpx
import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from elchi.desk.app import create_app
from elchi.ledger.database import Ledger, open_ledger
from tests.shared import ledger_of_examples

SYNTHETIC = 300


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the examples and some synthetic reports: copy it before you change it."""
    return ledger_of_examples(tmp_path_factory, SYNTHETIC)


@pytest.fixture
def ledger(filled: Path, tmp_path: Path) -> Iterator[Ledger]:
    """A copy of that ledger, for one test."""
    own = tmp_path / "desk.db"
    own.write_bytes(filled.read_bytes())
    with closing(open_ledger(str(own))) as opened:
        yield opened


@contextmanager
def serving(ledger: Ledger) -> Iterator[str]:
    """The address of a desk of this ledger, served on a free port of the loopback."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        server = uvicorn.Server(uvicorn.Config(create_app(ledger), log_level="warning", server_header=False))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            sleep(.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)


@pytest.fixture
def desk(ledger: Ledger) -> Iterator[str]:
    """The address of a desk that a test may change."""
    with serving(ledger) as address:
        yield address


@pytest.fixture(scope="module")
def shown(filled: Path) -> Iterator[str]:
    """The address of a desk that no test changes."""
    with closing(open_ledger(str(filled))) as opened, serving(opened) as address:
        yield address


@pytest.fixture
def client(shown: str) -> Iterator[httpx.Client]:
    """A client of the desk that no test changes."""
    with httpx.Client(base_url=shown) as own:
        yield own


def grave(tab: Page) -> list[tuple[str, str]]:
    """What keeps some people from reading a page, as axe finds it: each fault with the first element that has it; for
    those who read it light, and what is otherwise for those who read it dark."""
    tab.emulate_media(color_scheme="light")
    faults = Axe().run(tab).response["violations"]
    tab.emulate_media(color_scheme="dark")
    faults += Axe().run(tab, options={"runOnly": ["color-contrast"]}).response["violations"]
    return [(fault["id"], fault["nodes"][0]["html"]) for fault in faults if fault["impact"] in ("serious", "critical")]


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A reader of English with nothing stored."""
    own = chromium.new_context(locale="en", viewport={"width": 1280, "height": 900})
    yield own
    own.close()


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    """A tab of the browser."""
    return context.new_page()
