"""Which exports a program's tables need, and what REDCap left out of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from groupreport.errors import Fact
from groupreport.intake.findings import Findings
from groupreport.intake.sources.gathered import Request
from groupreport.intake.sources.redcap_api.names import NameCheck, each_of, fields_of
from groupreport.intake.sources.redcap_api.project import ACCESS_GROUP, ProjectFacts
from groupreport.intake.spelling import listed
from groupreport.parameters import TableSource


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


def plan_parts(request: Request, facts: ProjectFacts, findings: Findings) -> list[PlannedPart]:
    """The exports that the tables need; what the project does not have is noted, with what was probably meant."""
    data = request.data
    labels = data.redcap is not None and data.redcap.labels
    asked: list[PlannedPart] = []
    for table, blocks in data.tables.items():
        for number, written in enumerate(data.parts_of(table)):
            part = _of_term(written, request.term.id)
            place = ("data", "tables", table, *([number] if isinstance(blocks, tuple) else []))
            export = _export_of(part, facts)
            program_file = request.project.program_file
            check = NameCheck(part=part, place=place, program_file=program_file, facts=facts, findings=findings)
            check.run(export.forms, labels=labels)
            asked.append(PlannedPart(table=table, settings=part, export=export))
    shared = {export: _with_columns_on_demand(export, asked, facts) for export in {each.export for each in asked}}
    return [replace(each, export=shared[each.export]) for each in asked]


def _with_columns_on_demand(export: Export, asked: Iterable[PlannedPart], facts: ProjectFacts) -> Export:
    """The export with the columns that REDCap gives on demand only, where one of its parts names them."""
    names = {name for part in asked if part.export == export for name in fields_of(part.settings)}
    return replace(export, access_groups=ACCESS_GROUP in names, survey=any(map(facts.is_survey_column, names)))


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
        name: ".".join(map(str, ("data.tables", part.table, *keys)))
        for part in planned
        if part.export == export
        for name, keys in fields_of(part.settings).items()
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
        names: Mapping[str, Fact] = {"names": tuple(others)}
        findings.add("fields-withheld", export.shown_as, message, remedy, severity="info", facts=names)
    return bool(needed)


def _of_term(part: TableSource, term_id: str) -> TableSource:
    """The part for one term: `{term}` stands for its id where rows are chosen; an answer is always REDCap's form."""
    where = {
        name: tuple(word.replace("{term}", term_id) for word in each_of(words)) for name, words in part.where.items()
    }
    events = tuple(event.replace("{term}", term_id) for event in each_of(part.events))
    return part.model_copy(update={"format": "redcap", "where": where, "events": events or None})


def _export_of(part: TableSource, facts: ProjectFacts) -> Export:
    forms, events = each_of(part.forms), each_of(part.events)
    return Export(
        forms=tuple(form for form in facts.forms if form in forms or not forms),
        events=tuple(event for event in facts.events if event in events),
    )
