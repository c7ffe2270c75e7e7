"""The releases to funders in lines for a terminal."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from groupreport.harmless import visible

if TYPE_CHECKING:
    from groupreport.disclosure.ledger import Readers


def release_list(project: Path) -> Iterator[str]:
    """One line a release: readers, number, term, when, from which data, under which rules, and whether withdrawn."""
    from groupreport.disclosure.ledger import ledger_file, read_ledger

    kept = []
    for readers in ("funder", "leadership"):
        found = read_ledger(project, readers)
        kept += [ledger_file(readers)] if found else []
        for release in found:
            smallest = release.rules["smallest_count"]
            state = "" if release.withdrawn is None else f"  withdrawn: {visible(release.withdrawn)}"
            when = f"{release.recorded_at}  data {release.data[:12]}  counts from {smallest}"
            yield f"{readers} {release.number}  {release.term}  {when}{state}"
    if not kept:
        yield "Nothing has been released to leadership or funders yet."
        return
    yield f"Keep {' and '.join(kept)} with the program's parameters: later releases are protected against them."


def withdrawn(project: Path, readers: Readers, number: int, why: str) -> str:
    """Write down that a release was never handed out, and say what that means."""
    from groupreport.disclosure.ledger import withdraw_release

    withdraw_release(project, number, why, datetime.datetime.now().astimezone().replace(microsecond=0), readers)
    return (
        f"Release {number} counts as never handed out. Run `groupreport render --audience {readers} --force` to make "
        "the release again without regard to it."
    )
