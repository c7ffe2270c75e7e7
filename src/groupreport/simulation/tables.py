"""Tables to plain CSV files, as a clinic would export them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from groupreport.simulation.term import SimulatedTerm


def table_files(simulated: SimulatedTerm) -> dict[str, bytes]:
    """The CSV files of a term by name: UTF-8, comma, ISO dates, yes and no, an empty cell where nothing is known."""
    return {f"{name}.csv": _as_csv(table) for name, table in simulated.tables.items()}


def write_tables(simulated: SimulatedTerm, folder: str | Path) -> list[Path]:
    """Write one CSV file a table; the folder is made if need be, files of the same name are replaced.

    Returns:
        The files, in the contract's order.
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in table_files(simulated).items():
        (target / name).write_bytes(content)
        written.append(target / name)
    return written


def _as_csv(table: pd.DataFrame) -> bytes:
    as_text = pd.DataFrame({name: _as_text(table[name]) for name in table.columns})
    return as_text.to_csv(index=False, lineterminator="\n").encode()


def _as_text(column: pd.Series) -> pd.Series:
    missing = column.isna()
    if pd.api.types.is_datetime64_any_dtype(column):
        text = column.dt.strftime("%Y-%m-%d")
    elif isinstance(column.dtype, pd.BooleanDtype):
        text = column.map({True: "yes", False: "no"})
    elif pd.api.types.is_float_dtype(column):
        # Whole answers are exported as 3, not 3.0; minutes keep their one decimal.
        text = column.map("{:g}".format)
    else:
        text = column.astype(str)
    filled: pd.Series = text.astype(object).mask(missing, "")
    return filled
