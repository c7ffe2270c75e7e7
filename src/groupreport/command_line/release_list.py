"""The releases to funders in lines for a terminal, and why one of them shows less than it could."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groupreport.harmless import visible

if TYPE_CHECKING:
    from groupreport.disclosure.ledger import Readers, RecordedRelease


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


def withheld_beside(project: Path, term: str, guarantee: Mapping[str, Any]) -> Iterator[str]:
    """What a release of the term withholds because of earlier ones, and what to do where those were never handed out.

    Args:
        project: The program's folder.
        term: The term's id.
        guarantee: What disclosure control did for the release, as its report states it.
    """
    from groupreport.disclosure.beside import RESTATED, WITH_EARLIER
    from groupreport.disclosure.ledger import earlier_releases, read_ledger
    from groupreport.disclosure.related import related_to

    corrected = RESTATED in guarantee["reasons"]
    ledger = read_ledger(project)
    new = next((one for one in reversed(ledger) if one.term == term and one.withdrawn is None), None)
    if new is None or not (corrected or WITH_EARLIER in guarantee["reasons"]):
        return
    read = related_to(new, earlier_releases(ledger, term, new.data, new.policy))
    numbers = [one.number for one in read if _shows(one) and (one.term == term or not corrected)]
    named = f"release{'' if len(numbers) == 1 else 's'} {', '.join(map(str, numbers))}"
    if corrected:
        yield (
            f"Funders see no number of {term}: since {named} of this term, entries of a few people were corrected, and "
            "whoever compares would see whom."
        )
    else:
        yield f"Funders do not see all tables of {term}: beside {named} they would tell something of a few people."
    yield (
        'If one was never handed out, withdraw it: groupreport releases --withdraw NUMBER --why "..."; then '
        f"groupreport render --term {term} --audience funder --force shows all that can be shown without regard to it."
    )


def _shows(release: RecordedRelease) -> bool:
    """Whether readers of the release have any of its counts."""
    from groupreport.disclosure.read_back import cells_of

    return any(count == count for table in release.tables.values() for _, _, count in cells_of(table))


def withdrawn(project: Path, readers: Readers, number: int, why: str) -> str:
    """Write down that a release was never handed out, and say what that means."""
    from groupreport.disclosure.ledger import withdraw_release

    withdraw_release(project, number, why, datetime.datetime.now().astimezone().replace(microsecond=0), readers)
    return (
        f"Release {number} counts as never handed out. Run `groupreport render --audience {readers} --force` to make "
        "the release again without regard to it."
    )
