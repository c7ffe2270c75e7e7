"""One sheet of a workbook to cells of text."""

from __future__ import annotations

from groupreport.intake.findings import Findings
from groupreport.intake.reading.cells import Cells
from groupreport.intake.sources import SourcePart
from groupreport.parameters import Limits


def read_sheet(part: SourcePart, limits: Limits, findings: Findings) -> Cells | None:
    """The cells of the sheet that a part names, or None where a problem was noted."""
    raise NotImplementedError
