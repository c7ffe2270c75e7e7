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
    ledger = read_ledger(Path(folder))
    window = Window(term=term.term_id, starts=term.starts, ends=term.ends)
    return Earlier(window=window, releases=earlier_releases(ledger, term.term_id, term.data_hash, policy))
