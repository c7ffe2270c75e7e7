"""Columns that stand once a record, in another of its rows (REDCap keeps each form in rows of its own)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.intake.findings import Findings
from groupreport.intake.mapping.block import Block
from groupreport.intake.mapping.export_columns import column_of
from groupreport.intake.reading.text_table import Mask, TextTable, categorical

_Codes = npt.NDArray[np.int64]


def carry_from_record(text: TextTable, block: Block, kept: Mask, findings: Findings) -> TextTable:
    """Fill the empty cells of the columns that `carry` names from the record's other rows.

    The export's first column names the record. A value is taken only where all rows of the record that have one
    agree; otherwise the rows that are `kept` and need one are noted.
    """
    settings = block.settings
    for place, column in enumerate(settings.carry):
        source = settings.columns.get(column, column)
        if column not in text.table.column_names or not isinstance(source, str):
            continue
        keys = ("columns", column) if column in settings.columns else ("carry", place)
        name = column_of(text, source, block, keys, findings)
        if name is not None:
            text = _carried(text, column, name, kept, findings)
    return text


def _carried(text: TextTable, column: str, name: str, kept: Mask, findings: Findings) -> TextTable:
    """Fill the empty cells of one column, `name` in the export."""
    record_name = str(text.rows.columns[0])
    records, cells = categorical(text.rows[record_name]), categorical(text.rows[name])
    different, one = _values_of_records(records, cells)
    different, one = different[records.codes], one[records.codes]
    blank = np.asarray(cells.codes < 0)
    without, several = kept & blank & (different == 0), kept & blank & (different > 1)
    message = f"is empty, and so it is in the other rows of its record (one '{record_name}')"
    remedy = "Fill it in, in the form that asks for it, and export that form too."
    findings.add_rows("carry-none", text, name, without, message, remedy)
    message = f"is empty, and the other rows of its record (one '{record_name}') hold different values"
    remedy = "Correct the record, or name a column that every row has."
    if column == "group_id":
        remedy += " A group can also be found by the row's day, with `from_roster: [group_id]`."
    findings.add_rows("carry-conflict", text, name, several, message, remedy)
    filled = pd.Categorical.from_codes(np.where(blank & (different == 1), one, cells.codes), dtype=cells.dtype)
    rows = text.rows.assign(**{name: pd.Series(filled, index=text.rows.index)})
    return text.with_rows(rows).with_unread(column, without | several)


def _values_of_records(records: pd.Categorical, cells: pd.Categorical) -> tuple[_Codes, _Codes]:
    """How many different values each record has in a column, and one of them; the last are of no record."""
    pairs = pd.DataFrame({"record": records.codes, "value": cells.codes}, dtype=np.int64)
    pairs = pairs[(pairs["record"] >= 0) & (pairs["value"] >= 0)].drop_duplicates()
    different = np.zeros(len(records.categories) + 1, dtype=np.int64)
    one = np.full(len(records.categories) + 1, -1, dtype=np.int64)
    np.add.at(different, pairs["record"].to_numpy(), 1)
    one[pairs["record"]] = pairs["value"]
    return different, one
