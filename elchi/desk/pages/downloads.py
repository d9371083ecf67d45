"""What a view holds, in the forms that other programs read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from elchi.desk.asked import Asked, asked
from elchi.desk.brake import FILES
from elchi.desk.options import options
from elchi.desk.web import ledger_of, page, words_of
from elchi.errors import LedgerError
from elchi.export import forms
from elchi.ledger.queries import exported
from elchi.ledger.queries.filters import newest

router = APIRouter()
MOST = 20_000
"""How many rows a download may have: who wants more writes it by `elchi export`."""
OF_ALL = frozenset({"geojson", "graphml", "ical", "happenings.csv", "happenings.parquet"})
"""The forms for which every happening is read: whether there are too many is asked before."""
NOT_BY = {"gold": ("party", "type", "topic"), "positions": ("type",), "officials": ("type", "topic")}
"""By what a form cannot be asked for."""
MARK = "\ufeff".encode()
"""By this at the beginning of a table Excel knows the letters of UTF-8 (Unicode, section 23.8)."""
MEDIA = {".csv": "text/csv", ".tsv": "text/tab-separated-values", ".parquet": "application/vnd.apache.parquet",
         ".jsonl": "application/jsonl", ".geojson": "application/geo+json", ".graphml": "application/xml",
         ".ics": "text/calendar", ".atom": "application/atom+xml", ".json": "application/feed+json"}
Row = TypeVar("Row")


@router.get("/downloads")
def downloads(request: Request, of: Annotated[Asked, Depends(asked)]) -> Response:
    """The forms in which a view is to be had."""
    of.filter()
    return page(request, "downloads.html", asked=of, options=options(request), most=MOST,
                files={form: own.file for form, own in forms.FORMS.items()},
                links={form: _asked_of(form, of).address(f"/downloads/{form}") for form in forms.FORMS})


@router.get("/downloads/{form}")
def download(request: Request, form: str, of: Annotated[Asked, Depends(asked)]) -> Response:
    """A view in a form, as a file."""
    if form not in forms.FORMS:
        raise HTTPException(404)
    wanted = of.filter()
    with FILES.held(ledger_of(request)) as limited, limited.reading() as state:
        if form in OF_ALL and len(newest(state, wanted, MOST + 1, day=False)) > MOST:
            raise _too_many()  # before all that is told of them is read
        own = exported.source(state, wanted, words_of(request).party, of.title())
        path = _written(form, replace(own, rows=lambda table: bounded(own.rows(table)),
                                      happenings=lambda: bounded(own.happenings())))
    file = forms.FORMS[form].file
    return FileResponse(path, media_type=MEDIA[Path(file).suffix], filename=file,
                        background=BackgroundTask(path.unlink))


def _asked_of(form: str, of: Asked) -> Asked:
    """What of a view a form can be asked for."""
    return of.but(**dict.fromkeys(NOT_BY.get(form.partition(".")[0], ()), ()))


def bounded(rows: Iterable[Row]) -> Iterator[Row]:
    """The same rows. Raises LedgerError once there are more than MOST."""
    for n, row in enumerate(rows):
        if n == MOST:
            raise _too_many()
        yield row


def _too_many() -> LedgerError:
    return LedgerError(f"more than {MOST} rows: ask for less, or write them by `elchi export`")


def _written(form: str, own: forms.Source) -> Path:
    """A temporary file of a form."""
    with NamedTemporaryFile(prefix="elchi-", delete=False) as file:
        path = Path(file.name)
        try:
            file.write(MARK if forms.FORMS[form].file.endswith(".csv") else b"")
            forms.write(form, own, file)
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise
    return path
