"""What a REDCap project holds: its forms, fields and events, before any record is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from groupreport.intake.sources.redcap_api.answers import NoAnswer
from groupreport.intake.sources.redcap_api.calls import Calls

EVENT, FORM, INSTANCE, ACCESS_GROUP = (
    "redcap_event_name",
    "redcap_repeat_instrument",
    "redcap_repeat_instance",
    "redcap_data_access_group",
)
_SURVEY_IDENTIFIER = "redcap_survey_identifier"
_NEEDED = {
    "metadata": {"field_name", "form_name"},
    "exportFieldNames": {"original_field_name", "export_field_name"},
    "event": {"unique_event_name", "event_name"},
    "repeatingFormsEvents": {"form_name"},
}


@dataclass(frozen=True, kw_only=True)
class ProjectFacts:
    """A project's design, in REDCap's own order.

    Attributes:
        record_id: The field that holds the record's name, always the first.
        forms: Each form's columns as they are exported, checkboxes as one column a box.
        fields: Each field's form; a checkbox under its own name too.
        events: The events' unique names and their labels; none where the project has no events.
        repeating: The forms that repeat.
        repeats: Whether any form or event repeats.
    """

    record_id: str
    forms: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, str]
    events: Mapping[str, str]
    repeating: frozenset[str]
    repeats: bool

    @property
    def plumbing(self) -> tuple[str, ...]:
        """The columns that REDCap adds to say which row of a record this is."""
        return (*([EVENT] if self.events else []), *([FORM, INSTANCE] if self.repeats else []))

    def is_survey_column(self, name: str) -> bool:
        """Whether a column is exported on demand only: when a survey was answered, and by whom."""
        return name == _SURVEY_IDENTIFIER or self._answered_form(name) is not None

    def form_of(self, name: str) -> str | None:
        """The form that has a column, if any has."""
        return self.fields.get(name) or self._answered_form(name)

    def _answered_form(self, name: str) -> str | None:
        """The form of which a column says when it was answered."""
        form = name.removesuffix("_timestamp")
        return form if form in self.forms and form != name else None

    def has(self, name: str) -> bool:
        """Whether any export of the project can have a column of this name."""
        return name in {*self.fields, *self.plumbing, ACCESS_GROUP} or self.is_survey_column(name)


def read_facts(calls: Calls) -> ProjectFacts:
    """Ask for a project's design.

    Raises:
        NoAnswer: The server does not give it.
    """
    about = calls.ask(lambda project: project.export_project_info())
    if not isinstance(about, dict):
        raise no_list("project")
    metadata = _listed(calls.ask(lambda project: project.metadata), "metadata")
    exported = _listed(calls.ask(lambda project: project.export_field_names()), "exportFieldNames")
    longitudinal, repeats = _is_set(about, "is_longitudinal"), _is_set(about, "has_repeating_instruments_or_events")
    events = _listed(calls.ask(lambda project: project.export_events()), "event") if longitudinal else []
    repeating = (
        _listed(calls.ask(lambda project: project.export_repeating_instruments_events()), "repeatingFormsEvents")
        if repeats
        else []
    )
    if not metadata:
        raise NoAnswer("server-answer", "has no field in this project", "Check that the token is the right project's.")
    form_of = {row["field_name"]: row["form_name"] for row in metadata}
    columns: dict[str, list[str]] = {form: [] for form in form_of.values()}
    fields = dict(form_of)
    for row in exported:
        name, column = row["original_field_name"], row["export_field_name"]
        form = form_of.get(name) or name.removesuffix("_complete")
        if form in columns and column not in columns[form]:
            columns[form].append(column)
            fields[column] = form
    return ProjectFacts(
        record_id=metadata[0]["field_name"],
        forms={form: tuple(names) for form, names in columns.items()},
        fields=fields,
        events={row["unique_event_name"]: row["event_name"] for row in events},
        repeating=frozenset(row["form_name"] for row in repeating if row["form_name"]),
        repeats=repeats,
    )


def is_limited_to_a_group(calls: Calls) -> bool:
    """Whether the token's user sees the records of one data access group only; False where REDCap does not say."""
    try:
        calls.ask(lambda project: project.export_dags())
    except NoAnswer as refusal:
        if refusal.rule != "server-refused":
            raise
        return "assigned to a data access group" in refusal.said.lower()
    return False


def no_list(content: str) -> NoAnswer:
    """What is said of an answer that is JSON of another shape than REDCap documents."""
    message = f"gives an answer to '{content}' that is not of REDCap's form"
    return NoAnswer("server-answer", message, "Check data.redcap.url; show this to the REDCap administrator.")


def _listed(answer: object, content: str) -> list[dict[str, str]]:
    """A list of rows with texts as values; these are names, so that a number can only be a name written as one."""
    if not isinstance(answer, list) or not all(isinstance(row, dict) for row in answer):
        raise no_list(content)
    rows = [{name: "" if value is None else str(value) for name, value in row.items()} for row in answer]
    needed = _NEEDED[content]
    if not all(needed <= row.keys() for row in rows):
        raise no_list(content)
    return rows


def _is_set(about: Mapping[str, object], flag: str) -> bool:
    if flag not in about:
        message = f"does not say '{flag}' of the project; this REDCap is too old, or is none"
        raise NoAnswer("server-answer", message, "Export CSV files by hand and set data.source to folder.")
    return str(about[flag]).lower() in {"1", "true"}
