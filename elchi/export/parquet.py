"""Tables as Parquet: typed columns, lists as lists."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import IO

import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from elchi.export.columns import COLUMNS, Kind, Row, Table

BATCH = 10_000
"""How many rows are held in memory, and make a row group."""

_TYPES: dict[Kind, pa.DataType] = {
    "text": pa.string(), "texts": pa.list_(pa.string()), "whole": pa.int64(), "share": pa.float64(), "flag": pa.bool_(),
    "day": pa.date32(), "moment": pa.timestamp("us", tz="UTC")}


def schema(table: Table) -> pa.Schema:
    """The types of a table's columns, the same whatever rows it has."""
    return pa.schema([(name, _TYPES[kind]) for name, kind in COLUMNS[table].items()])


def write_parquet(rows: Iterable[Row], out: IO[bytes], table: Table) -> int:
    """Write the rows of a table, as `columns` gives them, batch by batch; a table without rows has its columns. Returns
    how many rows."""
    left, types, count = iter(rows), schema(table), 0
    with ParquetWriter(out, types, compression="zstd") as writer:
        while batch := list(islice(left, BATCH)):
            writer.write_batch(pa.RecordBatch.from_pylist(batch, types))
            count += len(batch)
    return count
