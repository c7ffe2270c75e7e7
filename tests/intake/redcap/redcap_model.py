"""A small REDCap project: its design, its records, and what its API exports of them."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

TOKEN = "0123456789ABCDEF0123456789ABCDEF"


class Refusal(Exception):  # noqa: N818 - an answer, not a failure
    """What the API answers instead of data."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


@dataclass
class Field:
    name: str
    form: str
    kind: str = "text"
    choices: Mapping[str, str] = field(default_factory=dict)
    identifier: bool = False

    @property
    def columns(self) -> list[str]:
        if self.kind == "checkbox":
            return [f"{self.name}___{code}" for code in self.choices]
        return [] if self.kind in {"descriptive", "file"} else [self.name]


@dataclass
class Row:
    record: str
    values: dict[str, str]
    event: str = ""
    form: str = ""
    instance: int | str = ""


@dataclass
class Model:
    """A project as REDCap keeps it. `fields` begins with the record's name; rows are in REDCap's order."""

    fields: list[Field]
    rows: list[Row] = field(default_factory=list)
    events: dict[str, str] = field(default_factory=dict)
    repeating: set[str] = field(default_factory=set)
    token: str = TOKEN
    withheld: set[str] = field(default_factory=set)
    hashed: bool = False
    access_groups: dict[str, str] = field(default_factory=dict)
    of_group: str = ""
    zone: int = -5
    changed: dict[str, datetime.datetime] = field(default_factory=dict)

    @property
    def record_id(self) -> str:
        return self.fields[0].name

    @property
    def forms(self) -> list[str]:
        return list(dict.fromkeys(each.form for each in self.fields))

    def touch(self, record: str) -> None:
        """Note in the server's own time that a record was changed now."""
        now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
        self.changed[record] = now + datetime.timedelta(hours=self.zone)

    def answer(self, asked: Mapping[str, str]) -> object:
        """What the API answers to a form's values."""
        if asked.get("token") != self.token:
            raise Refusal(403, "You do not have permissions to use the API")
        if asked.get("format") != "json":
            raise Refusal(400, "this model speaks JSON only")
        answers = {
            "project": self._project,
            "metadata": self._metadata,
            "exportFieldNames": self._field_names,
            "event": self._events,
            "instrument": lambda: [{"instrument_name": form, "instrument_label": _label(form)} for form in self.forms],
            "formEventMapping": self._mapping,
            "repeatingFormsEvents": self._repeating,
            "dag": self._access_groups,
            "version": lambda: "15.5.0",
        }
        if asked["content"] == "record":
            return self._records(asked)
        if asked["content"] not in answers:
            raise Refusal(400, 'The value of the parameter "content" is not valid')
        return answers[asked["content"]]()

    def _project(self) -> dict[str, object]:
        return {
            "project_id": 17,
            "project_title": "Evening groups",
            "is_longitudinal": int(bool(self.events)),
            "has_repeating_instruments_or_events": int(bool(self.repeating)),
            "record_autonumbering_enabled": 1,
        }

    def _metadata(self) -> list[dict[str, str]]:
        return [
            {
                "field_name": each.name,
                "form_name": each.form,
                "field_type": each.kind,
                "select_choices_or_calculations": " | ".join(f"{code}, {text}" for code, text in each.choices.items()),
                "identifier": "y" if each.identifier else "",
            }
            for each in self.fields
        ]

    def _field_names(self) -> list[dict[str, str]]:
        names = []
        for form in self.forms:
            for each in self.fields:
                if each.form == form:
                    codes = list(each.choices) if each.kind == "checkbox" else [""]
                    names += [
                        {"original_field_name": each.name, "choice_value": code, "export_field_name": column}
                        for code, column in zip(codes, each.columns, strict=False)
                    ]
            complete = f"{form}_complete"
            names.append({"original_field_name": complete, "choice_value": "", "export_field_name": complete})
        return names

    def _events(self) -> list[dict[str, object]]:
        if not self.events:
            raise Refusal(400, "You cannot export events for classic projects")
        return [
            {"event_name": label, "arm_num": 1, "unique_event_name": name, "event_id": number}
            for number, (name, label) in enumerate(self.events.items(), start=40)
        ]

    def _mapping(self) -> list[dict[str, object]]:
        if not self.events:
            raise Refusal(400, "You cannot export form/event mappings for classic projects")
        return [
            {"arm_num": 1, "unique_event_name": event, "form": form} for event in self.events for form in self.forms
        ]

    def _repeating(self) -> list[dict[str, str]]:
        if not self.repeating:
            raise Refusal(
                400,
                "You cannot export repeating instruments and events because the project does not contain any "
                "repeating instruments and events",
            )
        forms = [form for form in self.forms if form in self.repeating]
        if self.events:
            return [
                {"event_name": event, "form_name": form, "custom_form_label": ""}
                for event in self.events
                for form in forms
            ]
        return [{"form_name": form, "custom_form_label": ""} for form in forms]

    def _access_groups(self) -> list[dict[str, str]]:
        if self.of_group:
            raise Refusal(
                403,
                "You do not have permission to export/import/delete Data Access Groups because you have beed "
                "assigned to a Data Access Group.",
            )
        return [
            {"data_access_group_name": name, "unique_group_name": name}
            for name in dict.fromkeys(self.access_groups.values())
        ]

    def _records(self, asked: Mapping[str, str]) -> list[dict[str, object]]:
        wanted = _array(asked, "records")
        events, forms, names = _array(asked, "events"), _array(asked, "forms"), _array(asked, "fields")
        known = {column["original_field_name"] for column in self._field_names()}
        unknown = [name for name in names if name not in known]
        if unknown:
            listed = ", ".join(f"'{name}'" for name in unknown)
            raise Refusal(400, f'The following values in the parameter "fields" are not valid: {listed}')
        columns = self._columns(forms, names)
        begin = asked.get("dateRangeBegin")
        exported = []
        for row in self.rows:
            if (
                (wanted and row.record not in wanted)
                or (wanted and self.hashed)
                or (events and row.event not in events)
            ):
                continue
            if self.of_group and self.access_groups.get(row.record) != self.of_group:
                continue
            if begin and self.changed.get(row.record, datetime.datetime.min) <= datetime.datetime.fromisoformat(begin):
                continue
            if row.form and not any(form == row.form for form, _, _ in columns):
                continue
            exported.append(self._exported(row, columns, asked))
        return exported

    def _columns(self, forms: list[str], names: list[str]) -> list[tuple[str, Field | None, str]]:
        """The columns of an export: form, field, column's name."""
        every = not forms and not names
        columns: list[tuple[str, Field | None, str]] = []
        for form in self.forms:
            for each in self.fields:
                if (
                    each.form == form
                    and (every or form in forms or each.name in names)
                    and each.name not in self.withheld
                ):
                    columns += [(form, each, column) for column in each.columns]
            if every or form in forms or f"{form}_complete" in names:
                columns.append((form, None, f"{form}_complete"))
        return [
            ("", None, self.record_id),
            *((form, each, column) for form, each, column in columns if column != self.record_id),
        ]

    def _exported(
        self, row: Row, columns: list[tuple[str, Field | None, str]], asked: Mapping[str, str]
    ) -> dict[str, object]:
        labels = asked.get("rawOrLabel") == "label"
        name = hashlib.md5(row.record.encode()).hexdigest() if self.hashed else row.record
        exported: dict[str, object] = {self.record_id: name}
        if self.events:
            exported["redcap_event_name"] = self.events[row.event] if labels else row.event
        if self.repeating:
            exported["redcap_repeat_instrument"] = _label(row.form) if labels and row.form else row.form
            exported["redcap_repeat_instance"] = row.instance
        if asked.get("exportDataAccessGroups") == "true" and self.access_groups and not self.of_group:
            exported["redcap_data_access_group"] = self.access_groups.get(row.record, "")
        for form, each, column in columns[1:]:
            there = row.form == form if row.form else form not in self.repeating
            exported[column] = self._value(row, each, column, labels=labels) if there else ""
        if asked.get("exportSurveyFields") == "true":
            for form in {form for form, _, _ in columns if form}:
                exported[f"{form}_timestamp"] = ""
            exported["redcap_survey_identifier"] = ""
        return exported

    def _value(self, row: Row, each: Field | None, column: str, *, labels: bool) -> str:
        if each is None:
            return "Complete" if labels else "2"
        value = row.values.get(each.name, "")
        if each.kind == "checkbox":
            ticked = column.removeprefix(f"{each.name}___") in value.split(";")
            return ("Checked" if ticked else "Unchecked") if labels else str(int(ticked))
        return each.choices.get(value, value) if labels else value


