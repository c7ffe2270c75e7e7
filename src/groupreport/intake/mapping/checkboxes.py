"""A question with boxes to tick, which stands in an export as one column a box, as one cell."""

from __future__ import annotations

import pandas as pd

from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import TextTable
from groupreport.parameters import Checkboxes


def ticked(text: TextTable, column: str, source: Checkboxes, findings: Findings) -> tuple[str, pd.Series] | None:
    """The codes of the boxes that were ticked, joined by `;`, and what the boxes are called together."""
    raise NotImplementedError
