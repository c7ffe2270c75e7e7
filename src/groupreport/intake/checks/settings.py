"""The parameters against the data and the catalog: groups, instruments and codes that they name."""

from __future__ import annotations

from collections.abc import Mapping

from groupreport.instruments import Instrument
from groupreport.intake.checks.references import References
from groupreport.intake.findings import Findings
from groupreport.intake.spelling import listed, nearest
from groupreport.parameters import PROGRAM_FILE, Parameters, ProgramSettings, Project, line_of_key


def instruments_in_use(
    project: Project, settings: ProgramSettings, catalog: Mapping[str, Instrument], findings: Findings
) -> dict[str, Instrument]:
    """The instruments that program.yml lists, in its order; those that the catalog lacks are noted."""
    for place, name in enumerate(settings.instruments):
        if name not in catalog:
            findings.add(
                "instrument-unknown",
                PROGRAM_FILE,
                f"lists the instrument '{name}', which the catalog does not have",
                f"Describe it in a file in params/instruments/, or list one that is there: {listed(catalog)}.",
                line=line_of_key(project.program_file, ("instruments", place)),
                column="instruments",
                suggestion=nearest(name, catalog),
            )
    return {name: catalog[name] for name in settings.instruments if name in catalog}


def note_unknown_alerts(
    project: Project, settings: ProgramSettings, in_use: Mapping[str, Instrument], findings: Findings
) -> None:
    """Note cut-offs for a questionnaire or scale that is not in use: they would silently alert nobody."""
    for name, scales in settings.ruptures.alerts.items():
        known = {scale.scale for scale in in_use[name].scales} if name in in_use else set()
        for scale in scales:
            if scale in known:
                continue
            where = f"'{name}' has no such scale" if name in in_use else f"the questionnaire '{name}' is not in use"
            choices = sorted(known) if name in in_use else list(in_use)
            findings.add(
                "alert-unknown",
                PROGRAM_FILE,
                f"sets alert cut-offs for '{name}.{scale}', but {where}",
                f"Name one of these: {listed(choices)}.",
                line=line_of_key(project.program_file, ("ruptures", "alerts", name, scale)),
                column="ruptures.alerts",
                suggestion=nearest(scale if name in in_use else name, choices),
            )


def note_unused_alerts(project: Project, settings: ProgramSettings, findings: Findings) -> None:
    """Warn of alert rules without cut-offs and of cut-offs without their rule: nobody would be alerted."""
    given = [cutoffs for scales in settings.ruptures.alerts.values() for cutoffs in scales.values()]
    for name in ("status", "change"):
        rule = f"alert_{name}"
        used = rule in settings.ruptures.rules
        known = any(getattr(cutoffs, name) is not None for cutoffs in given)
        if used == known:
            continue
        key = ("ruptures", "rules") if used else ("ruptures", "alerts")
        findings.add(
            "alert-unused",
            PROGRAM_FILE,
            f"lists the rule '{rule}', but sets no cut-off '{name}' for any scale"
            if used
            else f"sets a cut-off '{name}' for alerts, but ruptures.rules does not list '{rule}'",
            f"Set one under ruptures.alerts, or take {rule} out of ruptures.rules."
            if used
            else f"Add {rule} to ruptures.rules, or take the cut-off out.",
            line=line_of_key(project.program_file, key),
            column=".".join(key),
            severity="warning",
            facts={"alert": rule, "listed": used},
        )


def note_missing_codes(
    project: Project, parameters: Parameters, in_use: Mapping[str, Instrument], findings: Findings
) -> None:
    """Note a code for missing answers that is also a possible answer: it would silently lose real ones."""
    for place, code in enumerate(parameters.settings.data.missing_codes):
        for instrument in in_use.values():
            if _is_answer(code, instrument, parameters.settings.data.decimal):
                findings.add(
                    "missing-code-is-answer",
                    PROGRAM_FILE,
                    f"lists the code '{code}' for missing answers, also a possible answer to '{instrument.id}'",
                    "Take it out of missing_codes, and leave missing answers empty in the export.",
                    line=line_of_key(project.program_file, ("data", "missing_codes", place)),
                    column="data.missing_codes",
                )


def note_unknown_term_groups(project: Project, parameters: Parameters, known: References, findings: Findings) -> None:
    """Note groups that the term's file names but the data do not have."""
    if known.groups is None:
        return
    term_settings = parameters.term_settings
    path = project.term_file(parameters.term.id)
    named: list[tuple[tuple[str | int, ...], str]] = [
        *((("groups", place), name) for place, name in enumerate(_listed(parameters))),
        *((("overrides", name), name) for name in term_settings.overrides),
    ]
    for key, name in named:
        if name not in known.groups:
            findings.add(
                "group-unknown",
                f"params/terms/{path.name}",
                f"names the group '{name}', which the table groups does not have",
                f"The groups are: {listed(list(known.groups))}.",
                line=line_of_key(path, key),
                column=str(key[0]),
                suggestion=nearest(name, known.groups, cutoff=0.75),
            )


def reported_groups(parameters: Parameters, groups: list[str]) -> list[str]:
    """The groups of the data that the term's file asks for: all of them, or those of its list."""
    listed = set(_listed(parameters))
    return groups if parameters.term_settings.groups == "all" else [name for name in groups if name in listed]


def _listed(parameters: Parameters) -> tuple[str, ...]:
    groups = parameters.term_settings.groups
    return () if groups == "all" else groups


def _is_answer(code: str, instrument: Instrument, decimal: str) -> bool:
    try:
        number = float(code.replace(decimal, "."))
    except ValueError:
        return False
    if instrument.items is not None:
        return instrument.items.minimum <= number <= instrument.items.maximum
    return any(
        scale.minimum is not None and scale.maximum is not None and scale.minimum <= number <= scale.maximum
        for scale in instrument.scales
    )
