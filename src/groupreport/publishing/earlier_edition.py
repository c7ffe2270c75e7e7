"""How the term that a report compares with was published."""

from __future__ import annotations

from groupreport.intake.earlier_edition import EarlierEdition
from groupreport.parameters import Parameters, Project
from groupreport.parameters.definitions import definitions_of
from groupreport.publishing.provenance import read_manifest


def earlier_edition(project: Project, parameters: Parameters) -> EarlierEdition | None:
    """What the manifest of the term to compare with says of the last run there.

    Returns:
        None where there is no such term, or where nothing whole and readable is published of it.
    """
    other = parameters.term_settings.compare_with
    manifest = read_manifest(project.published_folder(other)) if other else None
    if manifest is None or manifest.ingredients is None:
        return None
    settings = manifest.ingredients.settings
    return EarlierEdition(
        definitions=definitions_of(settings, settings.get("term", {})),
        instruments={name: entry.sha256 for name, entry in manifest.ingredients.instruments.items()},
        package=manifest.tools["groupreport"],
        data=manifest.data,
    )
