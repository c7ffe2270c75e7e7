"""Where a program's exports lie: one module a source, with one function that gathers what is there as bytes.

A further source is a module here with a function `gather(request, findings)`, and its name among `Source` in
`parameters/data_source.py`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from groupreport.intake.sources.gathered import Request, SourceFile, SourcePart, Sources

if TYPE_CHECKING:
    from groupreport.intake.findings import Findings

__all__ = ["Request", "SourceFile", "SourcePart", "Sources", "gather"]


def gather(request: Request, findings: Findings) -> Sources:
    """Gather a term's exports from the source that `data.source` names; what is missing is noted.

    A source is imported only where it is used: a folder of files needs neither a database nor REDCap.
    """
    module = importlib.import_module(f"{__name__}.{request.data.source}")
    gathered: Sources = module.gather(request, findings)
    return gathered
