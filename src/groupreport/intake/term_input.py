"""Everything that a frozen term depends on, and its fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from groupreport.errors import Problem
from groupreport.instruments import Instrument
from groupreport.intake.earlier_edition import EarlierEdition
from groupreport.intake.findings import Findings
from groupreport.intake.hashes import digest, seal_of
from groupreport.intake.sources import Request, Sources, gather
from groupreport.intake.term import FORMAT
from groupreport.parameters import Parameters, Project, line_of_key, read_parameters


@dataclass(frozen=True, kw_only=True)
class TermInput:
    """One term's files and everything else that its frozen form depends on."""

    project: Project
    parameters: Parameters
    catalog: Mapping[str, Instrument]
    sources: Sources
    found: tuple[Problem, ...]
    previous: TermInput | None
    earlier: EarlierEdition | None

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the files, the parameters, the catalog and this package's version of reading them."""
        catalog = {name: entry.model_dump(mode="json") for name, entry in self.catalog.items()}
        facts = {
            "files": self.sources.hashes,
            "parameters": self.parameters.model_dump(mode="json"),
            "catalog": seal_of(catalog),
            "format": FORMAT,
            "reader": _own_hash(),
            "found": [str(problem) for problem in self.found],
            "previous": self.previous.fingerprint if self.previous else None,
            "earlier": self.earlier.model_dump(mode="json") if self.earlier else None,
        }
        return seal_of(facts)


def read_input(
    project: Project,
    parameters: Parameters,
    catalog: Mapping[str, Instrument],
    *,
    earlier: EarlierEdition | None = None,
    compare: bool = True,
) -> TermInput:
    """Read the bytes of a term's files, and of the term's that it is compared with.

    `earlier` is how that term was last published, as far as it is known.

    Raises:
        ParameterError: The parameters of the term to compare with cannot be read.
    """
    findings = Findings()
    request = Request(project=project, data=parameters.settings.data, term=parameters.term)
    sources = gather(request, findings)
    other = parameters.term_settings.compare_with if compare else None
    previous = read_input(project, read_parameters(project, other), catalog, compare=False) if other else None
    if previous is not None:
        _note_overlap(project, parameters, previous.parameters, findings)
    found = [problem if compare else _named_by_comparison(problem) for problem in findings.problems]
    return TermInput(
        project=project,
        parameters=parameters,
        catalog=catalog,
        sources=sources,
        found=tuple(found),
        previous=previous,
        earlier=earlier,
    )


def _note_overlap(project: Project, own: Parameters, other: Parameters, findings: Findings) -> None:
    """Warn where the term to compare with does not end before this one begins."""
    if other.term.ends < own.term.starts:
        return
    path = project.term_file(own.term.id)
    findings.add(
        "term-overlap",
        f"params/terms/{path.name}",
        f"the term to compare with, '{other.term.id}', ends on {other.term.ends}, not before this one begins",
        "Correct starts and ends of the two terms, or name an earlier term in compare_with.",
        severity="warning",
        line=line_of_key(path, ("compare_with",)),
        column="compare_with",
        facts={"other": other.term.id},
    )


def _named_by_comparison(problem: Problem) -> Problem:
    if problem.rule != "data-folder-missing":
        return problem
    return replace(problem, remedy=f"{problem.remedy} Or take compare_with out of the term's file.")


def _own_hash() -> str:
    """SHA-256 over this room's code, so that a term read by other rules is read anew."""
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return hashlib.sha256(json.dumps([digest(path.read_bytes()) for path in files]).encode()).hexdigest()
