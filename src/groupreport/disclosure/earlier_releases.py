"""Which releases readers may have before this one: those of the program's ledger."""

from __future__ import annotations

import os
from pathlib import Path

from groupreport.disclosure.earlier import Earlier, Window
from groupreport.disclosure.ledger import earlier_releases, read_ledger
from groupreport.disclosure.policy import Policy
from groupreport.parameters import PROJECT_VARIABLE
from groupreport.summaries.records import TermFacts


def earlier_of(term: TermFacts, policy: Policy) -> Earlier:
    """The earlier releases of the program that the environment names; outside of a program there are none.

    A page that is stepped through by hand is no release. What a run publishes is looked at once more with the ledger
    in hand before it is handed out.

    Raises:
        DisclosureError: The ledger was damaged.
    """
    folder = os.environ.get(PROJECT_VARIABLE)
    if not folder:
        return Earlier()
    return earlier_beside(Path(folder), window_of(term), term.data_hash, policy)


def window_of(term: TermFacts) -> Window:
    """The term that a release of these facts is about."""
    return Window(term=term.term_id, starts=term.starts, ends=term.ends)


def earlier_beside(project_folder: Path, window: Window, data: str, policy: Policy) -> Earlier:
    """The earlier releases of a program that a release from these data under these rules has to be read beside.

    Raises:
        DisclosureError: The ledger was damaged.
    """
    ledger = read_ledger(project_folder)
    return Earlier(window=window, releases=earlier_releases(ledger, window.term, data, policy))
