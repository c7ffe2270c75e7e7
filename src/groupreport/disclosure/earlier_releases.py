"""Which releases readers may have before this one: those of the program's ledger."""

from __future__ import annotations

import os
from pathlib import Path

from groupreport.disclosure.earlier import Earlier, Window
from groupreport.disclosure.ledger import earlier_releases, read_ledger
from groupreport.disclosure.policy import Policy
from groupreport.errors import DisclosureError
from groupreport.parameters import PROJECT_VARIABLE
from groupreport.summaries.records import TermFacts


def earlier_of(term: TermFacts, policy: Policy) -> Earlier:
    """The earlier releases of the program that the environment names; outside of a program there are none.

    A page that is stepped through by hand is no release. What a run publishes is looked at once more with the ledger
    in hand before it is handed out.

    Raises:
        DisclosureError: The ledger was damaged, or another term that shares days with this one was released.
    """
    folder = os.environ.get(PROJECT_VARIABLE)
    if not folder:
        return Earlier()
    window = Window(term=term.term_id, starts=term.starts, ends=term.ends)
    return earlier_beside(Path(folder), window, term.data_hash, policy)


def earlier_beside(project_folder: Path, window: Window, data: str, policy: Policy) -> Earlier:
    """The earlier releases of a program that a release from these data under these rules has to be read beside.

    Raises:
        DisclosureError: The ledger was damaged, or another term that shares days with this one was released.
    """
    ledger = read_ledger(project_folder)
    return apart(Earlier(window=window, releases=earlier_releases(ledger, window.term, data, policy)))


def apart(earlier: Earlier) -> Earlier:
    """The earlier releases, if none is of another term that shares days with this one.

    Raises:
        DisclosureError: One is: the two could be subtracted from each other.
    """
    if earlier.overlapping:
        raise DisclosureError(
            f"The term shares days with {', '.join(earlier.overlapping)}, which was released. Whoever has both "
            "could subtract one from the other. Give terms that do not overlap, or, if that release was never handed "
            "out, withdraw it: groupreport releases --withdraw NUMBER --why ..."
        )
    return earlier