def model_of_tables(tables: Mapping[str, str]) -> Model:
    """A project with one repeating form for each of a term's tables; a field is called `<table>_<column>`.

    Every group is a record; what belongs to no group is in the record `none`.
    """
    read = {name: list(csv.DictReader(io.StringIO(text))) for name, text in tables.items()}
    fields = [Field("record_id", "record")]
    for name, rows in read.items():
        fields += [Field(f"{name}_{column}", name) for column in rows[0]]
    model = Model(fields=fields, repeating=set(tables))
    by_record: dict[str, list[Row]] = {}
    for name, rows in read.items():
        for row in rows:
            record = row.get("group_id") or "none"
            values = {f"{name}_{column}": value for column, value in row.items()}
            own = by_record.setdefault(record, [Row(record, {})])
            instance = 1 + sum(other.form == name for other in own)
            own.append(Row(record, values, form=name, instance=instance))
    model.rows = [row for rows in by_record.values() for row in rows]
    return model


def tables_block(tables: Mapping[str, str]) -> str:
    """`data.tables` for `model_of_tables`, as it stands in program.yml below `data:`."""
    lines = ["  tables:"]
    for name, text in tables.items():
        header = text.partition("\n")[0].split(",")
        columns = ", ".join(f"{column}: {name}_{column}" for column in header)
        lines += [
            f"    {name}:",
            f"      forms: {name}",
            f"      where: {{redcap_repeat_instrument: {name}}}",
            f"      columns: {{{columns}}}",
        ]
    return "\n".join(lines) + "\n"


