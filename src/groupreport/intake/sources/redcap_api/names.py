"""Whether a project has the forms, events and fields that a part of a table names, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from groupreport.intake.findings import Findings
from groupreport.intake.sources.redcap_api.project import EVENT, FORM, ProjectFacts
from groupreport.intake.spelling import listed, nearest
from groupreport.parameters import PROGRAM_FILE, Checkboxes, Joined, SessionOfDay, TableSource, line_of_key

Keys = tuple[str | int, ...]


def fields_of(part: TableSource) -> dict[str, Keys]:
    """The project's names that a part uses, each with the keys that lead to it in the part's block."""
    names: dict[str, Keys] = {}
    for column, source in part.columns.items():
        if isinstance(source, SessionOfDay):
            names[source.day_of] = ("columns", column)
        elif isinstance(source, Joined):
            names[source.joined] = ("columns", column)
        elif not isinstance(source, Checkboxes):
            names[source] = ("columns", column)
    names |= {name: ("answers", name) for name in part.answers}
    return {**names, **{name: ("where", name) for name in part.where}}


def each_of(words: tuple[str, ...] | str | None) -> tuple[str, ...]:
    """One word or several as several; none as none."""
    if words is None:
        return ()
    return words if isinstance(words, tuple) else (words,)


@dataclass(frozen=True, kw_only=True)
class NameCheck:
    """Compares one part with the project.

    Attributes:
        part: What the part names.
        place: The keys that lead to its block in program.yml.
        program_file: The program.yml.
        facts: What the project has.
        findings: Gains what it does not have.
    """

    part: TableSource
    place: Keys
    program_file: Path
    facts: ProjectFacts
    findings: Findings

    def run(self, forms: Iterable[str], *, labels: bool) -> None:
        """Note every name that the project does not have, and every field that is not on one of these forms.

        With `labels`, `where` names labels of forms and events, which are left for the answer to show.
        """
        part, facts = self.part, self.facts
        self._note_names(part.forms, facts.forms, ("forms",), "form")
        if part.events and not facts.events:
            self._note("names events, but the project has none", "Leave events out.", ("events",))
        else:
            self._note_names(part.events, facts.events, ("events",), "event")
        self._note_fields(frozenset(forms))
        if not labels:
            self._note_names(part.where.get(FORM), ["", *facts.repeating], ("where", FORM), "repeating form")
            self._note_names(part.where.get(EVENT), ["", *facts.events], ("where", EVENT), "event")

    def _note_fields(self, forms: frozenset[str]) -> None:
        for name, keys in fields_of(self.part).items():
            form = self.facts.form_of(name)
            if not self.facts.has(name):
                self._note_names(name, self.facts.fields, keys, "field")
            elif form is not None and form not in forms and name != self.facts.record_id and forms:
                message = f"names the field '{name}', which is on the form '{form}'"
                self._note(message, f"Add '{form}' to the `forms` of this block.", keys)

    def _note_names(self, words: tuple[str, ...] | str | None, known: Iterable[str], keys: Keys, kind: str) -> None:
        there = list(known)
        shown = listed(list(filter(None, there)))
        for number, name in enumerate(each_of(words)):
            if name in there:
                continue
            remedy = f"Its {kind}s are: {shown}." if shown else f"It has no {kind}."
            if kind == "field":
                remedy = "Take the name from REDCap's codebook, column 'Variable / Field Name'."
            message = f"names the {kind} '{name}', which the REDCap project does not have"
            place = (*keys, number) if isinstance(words, tuple) else keys
            self._note(message, remedy, place, nearest(name, there))

    def _note(self, message: str, remedy: str, keys: Keys, suggestion: str | None = None) -> None:
        place = (*self.place, *keys)
        self.findings.add(
            "column-mapped-missing",
            PROGRAM_FILE,
            message,
            remedy,
            line=line_of_key(self.program_file, place),
            column=".".join(key for key in place if isinstance(key, str)),
            suggestion=suggestion,
        )
