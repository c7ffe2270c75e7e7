"""A contract table as the bytes of a Parquet file, and back, with the contract's types."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from groupreport.intake.contract import PANDAS_TYPES, Kind, Table

_ARROW_TYPES: dict[Kind, pa.DataType] = {
    "id": pa.string(),
    "ids": pa.string(),
    "text": pa.string(),
    "choice": pa.string(),
    "occasion": pa.string(),
    "item": pa.string(),
    "date": pa.timestamp("ns"),
    "whole": pa.int64(),
    "number": pa.float64(),
    "yes_no": pa.bool_(),
}
_NULLABLE = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}


def to_arrow(frame: pd.DataFrame, table: Table) -> pa.Table:
    """A typed frame as an Arrow table with the contract's columns in the contract's order."""
    columns = {}
    for column in table.columns:
        values = pa.Array.from_pandas(frame[column.name])
        kind = _ARROW_TYPES[column.kind]
        columns[column.name] = values if values.type == kind else values.cast(kind)
    return pa.table(columns)


def to_bytes(rows: pa.Table) -> bytes:
    """The bytes of a Parquet file; the same rows give the same bytes."""
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, compression="zstd", write_statistics=False, store_schema=False)
    return cast("bytes", sink.getvalue().to_pybytes())


def from_bytes(content: bytes, table: Table) -> pd.DataFrame:
    """The typed frame that a file of `to_bytes` holds."""
    # Small files, one after the other: threads and the search for a data set's other files would only cost.
    return to_frame(pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False), table)


def to_frame(rows: Any, table: Table) -> pd.DataFrame:  # noqa: ANN401 - an Arrow table
    """Arrow's rows as the typed frame that readers of a term get."""
    frame: pd.DataFrame = rows.to_pandas(types_mapper=_NULLABLE.get, use_threads=False)
    types = {column.name: PANDAS_TYPES[column.kind] for column in table.columns}
    wrong = {name: kind for name, kind in types.items() if kind == "datetime64[ns]" and frame[name].dtype != kind}
    return frame.astype(wrong) if wrong else frame
