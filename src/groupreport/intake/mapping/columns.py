"""A file's columns against the contract: missing, unknown, and those that no report may ever hold."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from groupreport.intake.contract import Table
from groupreport.intake.findings import Findings
from groupreport.intake.mapping.system_columns import is_of_system
from groupreport.intake.reading.text_table import TextTable, missing_column, rows_where
from groupreport.intake.spelling import listed, nearest
from groupreport.parameters import TableSource

# What HIPAA's Safe Harbor list counts as identifying, as column names of exports write it.
_IDENTIFYING = re.compile(
    r"(?:^|_)(?:e_?mails?|(?:tele|cell|mobile_?)?phone|mobile|telephone|fax|ssn|social_security|mrn|medical_record"
    r"|dob|birth(?:day|date)?|date_of_birth|born|street|(?:home_|postal_|mailing_|ip_?)?address|zip|zip_?code|post_?code"
    r"|latitude|longitude|survey_identifier"
    r"|postal_code|passport|insurance|policy_(?:no|number)|surname|forename|lname|fname)(?:_|$)"
)
_NAME = re.compile(r"(?:^|_)(?:first|last|full|family|given|middle|maiden|sur|fore|user)?_?names?(?:_|$)")
_ANONYMOUS = frozenset({"", "anonymous", "anonym"})
_NAMES_OF_THINGS = frozenset(
    {"group", "program", "site", "session", "instrument", "scale", "item", "term", "clinic", "center", "team", "event"}
)


def is_identifying(column: str) -> bool:
    """Whether a column's name says that it holds what identifies a person: name, birth date, contact, numbers.

    Examples:
        >>> [is_identifying(name) for name in ("Last Name", "DOB", "group_name", "age_band")]
        [True, True, False, False]
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", column)
    plain = re.sub(r"[^a-z0-9]+", "_", spaced.lower()).strip("_")
    if _IDENTIFYING.search(plain):
        return True
    return bool(_NAME.search(plain)) and not _NAMES_OF_THINGS & set(plain.split("_"))


def match_columns(
    text: TextTable,
    characteristics: tuple[str, ...],
    settings: TableSource,
    read_elsewhere: Collection[str],
    findings: Findings,
) -> TextTable:
    """Give the table the contract's columns: unknown ones left out, optional ones that were not given missing.

    `read_elsewhere` are columns of the file that are read in another way.
    """
    table = text.table
    unknown = [name for name in text.rows.columns if name not in table.column_names]
    misnamed: set[str] = set()
    if _has_header(text, unknown, settings):
        explained = _note_missing(text, unknown, characteristics, settings, findings)
        others = [name for name in unknown if name not in set().union(*explained.values())]
        misnamed = {*explained, *_note_unknown(text, others, settings, read_elsewhere, findings)}
    else:
        _note_no_header(text, findings)
    _note_identifying_sources(text, findings)
    for name in characteristics if table.name == "roster" else ():
        if text.has(name) and (is_identifying(name) or is_identifying(text.names[0].get(name, name))):
            message = f"the column '{name}', a characteristic in params/program.yml, looks like it identifies people"
            remedy = "Take it out of the export and out of characteristics: reports would print what stands there."
            findings.add(
                "identifying-column",
                text.file,
                message,
                remedy,
                sheet=text.sheet,
                line=text.header_line,
                column=text.names[0].get(name, name),
            )
    columns = {
        name: text.rows[name] if text.has(name) else missing_column(name, len(text.lines))
        for name in table.column_names
    }
    rows = pd.DataFrame(columns, index=pd.RangeIndex(len(text.lines)))
    return replace(text, rows=rows, given=text.given & set(table.column_names), withheld=(text.withheld | misnamed))


def _has_header(text: TextTable, unknown: list[str], settings: TableSource) -> bool:
    """Whether any column is the contract's, or nearly so; else the row may be one of data, which nobody should see.

    A constant says nothing of the file.
    """
    required = [name for name in _required(text.table) if name not in settings.constants]
    return any(text.has(name) or name in text.withheld or nearest(name, unknown) for name in required)


def _note_no_header(text: TextTable, findings: Findings) -> None:
    table = text.table
    settings = f"data.tables.{table.name}"
    findings.add(
        "header",
        text.file,
        f"holds none of the column names that the table {table.name} needs: {', '.join(_required(table))}",
        f"Write the column names into the first line. If they stand further down, set {settings}.header_row in "
        f"params/program.yml; if the export has other names, list them there under {settings}.columns.",
        sheet=text.sheet,
        line=text.header_line,
    )


def _note_identifying_sources(text: TextTable, findings: Findings) -> None:
    """Warn of names, addresses and the like that a program reads as its ids: they stand in the evaluators' reports."""
    for column in text.table.columns:
        theirs = text.names[0].get(column.name, column.name)
        if column.kind not in {"id", "ids"} or theirs == column.name or not is_identifying(theirs):
            continue
        if text.has(column.name) and _tells(text, column.name):
            _note_identifying(text, theirs, f"the column '{theirs}', which is read as {column.name},", findings)


