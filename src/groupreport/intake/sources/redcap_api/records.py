"""A project's records, asked for in batches: every record that was asked for, each row once, in one order."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from groupreport.intake.sources.redcap_api.answers import NoAnswer
from groupreport.intake.sources.redcap_api.calls import Calls
from groupreport.intake.sources.redcap_api.plan import Export
from groupreport.intake.sources.redcap_api.project import ACCESS_GROUP, EVENT, FORM, INSTANCE, ProjectFacts, no_list

Row = dict[str, str]
_FEWER = "Set a smaller data.redcap.records_at_once, and ask the REDCap administrator about PHP's max_input_vars."
# REDCap documents `true`; Python's own True would be sent as `True`.
_YES = cast("bool", "true")
# A server of any time zone logs a change made now after this time of its own clock.
_EARLIEST_ZONE = datetime.timedelta(hours=14)


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The records of a project, in the server's order, and the events in which each has a row."""

    places: tuple[tuple[str, str], ...]

    @property
    def records(self) -> list[str]:
        """Each record once."""
        return list(dict.fromkeys(record for record, _ in self.places))

    def in_events(self, events: Sequence[str]) -> set[str]:
        """The records that have a row in one of these events; all where none is named."""
        return {record for record, event in self.places if not events or event in events}


@dataclass(frozen=True, kw_only=True)
class Records:
    """The rows of one export below their header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def of(self, records: set[str]) -> tuple[tuple[str, ...], ...]:
        """The rows of some records; the record's name comes first in each row."""
        return tuple(row for row in self.rows if row[0] in records)


def list_records(calls: Calls, facts: ProjectFacts, changed_since: datetime.datetime | None = None) -> Listing:
    """The records there are, or those of them that may have changed since a moment (in UTC).

    REDCap compares with the time of its own zone, which it does not tell: some may have changed before.
    """
    begin = changed_since - _EARLIEST_ZONE if changed_since else None
    answer = calls.ask(
        lambda project: project.export_records(fields=[facts.record_id], event_name="unique", date_begin=begin)
    )
    rows = _rows_in(answer, facts)
    return Listing(places=tuple((row[facts.record_id], row.get(EVENT, "")) for row in rows))


def read_records(
    calls: Calls, facts: ProjectFacts, export: Export, listing: Listing, records: Sequence[str]
) -> Records:
    """The rows of these records, in the order of the listing, of events, of forms and of instances.

    Raises:
        NoAnswer: The server does not give them, gives others, or gives a row twice.
    """
    at_once = calls.settings.records_at_once
    rows: list[Row] = []
    for start in range(0, len(records), at_once):
        rows += _batch(calls, facts, export, listing, records[start : start + at_once])
    header = _header(rows, facts, export)
    rows.sort(key=_order(facts, listing))
    return Records(header=header, rows=tuple(tuple(row[name] for name in header) for row in rows))


def _batch(calls: Calls, facts: ProjectFacts, export: Export, listing: Listing, asked: Sequence[str]) -> list[Row]:
    answer = calls.ask(
        lambda project: project.export_records(
            records=list(asked),
            forms=list(export.forms),
            events=list(export.events),
            event_name="unique",
            raw_or_label="label" if calls.settings.labels else "raw",
            export_survey_fields=export.survey and _YES,
            export_data_access_groups=export.access_groups and _YES,
        )
    )
    rows = _rows_in(answer, facts)
    given = {row[facts.record_id] for row in rows}
    if given - set(asked):
        message = f"gives {len(given - set(asked))} records that were not asked for"
        raise NoAnswer("server-answer", message, _FEWER)
    missing = (set(asked) & listing.in_events(export.events)) - given
    if missing:
        message = f"gives no row of {len(missing)} of {len(asked)} records for {export.shown_as}"
        raise NoAnswer("server-answer", message, _why_missing(asked))
    keys = [tuple(row.get(name, "") for name in (facts.record_id, EVENT, FORM, INSTANCE)) for row in rows]
    if len(set(keys)) < len(keys):
        message = f"gives {len(keys) - len(set(keys))} rows of {export.shown_as} twice"
        raise NoAnswer("server-answer", message, "Try again; show this to the REDCap administrator.")
    return rows


def _why_missing(asked: Sequence[str]) -> str:
    if all(len(name) == 32 and not set(name) - set("0123456789abcdef") for name in asked):
        return (
            "The record names look like hashes: REDCap puts these in their place where the record's name is tagged as "
            "an identifier and the token's user may export de-identified data only. Untag it, or ask for another right."
        )
    return f"Records may have been deleted meanwhile: try again. {_FEWER}"


def _header(rows: Sequence[Row], facts: ProjectFacts, export: Export) -> tuple[str, ...]:
    """The columns of an export: those of its rows, or those of its forms where there is no row."""
    first = (facts.record_id, *facts.plumbing)
    if not rows:
        fields = [column for form in export.forms for column in facts.forms[form] if column != facts.record_id]
        return (*first, *([ACCESS_GROUP] if export.access_groups else []), *fields)
    names = list(rows[0])
    if any(row.keys() != rows[0].keys() for row in rows):
        message = f"gives rows of {export.shown_as} with different fields"
        raise NoAnswer("server-changed", message, "Wait until the project's design is changed, then try again.")
    return (*(name for name in first if name in names), *(name for name in names if name not in first))


def _order(facts: ProjectFacts, listing: Listing) -> Callable[[Row], tuple[int, int, int, str, int]]:
    """By record, event, form and instance, whether codes or labels name them; a record's own row comes first."""
    records = _places(listing.records)
    events = {**_places(facts.events.values()), **_places(facts.events)}
    forms = {"": -1, **_places(facts.forms)}

    def place(row: Row) -> tuple[int, int, int, str, int]:
        form, instance = row.get(FORM, ""), row.get(INSTANCE, "")
        return (
            records[row[facts.record_id]],
            events.get(row.get(EVENT, ""), len(events)),
            forms.get(form, len(forms)),
            form,
            int(instance) if instance.isdecimal() else 0,
        )

    return place


def _places(names: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def _rows_in(answer: object, facts: ProjectFacts) -> list[Row]:
    """An answer's rows as text; anything but texts and whole numbers would have lost how it was written."""
    if not isinstance(answer, list) or not all(isinstance(row, dict) and facts.record_id in row for row in answer):
        raise no_list("record")
    return [{str(name): _text(value) for name, value in row.items()} for row in answer]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise no_list("record")
