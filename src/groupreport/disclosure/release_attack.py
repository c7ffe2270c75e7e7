"""The last attack on a funder release, on its files alone: what would a reader learn who has this and what came before?

It knows nothing of how the release was protected. It reads outcomes.csv and the pages back, adds what every reader
knows (sums, that people are whole numbers, rounding, shares times their number, earlier releases), and works out how
closely each withheld count is known then.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from itertools import chain, combinations
from pathlib import Path

import pandas as pd

from groupreport.disclosure.attack import Attack, Range, attack_on_tables
from groupreport.disclosure.contents import pieces_of
from groupreport.disclosure.earlier import Earlier
from groupreport.disclosure.policy import NOT_OF_PEOPLE, Policy
from groupreport.disclosure.published import TOTAL, Cell, Link, PartOf, SameCount, SumOf
from groupreport.disclosure.read_back import ReadNumber, ReadRelease, ReadTable, cells_of, read_release, without_rounded

WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
# "18 of 55", in the languages in which a program may write: two whole numbers and the word between them.
PAIR = re.compile(
    rf"(?<![\d.,])({WHOLE.pattern})\s+(?:of|de|von|sur|di|van|av|af)\s+(?:the\s+)?({WHOLE.pattern})(?![\d%]|[.,]\d)"
)
# Everybody in a program is in each of these tables; the others are about some of them.
ABOUT_EVERYBODY = ("served", "stayed", "completed_")
# Answers that other tables put together.
PUT_TOGETHER = {
    "improved_reliably": ("recovered", "improved"),
    "not_improved": ("unchanged", "deteriorated"),
    "ended_before": ("dropped_out", "ended_otherwise"),
    "other_ends": ("ended_otherwise", "still_enrolled"),
    "not_completed": ("dropped_out", "ended_otherwise", "ended_before", "other_ends", "still_enrolled"),
}


def attack_release(files: Sequence[Path], policy: Policy, earlier: Earlier) -> list[str]:
    """What is wrong with a release, in sentences that hold no count; empty where it stands up.

    Args:
        files: The release: outcomes.csv, and its pages as HTML and PDF.
        policy: The rules that it must keep.
        earlier: The releases that readers may have already.

    Raises:
        DisclosureError: The numbers contradict each other, or outcomes.csv cannot be read.
    """
    tables = [file for file in files if file.suffix == ".csv"]
    if not tables:  # a run that makes one format more of the same report has no new table
        return []
    read = read_release(tables[0])
    wrong = [
        *_small_counts(read, policy),
        *_known_too_well(read, policy),
        *_rests_of_shares(read, policy),
        *_differences(read, policy, earlier),
    ]
    for file in files:
        if file.suffix in (".html", ".pdf"):
            wrong += _page(file, read, policy)
    return wrong


def _small_counts(read: ReadRelease, policy: Policy) -> Iterator[str]:
    for name, table in read.tables.items():
        for row, column, count in cells_of(table):
            if 0 < count < policy.smallest_count:
                yield f"table '{name}', {row}, {column}: a small count is published"


def _known_too_well(read: ReadRelease, policy: Policy) -> Iterator[str]:
    tables, rounded = without_rounded(read.tables, policy)
    attack = attack_on_tables(tables, list(_links(read)), ranges=[*rounded, *_ranges(read, policy)])
    for name, table in read.tables.items():
        for row, column, count in cells_of(table):
            if math.isnan(count) and _too_narrow(attack, (name, row, column), policy):
                yield f"table '{name}', {row}, {column}: a withheld count can be worked out too closely"


def _too_narrow(attack: Attack, cell: Cell, policy: Policy) -> bool:
    """Whether a reader knows that the count is small, and more than that."""
    low, high = attack.interval({cell: 1})
    small = 1 <= high < policy.smallest_count
    return small and not (low <= 1 and high >= policy.smallest_count - 1)


def _links(read: ReadRelease) -> Iterator[Link]:
    """What everybody knows who reads the titles: which tables are about the same people, or about some of them."""
    tables = read.tables
    served = [name for name in tables if name.startswith("served")]
    for name, table in tables.items():
        everybody = name.startswith(ABOUT_EVERYBODY)
        for other in served:
            if other != name and list(tables[other].table.index) == list(table.table.index):
                yield from _same_or_part(name, other, table.table.index, turned=False, same=everybody)
            elif list(tables[other].table.columns) == list(table.table.index):
                yield from _same_or_part(name, other, table.table.index, turned=True, same=everybody)
        for other in tables:
            if other != name and _about_one_question(name, other):
                yield from _same_answers(name, other, tables)


def _same_or_part(name: str, other: str, labels: pd.Index, *, turned: bool, same: bool) -> Iterator[Link]:
    for label in [*labels, TOTAL]:
        here, there = (name, label, TOTAL), ((other, TOTAL, label) if turned else (other, label, TOTAL))
        yield SameCount(here, there) if same else PartOf(here, there)


def _about_one_question(name: str, other: str) -> bool:
    """Whether two tables sort the same people by the same answer: `improved_phq9_age` and `changed_phq9`, say."""
    if name.startswith("completed_"):
        return other == "stayed"
    of_scale = f"{name.removeprefix('improved_')}_"
    return name.startswith("improved_") and other.startswith("changed_") and of_scale.startswith(f"{other[8:]}_")


def _same_answers(name: str, other: str, tables: Mapping[str, ReadTable]) -> Iterator[Link]:
    columns = tables[other].table.columns
    for label in [*tables[name].table.columns, TOTAL]:
        parts = [part for part in PUT_TOGETHER.get(label, ()) if part in columns]
        if label == TOTAL or label in columns:
            yield SameCount((name, TOTAL, label), (other, TOTAL, label))
        elif parts:
            yield SumOf((name, TOTAL, label), tuple((other, TOTAL, part) for part in parts))


def _ranges(read: ReadRelease, policy: Policy) -> Iterator[Range]:
    """Shares of people times their number, and numbers of people that are rounded down."""
    everybody = next((name for name in read.tables if name.startswith(ABOUT_EVERYBODY)), None)
    for number in read.numbers:
        if number.value is None:
            continue
        if number.part == "process" and everybody is not None:
            yield from _share(number, read, everybody, policy)
        if number.part == "scales" and number.measure == "people_at_least":
            yield from _rounded_down(number, read, policy)


def _share(number: ReadNumber, read: ReadRelease, everybody: str, policy: Policy) -> Iterator[Range]:
    measure = number.measure
    cells = {"dropped_out": ("stayed", "dropped_out"), "completed": ("stayed", "completed")}
    people = read.tables[everybody].total
    if measure in NOT_OF_PEOPLE or measure not in cells or math.isnan(people) or number.value is None:
        return
    if policy.round_to > 1:  # a share of rounded counts says no more than they do
        return
    name, column = cells[measure]
    if name in read.tables and column in read.tables[name].table.columns:
        half = 0.5 * 10.0**-policy.share_decimals + 1e-9
        low, high = ((number.value + around) * people for around in (-half, half))
        yield {(name, TOTAL, column): 1}, math.ceil(low), math.floor(high)


def _rests_of_shares(read: ReadRelease, policy: Policy) -> Iterator[str]:
    """What a share leaves of a count that puts several answers together: 21 ended before, 16 % of 105 dropped out."""
    stayed = read.tables.get("stayed")
    if stayed is None or math.isnan(stayed.total) or policy.round_to > 1:
        return
    half = 0.5 * 10.0**-policy.share_decimals
    for number in read.numbers:
        if number.measure != "dropped_out" or number.value is None:
            continue
        for column in ("ended_before", "not_completed"):
            together = stayed.column_totals.get(column, math.nan)
            most = math.floor(together - (number.value - half) * stayed.total) if not math.isnan(together) else 0
            if 0 < most < policy.smallest_count:
                yield f"the share '{number.measure}' leaves a small count of those in 'stayed', {column}"


def _rounded_down(number: ReadNumber, read: ReadRelease, policy: Policy) -> Iterator[Range]:
    of_scale = [name for name in read.tables if name.startswith("changed_")]
    of_scale = [name for name in of_scale if number.about.lower().replace("-", "") in name.replace("_", "")]
    if len(of_scale) != 1 or number.value is None:
        return
    rows = list(read.tables[of_scale[0]].table.index)
    row = number.program if number.program in rows else TOTAL
    yield {(of_scale[0], row, TOTAL): 1}, number.value, number.value + policy.smallest_count - 2


def _differences(read: ReadRelease, policy: Policy, earlier: Earlier) -> Iterator[str]:
    """Published counts that differ a little from what an earlier release of the same term says."""
    window = earlier.window
    for release in earlier.releases:
        if window is None or release.term != window.term or policy.round_to > 1 or release.policy.round_to > 1:
            continue
        for name, table in read.tables.items():
            if name not in release.tables:
                continue
            before = {(row, column): count for row, column, count in cells_of(release.tables[name])}
            for row, column, count in cells_of(table):
                if 0 < abs(count - before.get((row, column), math.nan)) < policy.smallest_count:
                    yield (
                        f"table '{name}', {row}, {column}: release {release.number} of this term shows a count that "
                        "differs by a few people"
                    )


def _page(file: Path, read: ReadRelease, policy: Policy) -> Iterator[str]:
    """Counts on a page that the table does not publish."""
    sums = _sums(read)
    for piece in pieces_of(file):
        if not piece.prose:
            continue
        for pair in PAIR.finditer(piece.text):
            part, total = (int(text.replace(",", "")) for text in pair.groups())
            if file.suffix == ".pdf" and piece.where == f"page {part}" and _ends_page(piece.text, pair):
                continue
            if part not in sums.get(total, ()):
                yield f"{file.name}, {piece.where}: a count of people that outcomes.csv does not publish"
    if file.suffix == ".html":
        page = _Tables()
        page.feed(file.read_text(encoding="utf-8"))
        allowed = {number.value for number in read.numbers if number.measure == "criterion"}
        for text, line in page.cells:
            if WHOLE.fullmatch(text):
                count = int(text.replace(",", ""))
                if 0 < count < policy.smallest_count and count not in allowed:
                    yield f"{file.name}, line {line}: a table holds a small number"


def _ends_page(text: str, pair: re.Match[str]) -> bool:
    """Whether this is the "1 of 2" of the page's foot: the last words of a page, or the first before its text."""
    return not text[pair.end() :].strip() or len(text[: pair.start()]) < len("Page ") + 1


