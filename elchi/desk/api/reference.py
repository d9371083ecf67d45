"""The description of the API: OpenAPI for programs, the same as a page for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from elchi.desk.web import page

router = APIRouter(include_in_schema=False)
Json = dict[str, Any]


@router.get("/openapi.json")
def openapi(request: Request) -> Response:
    """The description, as OpenAPI has it."""
    return JSONResponse(_described(request))


@router.get("/docs")
def docs(request: Request) -> Response:
    """The description, as a page."""
    told = _described(request)
    return page(request, "api.html", about=told["info"]["description"], questions=list(_questions(told)))


def _described(request: Request) -> Json:
    described: Json = request.app.openapi()
    return described | {"servers": [{"url": request.scope.get("root_path", "") or "/"}]}


def _questions(told: Json) -> Iterator[Json]:
    """Each question: its path, what it gives, its parameters and the fields of its answer."""
    for path, methods in told["paths"].items():
        get = methods["get"]
        schema = get["responses"]["200"]["content"]["application/json"]["schema"]
        yield {"path": path, "about": get["description"], "fields": list(_fields(told, schema)), "parameters": [
            {"name": one["name"], "about": one.get("description", ""), "required": one.get("required", False),
             "type": _type(one["schema"])} for one in get.get("parameters", ())]}


def _fields(told: Json, schema: Json) -> Iterator[Json]:
    for name, own in _named(told, schema)["properties"].items():
        yield {"name": name, "type": _type(own), "about": own.get("description", "")}


def _named(told: Json, schema: Json) -> Json:
    found: Json = told["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def _type(schema: Json) -> str:
    """A type in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " | ".join(_type(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"[{_type(schema['items'])}]"
    return str(schema.get("format") or schema.get("type", ""))
