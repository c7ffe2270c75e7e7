"""The list on a terminal: what stops a run first, file by file; nothing in it is taken for markup."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from groupreport.error_list.record import SEVERITIES, ErrorList, FilePart
from groupreport.error_list.terminal_table import TableOnTerminal, literal
from groupreport.error_list.words import (
    HEADINGS,
    QUALITY,
    consequence,
    meant,
    place,
    rule_table,
    sentence,
    shown_value,
    title,
    totals,
    what_happens_now,
    where_else,
)
from groupreport.errors import Problem, Severity
from groupreport.harmless import visible
from groupreport.rules import RULES
from groupreport.rules.page import severities_in_words

_WIDTH = 100  # of a file
_FEW = 3  # rules, which need not be counted
_STYLES: dict[Severity, str] = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}


class OnTerminal:
    """The list as something that a console prints, as wide as the console is."""

    def __init__(self, listed: ErrorList, *, ends_with: tuple[str, ...] | None = None) -> None:
        """Make it printable.

        Args:
            listed: What was found.
            ends_with: What is said last, instead of what happens now.
        """
        self._list = listed
        self._ends_with = what_happens_now(listed) if ends_with is None else ends_with
        self._explained: set[str] = set()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Each part below the other."""
        self._explained.clear()
        mask = "•••" if options.encoding.startswith("utf") else "***"
        yield Text(visible(f"{title(self._list)}: {totals(self._list)}"), style="bold")
        for severity in SEVERITIES:
            parts = self._list.parts(severity)
            if parts:
                yield ""
                yield literal(HEADINGS[severity], _STYLES[severity])
                yield Line(characters="-", style="dim")
            for part in parts:
                yield ""
                yield literal(_name(part), "bold")
                for problem in part.problems:
                    yield from self._problem(problem, mask)
        if self._list.tables:
            yield ""
            yield literal(QUALITY, "bold cyan")
            yield Line(characters="-", style="dim")
        for table in self._list.tables:
            yield ""
            yield TableOnTerminal(table)
        if len(self._list.rule_counts) > _FEW:
            yield ""
            yield TableOnTerminal(rule_table(self._list))
            yield literal("groupreport check --explain RULE says more about a rule.", "dim")
        for said in self._ends_with:
            yield ""
            yield literal(said)

    def _problem(self, problem: Problem, mask: str) -> Iterator[RenderableType]:
        head = Text("  ")
        head.append(visible(place(problem)), style="underline")
        head.append(f"  [{visible(problem.rule)}]", style="dim")
        if problem.severity != "info":
            yield ""
        yield head
        said = [part for part in (sentence(problem.message), consequence(problem)) if part]
        rows = where_else(problem)
        if rows:
            said.append(f"{rows}.")
        value = shown_value(problem, show=self._list.show_values, mask=mask)
        if value and problem.severity != "info":
            said.append(f"{'First value' if problem.count > 1 else 'Value'}: {value}")
        if problem.severity == "info":
            yield _indented(" ".join((*said, problem.remedy)))
            return
        yield _indented(" ".join(said))
        yield _labelled("To do", " ".join(part for part in (meant(problem), problem.remedy) if part), "green")
        if problem.why and problem.rule not in self._explained:
            yield _labelled("Why", problem.why, "dim")
            self._explained.add(problem.rule)


def as_text(listed: ErrorList) -> str:
    """The list as plain text, for a file."""
    written = io.StringIO()
    Console(file=written, width=_WIDTH, color_system=None, markup=False, highlight=False, emoji=False).print(
        OnTerminal(listed)
    )
    return "".join(f"{line.rstrip()}\n" for line in written.getvalue().splitlines())


def explained(rule: str) -> Iterator[RenderableType]:
    """What one rule of the catalog means."""
    known = RULES[rule]
    yield literal(f"{rule} ({severities_in_words(known)})", "bold")
    yield _indented(sentence(_words(known.title)))
    yield _labelled("Why", _words(known.why), "dim")
    yield _labelled("To do", _words(known.mend), "green")


def _words(text: str) -> str:
    return text.replace("`", "")  # marks names on the page about rules


def _name(part: FilePart) -> str:
    return part.file if part.sheet is None else f"{part.file}, sheet {part.sheet}"


def _indented(text: str) -> Padding:
    return Padding(literal(text), (0, 0, 0, 4))


def _labelled(label: str, text: str, style: str) -> Padding:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=5, no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(label, style=style), literal(text))
    return Padding(grid, (0, 0, 0, 4))
