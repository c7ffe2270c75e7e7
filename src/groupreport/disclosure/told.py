"""A protected release as readers will have it, before it is written: what its table of outcomes says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from groupreport.disclosure.earlier import Window
from groupreport.disclosure.ledger import RecordedRelease, rules_of
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.published import TOTAL
from groupreport.disclosure.read_back import ReadNumber, ReadTable, table_of_cells
from groupreport.summaries.records import ALL_PROGRAMS, Unavailable

if TYPE_CHECKING:
    from groupreport.disclosure.safe import SafeNumber, SafeScale, SafeTable

SCALE_MEASURES = ("mean_pre", "mean_post", "mean_change", "smcr", "smcr_low", "smcr_high", "criterion")
# The number that a release has before it is in the ledger.
NOT_YET = 0


def numbers_told(
    scales: Iterable[SafeScale] | Unavailable, process: Iterable[SafeNumber] | Unavailable, groups: int
) -> Iterator[ReadNumber]:
    """The numbers that are no counts of a table, in the order in which they are published."""
    for scale in () if isinstance(scales, Unavailable) else scales:
        program = TOTAL if scale.program == ALL_PROGRAMS else scale.program
        yield ReadNumber("scales", scale.short_name, program, "people_at_least", _given(scale.people))
        for measure in SCALE_MEASURES:
            value = _given(getattr(scale, measure))
            if measure != "criterion" or value is not None:
                yield ReadNumber("scales", scale.short_name, program, measure, value)
    for number in () if isinstance(process, Unavailable) else process:
        yield ReadNumber("process", number.about, TOTAL, number.measure, _given(number.value))
    yield ReadNumber("process", "", TOTAL, "groups", float(groups))


def as_told(
    tables: Mapping[str, SafeTable], numbers: Iterable[ReadNumber], window: Window, data: str, policy: Policy
) -> RecordedRelease:
    """The release as a line of the ledger would hold it."""
    read = {}
    for name, table in tables.items():
        shown = table.with_margins()
        cells = {
            (str(row), str(column)): float(shown.loc[row, column]) for row in shown.index for column in shown.columns
        }
        read[name] = table_of_cells(name, cells)
    return release_of(read, numbers, window, data, policy)


def release_of(
    tables: Mapping[str, ReadTable], numbers: Iterable[ReadNumber], window: Window, data: str, policy: Policy
) -> RecordedRelease:
    """A release that is not in the ledger yet, in the form of one that is."""
    return RecordedRelease(
        number=NOT_YET,
        term=window.term,
        starts=window.starts,
        ends=window.ends,
        data=data,
        rules=rules_of(policy),
        tables=tables,
        numbers=tuple(numbers),
        recorded_at="",
    )


def _given(value: float) -> float | None:
    return None if value != value else float(value)
