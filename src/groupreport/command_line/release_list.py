"""The releases to funders in lines for a terminal."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

from groupreport.harmless import visible


def release_list(project: Path) -> Iterator[str]:
    """One line a release: number, term, when, from which data, under which rules, and whether it was withdrawn."""
    from groupreport.disclosure.ledger import LEDGER_FILE, read_ledger

    found = read_ledger(project)
    if not found:
        yield "Nothing has been released to funders yet."
        return
    for release in found:
        smallest = release.rules["smallest_count"]
        state = "" if release.withdrawn is None else f"  withdrawn: {visible(release.withdrawn)}"
        when = f"{release.recorded_at}  data {release.data[:12]}  counts from {smallest}"
        yield f"{release.number}  {release.term}  {when}{state}"
    yield f"Keep {LEDGER_FILE} with the program's parameters: later releases are protected against what stands in it."


def withdrawn(project: Path, number: int, why: str) -> str:
    """Write down that a release was never handed out, and say what that means."""
    from groupreport.disclosure.ledger import withdraw_release

    withdraw_release(project, number, why, datetime.datetime.now().astimezone().replace(microsecond=0))
    return (
        f"Release {number} counts as never handed out. Run `groupreport render --audience funder --force` to make the "
        "release again without regard to it."
    )
