"""The last look at files that leave the house: none may name or identify a person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from groupreport.errors import DisclosureError
from groupreport.parameters import Audience

if TYPE_CHECKING:
    from groupreport.intake import Term


def check_release(term: Term, audience: Audience, files: Sequence[Path]) -> None:
    """Refuse leadership and funder files that hold an id, a leader, a contact pattern or a machine path.

    Raises:
        DisclosureError: At least one file does; the message names file and place, never the text that was found.
    """
    if audience == "evaluator":
        return
    from groupreport.disclosure.leaks import ForbiddenTokens, scan_files  # heavy, and only for new files

    forbidden = ForbiddenTokens.of_term(term, audience)
    leaks = scan_files(files, forbidden)
    if leaks:
        listed = "; ".join(f"{Path(leak.file).name}: {leak.kind} ({leak.where})" for leak in leaks[:5])
        raise DisclosureError(f"{audience}: {len(leaks)} place(s) may identify a person: {listed}.")
