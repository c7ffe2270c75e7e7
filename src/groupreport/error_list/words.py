"""The list in words: where a problem is, how often it stands there, what happens now."""

from __future__ import annotations

from groupreport.display.plain_table import PlainTable
from groupreport.error_list.record import ErrorList
from groupreport.errors import Problem, Severity
from groupreport.harmless import visible

HEADINGS: dict[Severity, str] = {
    "error": "Errors: to be mended before reports can be made",
    "warning": "Warnings: worth a look",
    "info": "Notes: what was assumed, or read differently from how it is written",
}
QUALITY = "Quality of the data"
SEVERITY_WORDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_PLACES = 5
_LONGEST = 200
_IN_DATA = "Mend errors in the data where they come from, export again, and run groupreport check again."
_IN_SETTINGS = "Mend it there, and run groupreport check again: the data are looked at when the parameters are right."
_HIDDEN = "Values are hidden, as they may be health data; --show-values shows them."
_SHOWN = "The values that are shown may be health data: keep this list where the data may be kept."


def title(listed: ErrorList) -> str:
    """What was checked."""
    return " · ".join(part for part in (listed.program, listed.term) if part) or "What is wrong"


def counted(number: int, word: str) -> str:
    """A number with its word, such as `3 errors` or `1 note`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def totals(listed: ErrorList) -> str:
    """How many errors, warnings and notes there are."""
    return ", ".join(counted(len(listed.of(severity)), word) for severity, word in SEVERITY_WORDS.items())


def rule_table(listed: ErrorList) -> PlainTable:
    """How often each rule was broken."""
    return PlainTable(
        name="rules",
        title=f"By rule: {totals(listed)}",
        columns=("Rule", "Severity", "Entries", "Rows"),
        rows=tuple(
            (each.rule, SEVERITY_WORDS[each.severity], f"{each.entries:,}", f"{each.rows:,}" if each.rows else "")
            for each in listed.rule_counts
        ),
    )


def place(problem: Problem) -> str:
    """Where a problem is within its file, such as `line 14, column member_id`."""
    return ", ".join(place_parts(problem))


def place_parts(problem: Problem) -> list[str]:
    """Where a problem is within its file: the line or cell, and the column or key; or that it is all of it."""
    is_parameter = problem.file.endswith((".yml", ".yaml"))
    name = "key" if is_parameter else "column"
    parts = []
    if problem.cell is not None:
        parts.append(f"cell {problem.cell}")
    elif problem.line is not None:
        parts.append(f"{_line_word(problem)} {problem.line}")
    if problem.column is not None:
        others = " and others" if problem.columns else ""
        parts.append(f"{name} {problem.column}{others}")
    if not parts:
        parts.append("the command line" if problem.file.startswith("--") else "as a whole")
    return parts


def where_else(problem: Problem) -> str:
    """How many rows have the problem and which are the first, such as `3 rows: lines 14, 15 and 22`; or nothing."""
    if problem.count <= 1:
        return ""
    columns = problem.columns or ("",) * len(problem.lines)
    named = [f"{line} ({column})" if column else f"{line}" for line, column in zip(problem.lines, columns, strict=True)]
    rows = f"{problem.count:,} rows"
    if not named:
        return rows
    word = _line_word(problem)
    if len(named) < problem.count:
        first = f"the first is {word} {named[0]}" if len(named) == 1 else f"the first are {word}s {_joined(named)}"
        return f"{rows}, {first}"
    return f"{rows}: {word}s {_joined(named)}"


def sentence(text: str) -> str:
    """A message as a sentence: with a capital and a full stop."""
    begun = text[:1].upper() + text[1:]
    return begun if begun.endswith((".", "?", "!")) else f"{begun}."


def meant(problem: Problem) -> str:
    """The known name that was probably meant, as a question; or nothing."""
    return f"Did you mean '{problem.suggestion}'?" if problem.suggestion is not None else ""


def consequence(problem: Problem) -> str:
    """What happens until the problem is mended, beside what its severity says; or nothing."""
    return "Reports for leadership and funders are refused until it is mended." if problem.restricts else ""


def what_happens_now(listed: ErrorList) -> tuple[str, ...]:
    """What the list means for the next step, sentence by sentence."""
    errors, warnings = len(listed.of("error")), len(listed.of("warning"))
    said = []
    if errors:
        until = "the error is" if errors == 1 else f"all {errors:,} errors are"
        said.append(f"No report can be made until {until} mended.")
        said.append(_IN_SETTINGS if all(_is_setting(each) for each in listed.of("error")) else _IN_DATA)
    else:
        term = f" of {listed.term}" if listed.term else ""
        said.append(f"The reports{term} can be made: run groupreport render.")
        if warnings:
            said.append(
                "Look at the warnings first: reports are made all the same, and say in their appendix what was noticed."
            )
    if listed.restricting:
        said.append(
            "Reports for leadership and funders will be refused until what may identify people is taken out of the "
            f"exports: {_places(listed.restricting)}. Reports for evaluators are not affected by this."
        )
    if any(problem.value is not None for problem in listed.problems):
        said.append(_SHOWN if listed.show_values else _HIDDEN)
    return tuple(said)


def shown_value(problem: Problem, *, show: bool, mask: str = "•••") -> str:
    """The first wrong value, or the mask where values are hidden; nothing where a problem is about no value."""
    if problem.value is None:
        return ""
    if not show:
        return mask
    cut = problem.value[:_LONGEST]
    rest = f" and {len(problem.value) - _LONGEST:,} more characters" if len(problem.value) > _LONGEST else ""
    return f"'{visible(cut)}'{rest}"


def _places(problems: tuple[Problem, ...]) -> str:
    places = list(dict.fromkeys(f"{each.file}, {place(each)}" for each in problems))
    more = f" and {len(places) - _PLACES} more" if len(places) > _PLACES else ""
    return f"{'; '.join(places[:_PLACES])}{more}"


def _is_setting(problem: Problem) -> bool:
    return problem.file.startswith(("params/", "--"))


def _line_word(problem: Problem) -> str:
    return "row" if problem.sheet is not None else "line"


def _joined(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
