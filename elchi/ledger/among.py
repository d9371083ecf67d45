"""A condition that SQLAlchemy lacks: a column holds one of many values, be they thousands, in one parameter."""

from __future__ import annotations

from collections.abc import Iterable
from json import dumps
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


def among(column: sa.ColumnElement[Any], values: Iterable[Any]) -> sa.ColumnElement[bool]:
    """Whether a column of whole numbers or text holds one of the values."""
    return column.bool_op("IN")(_Values(sa.literal(listed(values)), type_=column.type))


def among_those(column: sa.ColumnElement[Any], name: str) -> sa.ColumnElement[bool]:
    """The same for a statement that is made once: the values come with each execution as a parameter of this name, as
    `listed` gives them."""
    return column.bool_op("IN")(_Values(sa.bindparam(name, type_=sa.Text), type_=column.type))


def those(name: str, column: sa.ColumnElement[Any]) -> sa.TableValuedAlias:
    """The values of such a parameter as rows with one column, `value`, of the kind that this column is of."""
    values = _Values(sa.bindparam(name, type_=sa.Text), type_=column.type)
    return values.table_valued(sa.column("value", column.type))


def listed(values: Iterable[Any]) -> str:
    """Values as one parameter."""
    return dumps(list(values))


class _Values(FunctionElement[Any]):
    """The members of a JSON array, as rows."""

    inherit_cache = True

    def __init__(self, array: sa.ColumnElement[str], type_: sa.types.TypeEngine[Any]) -> None:
        super().__init__(array)
        self.type = type_
        self.are_numbers = isinstance(type_, sa.Integer)


@compiles(_Values, "sqlite")
def _in_sqlite(element: _Values, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **kw)}))"


@compiles(_Values, "postgresql")
def _in_postgresql(element: _Values, compiler: SQLCompiler, **kw: Any) -> str:
    cast, array = "::bigint" if element.are_numbers else "", compiler.process(element.clauses, **kw)
    return f"(SELECT value{cast} FROM json_array_elements_text(CAST({array} AS json)))"
