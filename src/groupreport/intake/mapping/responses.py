"""Rows that a survey system keeps and a report may not want: tests, what was not finished, forms left empty."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from groupreport.intake.findings import Findings
from groupreport.intake.mapping.block import Block
from groupreport.intake.mapping.system_columns import is_of_system
from groupreport.intake.reading.headers import plain_name
from groupreport.intake.reading.text_table import Mask, TextTable, rows_where, texts_of
from groupreport.parameters import Checkboxes, Joined, SessionOfDay


@dataclass(frozen=True)
class _Unwanted:
    """Responses that Qualtrics marks, in one of these columns by one of these words, and what the others are called.

    The words are Qualtrics' own, and the numbers that stand for them where values are exported instead of texts.
    """

    rule: str
    what: str
    columns: tuple[str, ...]
    words: frozenset[str]
    usual: frozenset[str]


_WAYS = frozenset({"ip address", "imported", "offline", "ex", "ex offline", "0", "4", "16", "32", "48"})
_UNWANTED = (
    _Unwanted(
        rule="response-test",
        what="a test of the survey",
        columns=("Status", "DistributionChannel"),
        words=frozenset({"survey preview", "survey test", "offline survey preview", "preview", "1", "2", "17"}),
        usual=_WAYS | {"anonymous", "email", "qr-code", "gl", "social", "sms"},
    ),
    _Unwanted(
        rule="response-spam",
        what="a response that Qualtrics takes for spam",
        columns=("Status",),
        words=frozenset({"spam", "survey preview spam", "imported spam", "ex spam", "8", "9", "12", "40"}),
        usual=_WAYS,
    ),
    _Unwanted(
        rule="response-unfinished",
        what="a response that was not finished",
        columns=("Finished",),
        words=frozenset({"false", "0"}),
        usual=frozenset({"true", "1"}),
    ),
)
_WHAT_THERE_IS = frozenset({"groups", "roster", "sessions"})


def note_responses(
    text: TextTable, block: Block, answers: Sequence[str], missing_codes: Collection[str], findings: Findings
) -> None:
    """Warn of test responses and unfinished ones that count like others, and say how to leave them out.

    `answers` are the columns of a wide part that hold answers; a row without any leaves no rows and is not counted.
    """
    counted: Mask = np.ones(len(text.lines), dtype=bool)
    if answers:
        counted = _any_filled(text, answers, ignoring=missing_codes)
    if block.settings.format == "qualtrics":
        for unwanted in _UNWANTED:
            _note_counted(text, unwanted, counted, block, findings)
    elif block.settings.format == "redcap":
        _note_incomplete(text, block, answers, findings)


def without_empty_forms(text: TextTable, block: Block, findings: Findings) -> TextTable:
    """Leave out the rows of a REDCap export in which nothing that the block reads was filled in, and tell it.

    They are rows of other forms, or of a form that was opened and left. What groups, members and sessions there
    are is never left out.
    """
    if block.settings.format != "redcap" or block.table in _WHAT_THERE_IS:
        return text
    sources = _own_sources(text, block)
    boxes = _box_columns(text, block)
    if not sources and not boxes:
        return text
    filled = _any_filled(text, sources) | _any_filled(text, boxes, ignoring=("0", "Unchecked"))
    if not filled.all():
        first = int(text.lines[np.flatnonzero(~filled)[0]])
        rows = int((~filled).sum())
        message = f"has {rows} rows in which nothing that {block.name} reads was filled in"
        remedy = "They were left out."
        findings.add(
            "row-unfilled",
            text.file,
            message,
            remedy,
            severity="info",
            sheet=text.sheet,
            line=first,
            facts={"rows": rows},
        )
    return text.keep(filled)


def _note_counted(text: TextTable, unwanted: _Unwanted, counted: Mask, block: Block, findings: Findings) -> None:
    where = block.settings.where
    name = next((column for column in unwanted.columns if column in text.rows), None)
    if name is None or name in map(plain_name, where):
        return  # whoever names these rows under `where` has decided on them
    cells = text.rows[name]
    rows = counted & rows_where(cells, lambda word: word.casefold() in unwanted.words)
    line = f"{name}: {_as_yaml([word for word in texts_of(cells) if word.casefold() in unwanted.usual])}"
    added = f"`{line}` to {block.name}.where" if where else f"`where: {{{line}}}` to {block.name}"
    message = f"is {unwanted.what}, and counts like any other"
    remedy = f"To leave such rows out, add {added} in {block.shown()}."
    findings.add_rows(unwanted.rule, text, name, rows, message, remedy, "warning")


def _as_yaml(words: Sequence[str]) -> str:
    quoted = [f'"{word}"' for word in words] or ['"…"']
    return quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"


def _note_incomplete(text: TextTable, block: Block, answers: Sequence[str], findings: Findings) -> None:
    """Tell of forms that hold something but are marked as incomplete; in an export a form's status follows it."""
    columns = [str(name) for name in text.rows.columns]
    by_status: dict[str, list[str]] = {}
    for name in answers or _own_sources(text, block):
        later = columns[columns.index(name) :]
        status = next((each for each in later if _is_status(each)), None)
        if status is not None:
            by_status.setdefault(status, []).append(name)
    for status, names in by_status.items():
        if status in map(plain_name, block.settings.where):
            continue
        marked = rows_where(text.rows[status], lambda word: word in {"0", "Incomplete"})
        message = "marks the form as incomplete; what was filled in counts like any other"
        remedy = "Set the form's status in REDCap, or name the complete ones under `where`."
        rows = marked & _any_filled(text, names)
        findings.add_rows("form-incomplete", text, status, rows, message, remedy, "info")


def _is_status(column: str) -> bool:
    return column.endswith("_complete") or column == "Complete?" or column.startswith("Complete? (")


def _own_sources(text: TextTable, block: Block) -> list[str]:
    """The columns of a part's own form that it reads: not the record's id, nor what REDCap itself writes."""
    settings, record = block.settings, str(text.rows.columns[0])
    wanted = [
        source.day_of if isinstance(source, SessionOfDay) else source.joined if isinstance(source, Joined) else source
        for column, source in settings.columns.items()
        if column not in settings.carry and not isinstance(source, Checkboxes)
    ]
    return [
        name
        for name in dict.fromkeys(map(plain_name, wanted))
        if name in text.rows and name != record and not is_of_system(name, "redcap")
    ]


def _box_columns(text: TextTable, block: Block) -> list[str]:
    begins = tuple(
        begin
        for source in block.settings.columns.values()
        if isinstance(source, Checkboxes)
        for begin in (f"{plain_name(source.checkboxes)}___", f"{plain_name(source.checkboxes)} (choice=")
    )
    return [str(name) for name in text.rows.columns if begins and str(name).startswith(begins)]


def _any_filled(text: TextTable, columns: Iterable[str], ignoring: Collection[str] = ()) -> Mask:
    """The rows that hold something else than these words in at least one of the columns."""
    filled: Mask = np.zeros(len(text.lines), dtype=bool)
    for name in columns:
        filled |= rows_where(text.rows[name], lambda cell: cell not in ignoring)
    return filled
