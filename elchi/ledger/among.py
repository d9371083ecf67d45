"""What SQLAlchemy lacks: a condition, that a column holds one of many values, be they thousands, in one parameter; and
a question, which values a column of a key has, without all its rows being read."""

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


def each(column: sa.ColumnElement[Any], *true: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Each value that a column has where something is true of the columns before it in the key, and None at the end:
    each is the next in the key after the one before, and nothing between is read."""
    first = sa.select(sa.func.min(column).label("value")).where(*true).cte(recursive=True)
    after = sa.select(sa.func.min(column)).where(*true, column > first.c.value).scalar_subquery()
    return sa.select(first.union_all(sa.select(after).where(first.c.value.is_not(None))).c.value)


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
