"""How an answer is given: as JSON or CSV, in pages, with a tag by which a program sees whether it has it already."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import blake2b
from io import StringIO
from typing import Any, Literal

from fastapi import Request, Response

from elchi import names
from elchi.export.answers import Answer, Table, write_answer

Json = dict[str, Any]
CSV: dict[int | str, Json] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}},
          "headers": {"ETag": {"schema": {"type": "string"}, "description": "Of the body, strong."},
                      "Link": {"schema": {"type": "string"}, "description": "Where the next page is."}}},
    304: {"description": "The program has it already, as it said in If-None-Match"}}
"""What the description says of an answer that may be CSV, too."""
ABSENT: dict[int | str, Json] = {404: {"description": "There is none of this id"}}


def paged(rows: Sequence[Json], limit: int, name: str = "id") -> Json:
    """A page of rows, of which one more than the limit was asked for: its `items`, and `next`, what the last is called,
    None where no more follow."""
    items = rows[:limit]
    return {"items": items, "next": items[-1][name] if len(rows) > limit else None}


def answered(request: Request, whole: Json, columns: tuple[str, ...], rows: Sequence[Json],
             form: Literal["json", "csv"] | None) -> Response:
    """An answer in the form that is asked for: as JSON the whole, as CSV these rows; nothing where the program has it
    already."""
    accepted = request.headers.get("accept", "")
    as_csv = form == "csv" or (form is None and "text/csv" in accepted and "application/json" not in accepted)
    if as_csv:
        out = StringIO()
        write_answer(Answer(whole, (), (Table("", columns, rows),)), out, "csv", names.party)
        text, kind = out.getvalue(), "text/csv; charset=utf-8"
    else:
        text, kind = json.dumps(whole, ensure_ascii=False, separators=(",", ":")), "application/json"
    body = text.encode("utf-8", "replace")
    tag = f'"{blake2b(body, digest_size=16).hexdigest()}"'
    headers = {"ETag": tag, "Vary": "Accept, Authorization, Cookie", "Cache-Control": "private, no-cache"}
    if whole.get("next"):
        headers["Link"] = f'<{request.url.path}?{_next(request, whole["next"])}>; rel="next"'
    if _has(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(body, 200, headers, kind)


def _next(request: Request, after: str) -> str:
    return request.url.include_query_params(after=after).query


def _has(request: Request, tag: str) -> bool:
    """Whether If-None-Match names this tag (RFC 9110, section 13.1.2)."""
    told = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return tag in told or told == ["*"]
