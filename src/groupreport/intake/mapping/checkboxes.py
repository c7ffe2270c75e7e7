"""Several choices in one answer: boxes that stand in an export as one column each, or choices joined in one cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from groupreport.intake.findings import Findings
from groupreport.intake.mapping.block import Block
from groupreport.intake.mapping.export_columns import Found, column_of, note_not_there
from groupreport.intake.reading.headers import plain_name
from groupreport.intake.reading.text_table import TextTable, categorical, recoded, rows_where, texts_of
from groupreport.parameters import Checkboxes, Joined

_TICKED = frozenset({"1", "checked", "true"})
_NOT_TICKED = frozenset({"0", "unchecked", "false"})


@dataclass(frozen=True)
class _Box:
    """One box: its column, what it stands for, and whether its cells hold the choice's own text (Qualtrics)."""

    column: str
    code: str
    holds_text: bool


def ticked(
    text: TextTable, column: str, source: Checkboxes, block: Block, missing: Collection[str], findings: Findings
) -> Found | None:
    """The codes of the boxes that were ticked, joined by `;`.

    The code of a box is what its column is called by: `involved___m01` stands for `m01`, `Involved (choice=M01)` for
    `M01`, `Q7_1` for `1`. REDCap writes codes in small letters and every sign in them as `_`; `____9` is read as -9.
    Where Qualtrics writes the choice's text into the cell, that is the code.
    """
    prefix = plain_name(source.checkboxes)
    shown, boxes = _boxes(prefix, [str(name) for name in text.rows.columns])
    if not boxes:
        message = f"has no columns of boxes that begin with '{prefix}'"
        note_not_there(text, message, prefix, block, ("columns", column), findings)
        return None
    meanings = [_meanings(text, box, missing, findings) for box in boxes]
    codes = np.column_stack([categorical(text.rows[box.column]).codes for box in boxes]).astype(np.int64)
    patterns, pattern_of = np.unique(codes, axis=0, return_inverse=True)
    joined = [_joined(pattern, meanings) for pattern in patterns]
    places, different = pd.factorize(np.array([*joined, None], dtype=object))
    cells = pd.Categorical.from_codes(places[:-1][pattern_of.reshape(-1)], categories=pd.Index(different, dtype=object))
    return Found(shown, pd.Series(cells, name=column), tuple(box.column for box in boxes))


def divided(text: TextTable, column: str, source: Joined, block: Block, findings: Findings) -> Found | None:
    """Choices that the export joins by something else, joined by `;`."""
    name = column_of(text, source.joined, block, ("columns", column), findings)
    if name is None:
        return None
    cells = text.rows[name]
    parts = [[part.strip() for part in cell.split(source.by)] for cell in texts_of(cells)]
    return Found(name, recoded(cells, [";".join(filter(None, each)) or None for each in parts]), (name,))


def without_box(column: str) -> str:
    """What a column of a box begins with: `involved` of `involved___m01`; other names as they are.

    Examples:
        >>> [without_box(name) for name in ("involved___m01", "Involved (choice=M01)", "Q7_1", "Q7")]
        ['involved', 'Involved', 'Q7', 'Q7']
    """
    return re.sub(r"(?:___.+| \(choice=.+\)|_\d+)$", "", column)


def _boxes(prefix: str, columns: Sequence[str]) -> tuple[str, list[_Box]]:
    """What the boxes are called together, and each of them; none where no column is called so."""
    begin = re.escape(prefix)
    for shown, form, holds_text in (
        (f"{prefix}___…", rf"{begin}___(.+)", False),
        (f"{prefix} (choice=…)", rf"{begin} \(choice=(.+)\)", False),
        (f"{prefix}_…", rf"{begin}_(\d+)", True),
    ):
        found = [(name, match.group(1)) for name in columns if (match := re.fullmatch(form, name))]
        if found:
            return shown, [_Box(name, re.sub(r"^_(?=\d)", "-", code), holds_text) for name, code in found]
    return prefix, []


def _meanings(text: TextTable, box: _Box, missing: Collection[str], findings: Findings) -> list[str | None]:
    """What each different text of a box's column stands for, in the order of the codes; the last is an empty cell."""
    cells = text.rows[box.column]
    texts = texts_of(cells)
    off = [cell.casefold() in _NOT_TICKED or cell in missing for cell in texts]
    on = [cell.casefold() in _TICKED for cell in texts]
    if not box.holds_text:
        strange = {cell for cell, is_off, is_on in zip(texts, off, on, strict=True) if not is_off and not is_on}
        findings.add_rows(
            "value-unknown",
            text,
            box.column,
            rows_where(cells, strange.__contains__),
            "is neither a ticked box (1, Checked) nor one that was not ticked (0, Unchecked)",
            "Export the boxes as REDCap writes them.",
        )
    meant = [
        None if is_off else cell if box.holds_text and not is_on else box.code
        for cell, is_off, is_on in zip(texts, off, on, strict=True)
    ]
    return [*meant, None]


def _joined(pattern: np.ndarray, meanings: Sequence[Sequence[str | None]]) -> str | None:
    codes = [meaning[place] for meaning, place in zip(meanings, pattern, strict=True)]
    return ";".join(dict.fromkeys(filter(None, codes))) or None
