"""Questionnaires and scales in use that the reports would call the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from groupreport.instruments import Instrument
from groupreport.intake.findings import Findings
from groupreport.parameters import PROGRAM_FILE, ProgramSettings, Project, line_of_key


def note_same_names(
    project: Project, settings: ProgramSettings, in_use: Mapping[str, Instrument], findings: Findings
) -> None:
    """Note a questionnaire with a name that one before it has: reports tell questionnaires and scales apart by it."""
    taken: dict[tuple[str, str], str] = {}
    for name, instrument in in_use.items():
        own = {**dict(_names(instrument)), **dict(_words(instrument, settings.characteristics))}
        same = next((key for key in own if key in taken), None)
        if same is not None:
            findings.add(
                "instrument-same-name",
                PROGRAM_FILE,
                f"lists '{taken[same]}' and '{name}', which have one name in the reports: '{own[same]}'",
                "Give one of them another id: copy its file in params/instruments/ under the new name."
                if same[0] != "name"
                else "Give one of them another short_name or label, in a copy of its file in params/instruments/.",
                line=line_of_key(project.program_file, ("instruments", settings.instruments.index(name))),
                column="instruments",
            )
        taken |= dict.fromkeys(own, name)


def _names(instrument: Instrument) -> Iterator[tuple[tuple[str, str], str]]:
    """What tables and sentences may call it and its scales; capitals tell nothing apart."""
    for name in (instrument.short_name, *(f"{instrument.short_name} {scale.label}" for scale in instrument.scales)):
        yield ("name", name.casefold()), name


def _words(instrument: Instrument, characteristics: tuple[str, ...]) -> Iterator[tuple[tuple[str, str], str]]:
    """What tables of counts are called by: an outcome scale's word, alone and with a characteristic after it."""
    outcomes = [scale.scale for scale in instrument.scales if scale.domain == "outcome" and scale.headline]
    words = [f"{instrument.id}_{scale}" for scale in outcomes] if len(outcomes) > 1 else [instrument.id]
    for word in words:
        yield ("table", word), word
        for characteristic in characteristics:
            yield ("table of a characteristic", f"{word}_{characteristic}"), f"{word}_{characteristic}"
