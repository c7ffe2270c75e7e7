"""What a release must not show because readers have earlier ones, found by attacking it together with them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from groupreport.disclosure.joint_attack import Finding, JointResult, attack_jointly
from groupreport.disclosure.ledger import RecordedRelease
from groupreport.disclosure.read_back import cells_of
from groupreport.disclosure.readers import ABOUT_EVERYBODY, SHARE_OF
from groupreport.disclosure.related import related_to
from groupreport.disclosure.unnamed import is_unnamed
from groupreport.errors import DisclosureError

# Codes for why tables and numbers are withheld.
WITH_EARLIER = "with_earlier"
RESTATED = "restated"


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """What is withheld because of earlier releases: cells, tables, questionnaires' numbers, the groups' work."""

    places: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    tables: frozenset[str] = frozenset()
    scales: frozenset[str] = frozenset()
    process: bool = False
    reason: str = ""


def hide_beside(
    earlier: Iterable[RecordedRelease], told: Callable[[Hidden], RecordedRelease]
) -> tuple[Hidden, JointResult]:
    """What to withhold so that a release tells nothing of a few people beside earlier ones.

    Withheld first is what an earlier release of other days among these withholds: its readers know already where that
    is, so the place says nothing. What the attack finds after that is withheld, a table as a whole: single cells would
    say by their place what kind of people the releases differ by. Where a correction of the same term can be seen,
    everything is withheld.

    Args:
        earlier: The releases that readers may have.
        told: The new release as it is told when some of it is withheld.

    Returns:
        What to withhold, and the last attack, which found nothing.

    Raises:
        DisclosureError: The release tells something although all of it is withheld, or the attack broke off.
    """
    earlier = tuple(earlier)
    new = told(Hidden())
    hidden = Hidden(places=_withheld_by((one for one in related_to(new, earlier) if one.term != new.term), new))
    while True:
        release = told(hidden)
        result = attack_jointly(release, earlier)
        if not result.findings:
            return hidden, result
        more = _more(hidden, result.findings, release)
        if more == hidden:
            raise DisclosureError(
                "funder: even with everything withheld that can be, the release tells something beside an earlier one: "
                f"{'; '.join(map(str, result.findings[:5]))}."
            )
        hidden = more


def _withheld_by(releases: Iterable[RecordedRelease], new: RecordedRelease) -> dict[str, frozenset[tuple[str, str]]]:
    """The places of every table that one of the releases withholds.

    A category that an earlier one does not name is each of those that only the new one names.
    """
    found: dict[str, set[tuple[str, str]]] = {}
    for release in releases:
        for name, table in release.tables.items():
            places = {(row, column) for row, column, count in cells_of(table) if math.isnan(count)}
            if len(places) < table.table.size + len(table.row_totals) + len(table.column_totals) + 1:
                rows = _names(table.table.index, new.tables[name].table.index if name in new.tables else ())
                columns = _names(table.table.columns, new.tables[name].table.columns if name in new.tables else ())
                found.setdefault(name, set()).update(
                    (one, other) for row, column in places for one in rows(row) for other in columns(column)
                )
    return {name: frozenset(places) for name, places in found.items()}


def _names(labels: Iterable[object], new: Iterable[object]) -> Callable[[str], list[str]]:
    """What a label of an earlier release may be called in a new one."""
    own = {str(label) for label in labels}
    more = [str(label) for label in new if str(label) not in own]
    return lambda label: more if is_unnamed(label) else [label]


def _more(hidden: Hidden, findings: Iterable[Finding], release: RecordedRelease) -> Hidden:
    findings = tuple(findings)
    everything = replace(
        hidden,
        tables=frozenset(release.tables),
        scales=frozenset(number.about for number in release.numbers if number.part == "scales"),
        process=True,
        reason=hidden.reason or WITH_EARLIER,
    )
    if any(finding.corrected for finding in findings):
        return replace(everything, reason=RESTATED)
    more = replace(hidden, reason=hidden.reason or WITH_EARLIER)
    for finding in findings:
        if finding.part == "scales":
            more = replace(more, scales=more.scales | {finding.about})
        elif finding.part == "process" or finding.part.startswith(SHARE_OF):
            more = replace(more, process=True)
        elif finding.part not in more.tables:
            more = replace(more, tables=more.tables | {finding.part})
    if more == hidden:  # what is withheld follows from other tables about the same people
        for finding in findings:
            more = replace(more, tables=more.tables | _about_the_same(finding.part, release))
    return everything if more == hidden else more


def _about_the_same(part: str, release: RecordedRelease) -> frozenset[str]:
    if part.startswith((*ABOUT_EVERYBODY, SHARE_OF)) or part == "process":
        return frozenset(name for name in release.tables if name.startswith(ABOUT_EVERYBODY))
    scale = part.removeprefix("changed_").removeprefix("improved_").split("_")[0]
    return frozenset(name for name in release.tables if name.split("_")[1:2] == [scale])
