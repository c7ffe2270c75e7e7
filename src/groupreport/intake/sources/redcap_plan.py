"""Which exports a program's tables need, and whether the project has what they name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from groupreport.intake.findings import Findings
from groupreport.intake.sources.redcap_project import ACCESS_GROUP, EVENT, FORM, ProjectFacts
from groupreport.intake.spelling import listed, nearest
from groupreport.parameters import Checkboxes, DataSource, Joined, SessionOfDay, TableSource

_PROGRAM = "params/program.yml"


@dataclass(frozen=True, kw_only=True)
class Export:
    """One question for records: the same forms and events for every table that reads from it.

    Attributes:
        forms: In the project's order.
        events: In the project's order; none asks for all.
        access_groups: Whether to ask for the records' data access groups.
        survey: Whether to ask for when surveys were answered.
    """

    forms: tuple[str, ...]
    events: tuple[str, ...]
    access_groups: bool = False
    survey: bool = False

    @property
    def shown_as(self) -> str:
        """The export as a person knows it."""
        forms = f"REDCap form{'s' if len(self.forms) > 1 else ''} {', '.join(self.forms)}"
        events = f" (event{'s' if len(self.events) > 1 else ''} {', '.join(self.events)})"
        return forms + (events if self.events else "")


@dataclass(frozen=True, kw_only=True)
class PlannedPart:
    """A part of a table, and the export that it is read from."""

    table: str
    settings: TableSource
    export: Export


def plan_parts(data: DataSource, term_id: str, facts: ProjectFacts, findings: Findings) -> list[PlannedPart]:
    """The exports that the tables need; what the project does not have is noted, with what was probably meant."""
    wanted = [(table, _of_term(part, term_id)) for table in data.tables for part in data.parts_of(table)]
    labels = data.redcap is not None and data.redcap.labels
    for table, part in wanted:
        _note_unknown(table, part, facts, labels=labels, findings=findings)
    named = [(table, part, _export_of(part, facts)) for table, part in wanted]
    exports: dict[Export, Export] = {}
    for _, part, asked in named:
        known = exports.get(asked, asked)
        names = _fields_of(part)
        exports[asked] = Export(
            forms=asked.forms,
            events=asked.events,
            access_groups=known.access_groups or ACCESS_GROUP in names,
            survey=known.survey or any(map(facts.is_survey_column, names)),
        )
    return [PlannedPart(table=table, settings=part, export=exports[asked]) for table, part, asked in named]


def note_withheld(
    export: Export,
    header: Collection[str],
    planned: Iterable[PlannedPart],
    facts: ProjectFacts,
    findings: Findings,
) -> bool:
    """Note the fields that REDCap left out of an answer, as it does without a word where a right is missing.

    Returns:
        Whether a table names one of them.
    """
    withheld = [column for form in export.forms for column in facts.forms[form] if column not in header]
    needed = {
        name: f"data.tables.{part.table}.{key}"
        for part in planned
        if part.export == export
        for name, key in _fields_of(part.settings).items()
        if name in withheld
    }
    for name, key in needed.items():
        message = f"leaves out the field '{name}', which {key} names"
        remedy = (
            "The token's user may not export it: ask for 'Remove All Identifier Fields' instead of 'De-Identified', "
            "or for 'Full Data Set' if the field is tagged as an identifier."
        )
        findings.add("server-refused", export.shown_as, message, remedy, column=name)
    others = [name for name in withheld if name not in needed]
    if others:
        message = f"comes without {len(others)} fields that the token's user may not export: {listed(others)}"
        remedy = "No table names them."
        findings.add("fields-withheld", export.shown_as, message, remedy, severity="info")
    return bool(needed)


def _of_term(part: TableSource, term_id: str) -> TableSource:
    """The part for one term: `{term}` stands for its id where rows are chosen; an answer is always REDCap's form."""
    where = {
        name: tuple(word.replace("{term}", term_id) for word in _each(words)) for name, words in part.where.items()
    }
    events = tuple(event.replace("{term}", term_id) for event in _each(part.events))
    return part.model_copy(update={"format": "redcap", "where": where, "events": events or None})


def _export_of(part: TableSource, facts: ProjectFacts) -> Export:
    forms, events = _each(part.forms), _each(part.events)
    return Export(
        forms=tuple(form for form in facts.forms if form in forms or not forms),
        events=tuple(event for event in facts.events if event in events),
    )


def _fields_of(part: TableSource) -> dict[str, str]:
    """The project's names that a part uses, each with the key that names it."""
    names: dict[str, str] = {}
    for column, source in part.columns.items():
        if isinstance(source, SessionOfDay):
            names[source.day_of] = f"columns.{column}"
        elif isinstance(source, Joined):
            names[source.joined] = f"columns.{column}"
        elif not isinstance(source, Checkboxes):
            names[source] = f"columns.{column}"
    return {**names, **dict.fromkeys(part.answers, "answers"), **dict.fromkeys(part.where, "where")}


def _note_unknown(table: str, part: TableSource, facts: ProjectFacts, *, labels: bool, findings: Findings) -> None:
    place = f"data.tables.{table}"
    _note_names(_each(part.forms), facts.forms, f"{place}.forms", "form", findings)
    if part.events and not facts.events:
        message = f"{place}.events names events, but the project has none"
        findings.add("column-mapped-missing", _PROGRAM, message, "Leave events out.", column=f"{place}.events")
    else:
        _note_names(_each(part.events), facts.events, f"{place}.events", "event", findings)
    forms = set(_export_of(part, facts).forms)
    for name, key in _fields_of(part).items():
        form = facts.form_of(name)
        if not facts.has(name):
            _note_names([name], facts.fields, f"{place}.{key}", "field", findings)
        elif form is not None and form not in forms and name != facts.record_id and forms:
            message = f"{place}.{key} names the field '{name}', which is on the form '{form}'"
            remedy = f"Add '{form}' to {place}.forms."
            findings.add("column-mapped-missing", _PROGRAM, message, remedy, column=f"{place}.{key}")
    if not labels:  # with labels, where names labels, which only the answer shows
        words = [word for word in _each(part.where.get(FORM)) if word]
        _note_names(words, facts.repeating, f"{place}.where.{FORM}", "repeating form", findings)
        words = [word for word in _each(part.where.get(EVENT)) if word]
        _note_names(words, facts.events, f"{place}.where.{EVENT}", "event", findings)


def _note_names(names: Iterable[str], known: Iterable[str], key: str, kind: str, findings: Findings) -> None:
    there = list(known)
    for name in names:
        if name in there:
            continue
        message = f"{key} names the {kind} '{name}', which the project does not have"
        remedy = f"Its {kind}s are: {listed(there)}." if there else f"It has no {kind}."
        if kind == "field":
            remedy = "Take the name from REDCap's codebook, column 'Variable / Field Name'."
        findings.add("column-mapped-missing", _PROGRAM, message, remedy, column=key, suggestion=nearest(name, there))


def _each(words: tuple[str, ...] | str | None) -> tuple[str, ...]:
    if words is None:
        return ()
    return words if isinstance(words, tuple) else (words,)
