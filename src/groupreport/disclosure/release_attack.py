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

from groupreport.disclosure.attack import Attack, attack_on_tables
from groupreport.disclosure.contents import pieces_of
from groupreport.disclosure.earlier import Earlier
from groupreport.disclosure.joint_attack import attack_jointly
from groupreport.disclosure.policy import NOT_OF_PEOPLE, Policy
from groupreport.disclosure.published import TOTAL, Cell, PartOf, is_of_three
from groupreport.disclosure.read_back import ReadRelease, cells_of, read_release
from groupreport.disclosure.readers import knowledge_of
from groupreport.disclosure.told import release_of

WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
# "18 of 55", in the languages in which a program may write: two whole numbers and the word between them.
PAIR = re.compile(
    rf"(?<![\d.,])({WHOLE.pattern})\s+(?:of|de|von|sur|di|van|av|af)\s+(?:the\s+)?({WHOLE.pattern})(?![\d%]|[.,]\d)"
)


def attack_release(files: Sequence[Path], policy: Policy, earlier: Earlier, data: str) -> list[str]:
    """What is wrong with a release, in sentences that hold no count; empty where it stands up.

    Args:
        files: The release: outcomes.csv, and its pages as HTML and PDF.
        policy: The rules that it must keep.
        earlier: The releases that readers may have already.
        data: SHA-256 of the data that the release was made from; it is printed on its pages.

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
        *_who_stayed_away(read, policy),
        *_beside_earlier(read, policy, earlier, data),
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
    known = knowledge_of(read, policy)
    attack = attack_on_tables(known.tables, known.links, ranges=known.ranges)
    for name, table in read.tables.items():
        for row, column, count in cells_of(table):
            if math.isnan(count) and _too_narrow(attack, {(name, row, column): 1}, policy):
                yield f"table '{name}', {row}, {column}: a withheld count can be worked out too closely"
    withheld = set(attack.cells)
    rests = [link for link in known.links if isinstance(link, PartOf) and link.part in withheld]
    for link in rests if policy.near_totals else ():
        if _too_narrow(attack, {link.whole: 1, link.part: -1}, policy):
            yield f"{_place(link.whole)} less {_place(link.part)}: can be worked out too closely"
    for cell in filter(is_of_three, attack.cells):
        name, (category, program), answer = cell
        if category != TOTAL and _too_narrow(attack, {cell: 1}, policy):
            yield f"table '{name}', {category}, {program}, {answer}: a count that no table has can be worked out"


def _place(cell: Cell) -> str:
    name, row, column = cell
    return f"table '{name}', {row}, {column}"


def _too_narrow(attack: Attack, factors: Mapping[Cell, int], policy: Policy) -> bool:
    """Whether a reader knows that the count is small, and more than that."""
    low, high = attack.interval(factors)
    small = 1 <= high < policy.smallest_count
    return small and not (low <= 1 and high >= policy.smallest_count - 1)


def _rests_of_shares(read: ReadRelease, policy: Policy) -> Iterator[str]:
    """What a share leaves of a count that puts several answers together: 21 ended before, 16 % of 105 dropped out."""
    stayed = read.tables.get("stayed")
    if stayed is None or math.isnan(stayed.total) or policy.round_to > 1:
        return
    for number in read.numbers:
        if number.measure != "dropped_out" or number.value is None:
            continue
        for column in ("ended_before", "not_completed"):
            together = stayed.column_totals.get(column, math.nan)
            most = (
                math.floor(together - (number.value - policy.half_a_step) * stayed.total)
                if not math.isnan(together)
                else 0
            )
            if 0 < most < policy.smallest_count:
                yield f"the share '{number.measure}' leaves a small count of those in 'stayed', {column}"


def _who_stayed_away(read: ReadRelease, policy: Policy) -> Iterator[str]:
    """How many people can have missed every session, of whom no table tells, by the share of attendances."""
    people = max((table.total for table in read.tables.values() if not math.isnan(table.total)), default=math.nan)
    for number in read.numbers:
        if number.measure not in NOT_OF_PEOPLE or number.value is None:
            continue
        if (1 - number.value + policy.half_a_step) * people + 1e-9 < policy.smallest_count - 1:
            yield f"the share '{number.measure}' tells that few people can have stayed away"


def _beside_earlier(read: ReadRelease, policy: Policy, earlier: Earlier, data: str) -> Iterator[str]:
    """What it tells together with earlier releases that are about the same days."""
    if earlier.window is not None:
        new = release_of(read.tables, read.numbers, earlier.window, data, policy)
        yield from map(str, attack_jointly(new, earlier.releases).findings)


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