def _note_missing(
    text: TextTable,
    unknown: list[str],
    characteristics: tuple[str, ...],
    settings: TableSource,
    findings: Findings,
) -> dict[str, set[str]]:
    """Note each required column that the file lacks; return those that unknown columns explain, with these."""
    explained = _note_undeclared_layout(text, unknown, findings)
    for column in text.table.columns:
        if not column.required or text.has(column.name) or column.name in {*text.withheld, *explained}:
            continue
        if column.name in {
            *settings.columns,
            *settings.from_roster,
            *settings.carry,
        }:  # named, but not there: noted under the name that it should have
            continue
        taken = set().union(*explained.values())
        near = nearest(column.name, [name for name in unknown if name not in taken])
        if near is not None and not _is_nearer_to_another(near, column.name, text.table):
            explained[column.name] = {near}
            remedy = f"Rename that to '{column.name}'{_or_map(text.table)}."
        elif column.name in characteristics:
            remedy = "Export it too, or take it out of characteristics in params/program.yml."
        elif settings.columns or settings.answers:
            place = f"data.tables.{text.table.name}"
            remedy = f"Name it under {place}.columns in params/program.yml, or set it under {place}.constants."
        else:
            remedy = f"Export it too; the table needs: {', '.join(_required(text.table))}."
        findings.add(
            "column-missing",
            text.file,
            f"the required column '{column.name}' is missing",
            remedy,
            sheet=text.sheet,
            line=text.header_line,
            column=column.name,
            suggestion=near if column.name in explained else None,
        )
    return explained


def _note_undeclared_layout(text: TextTable, unknown: list[str], findings: Findings) -> dict[str, set[str]]:
    """Note a table with a column for each answer that was not declared as wide, as `_note_missing` does."""
    answers = [name for name in unknown if re.search(r"_\d+$", name)]
    long = ("instrument", "item", "value")
    if not answers or not set(long) <= set(text.table.column_names) or any(text.has(name) for name in long):
        return {}
    message = f"has no columns instrument, item and value, but columns that end in a number, such as '{answers[0]}'"
    remedy = (
        "If each answer has its own column, set data.layout to wide in params/program.yml "
        f"(or layout under data.tables.{text.table.name})."
    )
    findings.add("column-missing", text.file, message, remedy, sheet=text.sheet, line=text.header_line)
    return {"instrument": set(), "item": set(), "value": set(answers)}


def _is_nearer_to_another(name: str, wanted: str, table: Table) -> bool:
    return nearest(name, table.column_names) not in {wanted, None}


def _note_unknown(
    text: TextTable, unknown: list[str], settings: TableSource, read_elsewhere: Collection[str], findings: Findings
) -> set[str]:
    """Note the columns that are not the contract's; return the contract's columns that some of them may be."""
    missing = [name for name in text.table.column_names if not text.has(name) and name not in text.withheld]
    identifying = [name for name in unknown if is_identifying(name) and _tells(text, name)]
    for name in identifying:
        _note_identifying(text, name, f"the column '{name}'", findings)
    others = [
        name
        for name in unknown
        if name not in identifying and name not in read_elsewhere and not is_of_system(name, settings.format)
    ]
    if others and (settings.columns or settings.answers):
        # Whoever says where each column is has seen the others.
        message = f"has columns from which nothing is read: {listed(others)}"
        remedy = f"Name them under data.tables.{text.table.name} in params/program.yml if they are needed."
        findings.add(
            "columns-unused",
            text.file,
            message,
            remedy,
            severity="info",
            sheet=text.sheet,
            line=text.header_line,
            facts={"names": tuple(others)},
        )
        return set()
    meant = {name: nearest(name, missing, cutoff=0.75) for name in others}
    strange = [name for name in others if meant[name] is None]
    for name, near in meant.items():
        if near is not None:
            message = f"the column '{name}' is not known here and is not read"
            _note_not_read(text, message, f"Rename it{_or_map(text.table)}.", [name], near, findings)
    if strange:
        message = (
            f"the column '{strange[0]}' is not known here and is not read"
            if len(strange) == 1
            else f"has {len(strange)} columns that are not known here and are not read: {listed(strange)}"
        )
        remedy = "Nothing needs to be done, unless reports should use them."
        _note_not_read(text, message, remedy, strange, None, findings)
    return {near for near in meant.values() if near is not None}


def _note_not_read(
    text: TextTable, message: str, remedy: str, names: list[str], near: str | None, findings: Findings
) -> None:
    findings.add(
        "column-unknown",
        text.file,
        message,
        remedy,
        severity="warning",
        sheet=text.sheet,
        line=text.header_line,
        column=names[0] if len(names) == 1 else None,
        suggestion=near,
        facts={"names": tuple(names)},
    )


def _or_map(table: Table) -> str:
    return f", or name it under data.tables.{table.name}.columns in params/program.yml"


def _note_identifying(text: TextTable, column: str, what: str, findings: Findings) -> None:
    findings.add(
        "identifying-column",
        text.file,
        f"{what} looks like it identifies people",
        "Take it out of the export: no report needs it.",
        severity="warning",
        sheet=text.sheet,
        line=text.header_line,
        column=column,
        restricts=True,
    )


def _tells(text: TextTable, name: str) -> bool:
    """Whether a column holds more than what survey systems write where they keep an answer anonymous."""
    return bool(rows_where(text.rows[name], lambda cell: cell.strip("*").lower() not in _ANONYMOUS).any())


def _required(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.required]