def _sums(read: ReadRelease) -> Mapping[int, set[int]]:
    """By total: every count that can be added up from published cells of a row or column with that total."""
    found: dict[int, set[int]] = {}
    for table in read.tables.values():
        lines = [
            *((table.row_totals[row], table.table.loc[row]) for row in table.table.index),
            *((table.column_totals[column], table.table[column]) for column in table.table.columns),
            (table.total, table.column_totals),
            (table.total, table.row_totals),
        ]
        for total, line in lines:
            if math.isnan(total):
                continue
            shown = [int(count) for count in line if not math.isnan(count)]
            chosen = chain.from_iterable(combinations(shown, size) for size in range(min(len(shown), 8) + 1))
            reached = {sum(one) for one in chosen}
            found.setdefault(int(total), set()).update(reached, {int(total) - one for one in reached})
    everybody = [int(table.total) for table in read.tables.values() if not math.isnan(table.total)]
    for whole in everybody:  # those with both measurements, of everybody
        found.setdefault(whole, set()).update(one for one in everybody if one <= whole)
    return found


class _Tables(HTMLParser):
    """The cells of a page's tables with their lines; the large key facts are no table of counts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.cells: list[tuple[str, int]] = []
        self._cell: list[str] | None = None
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "div":
            self._open.append("key-facts" in (dict(attrs).get("class") or ""))
        if tag == "td" and not any(self._open):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._open:
            self._open.pop()
        if tag == "td" and self._cell is not None:
            self.cells.append(("".join(self._cell).strip(), self.getpos()[0]))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)