def _array(asked: Mapping[str, str], name: str) -> list[str]:
    """An array as PyCap sends it (`records[0]=…`), or in one value with commas."""
    if name in asked:
        return asked[name].split(",")
    numbered: Iterable[tuple[int, str]] = (
        (int(key[len(name) + 1 : -1]), value) for key, value in asked.items() if key.startswith(f"{name}[")
    )
    return [value for _, value in sorted(numbered)]


def _label(form: str) -> str:
    return form.replace("_", " ").capitalize()


_CHOICES = {
    "modality": {"1": "in_person", "2": "online", "3": "hybrid"},
    "enrollment": {"1": "open", "2": "closed"},
    "meeting_status": {"1": "held", "2": "canceled"},
    "end_reason": {"1": "completed", "2": "dropped_out", "3": "transferred", "4": "referred", "5": "other"},
    "attendance": {"1": "attended", "2": "late", "3": "left_early", "4": "excused", "5": "no_show"},
}
_GROUPS, _START, _END = "group_arm_2", "enrollment_arm_1", "end_arm_1"


def model_of_program(tables: Mapping[str, str]) -> Model:
    """A project as programs design it: one record a member and one a group, forms that repeat for each session.

    Choices are kept as codes; answers stand side by side, one field an item, in the form of the session or occasion.
    A member has one stay and one row of answers a session.
    """
    read = {name: list(csv.DictReader(io.StringIO(text))) for name, text in tables.items()}
    members, groups = _members(read), _groups(read)
    columns: dict[str, list[str]] = {
        "enrollment_form": ["record_id", "group_id", "enrolled_on", "ended_on", "end_reason", "age_band", "gender"],
        "session_form": ["session_number", "attendance"],
        "outcome_form": ["outcome_date"],
        "group_form": [
            "group_name",
            "program_name",
            "site",
            "modality",
            "enrollment",
            "planned_sessions",
            "leaders",
        ],
        "meeting_form": ["meeting_number", "meeting_date", "meeting_status"],
    }
    for row in (*members, *groups):
        of_event = {_START: "enrollment_form", _END: "outcome_form", _GROUPS: "group_form"}
        form = row.form or of_event[row.event]
        for name in row.values:
            if not any(name in names for names in columns.values()):
                columns["outcome_form" if form == "enrollment_form" else form].append(name)
    fields = [Field(name, form, choices=_CHOICES.get(name, {})) for form, names in columns.items() for name in names]
    return Model(
        fields=fields,
        rows=[*members, *groups],
        events={_START: "Enrollment", _END: "End", _GROUPS: "Group"},
        repeating={"session_form", "meeting_form"},
    )


def _members(read: Mapping[str, list[dict[str, str]]]) -> list[Row]:
    rows = []
    for stay in read["roster"]:
        member = stay["member_id"]
        enrolled = {**stay, "end_reason": _code("end_reason", stay["end_reason"]), **_outcomes(member, "pre", read)}
        enrolled.pop("member_id")
        rows += [Row(member, enrolled, _START), *_sessions_of(member, read)]
        at_end = _outcomes(member, "post", read)
        rows += [Row(member, at_end, _END)] if at_end else []
    return rows


def _outcomes(member: str, occasion: str, read: Mapping[str, list[dict[str, str]]]) -> dict[str, str]:
    own = [row for row in read["outcomes"] if (row["member_id"], row["occasion"]) == (member, occasion)]
    values = {f"{row['instrument']}_{row['item']}": row["value"] for row in own}
    return {"outcome_date": own[0]["measured_on"], **values} if own else {}


def _sessions_of(member: str, read: Mapping[str, list[dict[str, str]]]) -> list[Row]:
    rows = []
    for instance, there in enumerate((row for row in read["attendance"] if row["member_id"] == member), start=1):
        session = there["session"]
        values = {"session_number": session, "attendance": _code("attendance", there["status"])}
        for row in read["ratings"]:
            if (row["member_id"], row["session"]) == (member, session):
                values[f"{row['instrument']}_{row['item']}"] = row["value"]
        rows.append(Row(member, values, _START, "session_form", instance))
    return rows


def _groups(read: Mapping[str, list[dict[str, str]]]) -> list[Row]:
    rows = []
    for group in read["groups"]:
        coded = {name: _code(name, value) for name, value in group.items()}
        values = {"program_name": coded.pop("program"), **coded}
        rows.append(Row(values.pop("group_id"), values, _GROUPS))
        meetings = [row for row in read["sessions"] if row["group_id"] == group["group_id"]]
        for instance, meeting in enumerate(meetings, start=1):
            values = {
                "meeting_number": meeting["session"],
                "meeting_date": meeting["held_on"],
                "meeting_status": _code("meeting_status", meeting["status"]),
            }
            rows.append(Row(group["group_id"], values, _GROUPS, "meeting_form", instance))
    return rows


def _code(name: str, word: str) -> str:
    return next((code for code, label in _CHOICES.get(name, {}).items() if label == word), word)
