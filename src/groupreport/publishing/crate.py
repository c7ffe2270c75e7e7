"""The manifest as a Process Run Crate, so that archives and other programs can read how a term's reports were made.

The crate lies beside the manifest, for evaluators: the funder's and leadership's folders can be handed on without it.
It names files, programs and versions, and no person, group name, machine or place on one. A file of the inputs is known
by its hash alone, because it does not travel with the reports.
"""

from __future__ import annotations

import json
import mimetypes
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from groupreport.parameters import PROGRAM_FILE
from groupreport.publishing.provenance import Manifest, ReportEntry

if TYPE_CHECKING:
    from rocrate.rocrate import ROCrate

CRATE_FILE = "ro-crate-metadata.json"
_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_TERMS = "https://w3id.org/ro/terms/workflow-run/context"


def crate_text(manifest: Manifest) -> str:
    """The crate's metadata as it is written; the same manifest gives the same text."""
    from rocrate.rocrate import ROCrate  # heavy, and only where something was published

    crate = ROCrate(version="1.1")
    crate.metadata.extra_contexts.append(_TERMS)
    crate.name = f"Reports on the term {manifest.term}"
    crate.description = (
        "Reports on a term of therapy groups with what they were made from. For the program's evaluators: "
        "only the files of an audience's own folder may be handed on to it."
    )
    crate.root_dataset["datePublished"] = manifest.finished_at
    crate.root_dataset["license"] = _add(
        crate, "#license", "CreativeWork", name="Not for public use", description="Made from health records."
    )
    program = _add(crate, "#program", "Organization", name=manifest.program)
    crate.root_dataset["author"] = crate.root_dataset["publisher"] = program
    profile = _add(crate, _PROFILE, "CreativeWork", name="Process Run Crate", version="0.5")
    crate.root_dataset["conformsTo"] = profile
    engine = _engine(crate, manifest)
    inputs = _inputs(crate, manifest)
    for name in ("index.html", "manifest.json"):
        _file(crate, name)
    actions = [_action(crate, entry, program, engine, inputs) for entry in manifest.reports if entry.files]
    crate.root_dataset["mentions"] = [*actions, inputs]
    return json.dumps(_sorted(crate.metadata.generate()), indent=1, ensure_ascii=False) + "\n"


def _inputs(crate: ROCrate, manifest: Manifest) -> Any:  # noqa: ANN401 - an entity of the crate
    """All reports follow from the same inputs; each by the last part of its name, for folders are a machine's own."""
    made_from = manifest.ingredients.files if manifest.ingredients else {}
    used = {f"#{name}": sha256 for name, sha256 in made_from.items()}
    data = {f"#data/{PurePath(name).name}": sha256 for name, sha256 in manifest.inputs.items()}
    parts = [
        _add(crate, name, "CreativeWork", name=name.lstrip("#"), sha256=sha256)
        for name, sha256 in sorted({**data, **used}.items())
    ]
    settings = [part for part in parts if part.id == f"#{PROGRAM_FILE}"]
    return _add(
        crate,
        "#inputs",
        "Collection",
        name="Inputs",
        description="Data, parameters, notebooks and templates, each by its SHA-256; they are not in the crate.",
        hasPart=parts,
        **({"mainEntity": settings[0]} if settings else {}),
    )


def _engine(crate: ROCrate, manifest: Manifest) -> Any:  # noqa: ANN401 - an entity of the crate
    used = [
        _add(crate, _identifier(name, version), "SoftwareApplication", name=name, softwareVersion=version)
        for name, version in sorted(manifest.tools.items())
        if name != "groupreport"
    ]
    used.append(_add(crate, "#renderer", "SoftwareApplication", name="renderer", softwareVersion=manifest.renderer))
    own = manifest.tools["groupreport"]
    return _add(
        crate,
        _identifier("groupreport", own),
        "SoftwareApplication",
        name="groupreport",
        description="Makes reproducible term reports on group-therapy programs.",
        softwareVersion=own,
        softwareRequirements=used,
    )


def _identifier(name: str, version: str) -> str:
    """A package URL, which names a version of a package wherever it comes from."""
    return f"pkg:{'generic' if name == 'python' else 'pypi'}/{name}@{version}"


def _action(crate: ROCrate, entry: ReportEntry, program: Any, engine: Any, inputs: Any) -> Any:  # noqa: ANN401
    results = [_file(crate, file.path, contentSize=str(file.bytes), sha256=file.sha256) for file in entry.files]
    return _add(
        crate,
        f"#made/{entry.name}",
        "CreateAction",
        name=f"Made {entry.name}",
        description=f"A report for {entry.audience} from the term's data, parameters, notebook and templates.",
        instrument=engine,
        agent=program,
        object=inputs,
        result=results,
        actionStatus="http://schema.org/CompletedActionStatus",
        **({"endTime": entry.made_at} if entry.made_at else {}),
    )


def _file(crate: ROCrate, path: str, **properties: str) -> Any:  # noqa: ANN401 - an entity of the crate
    kind = mimetypes.guess_type(path, strict=True)[0] or "application/octet-stream"
    return crate.add_file(dest_path=path, properties={"name": path, "encodingFormat": kind, **properties})


def _add(crate: ROCrate, identifier: str, kind: str, **properties: Any) -> Any:  # noqa: ANN401
    from rocrate.model.contextentity import ContextEntity

    entity = ContextEntity(crate, identifier, properties={"@type": kind})
    for name, value in properties.items():
        entity[name] = value
    return crate.add(entity)


def _sorted(metadata: dict[str, Any]) -> dict[str, Any]:
    return {**metadata, "@graph": sorted(metadata["@graph"], key=lambda entity: str(entity["@id"]))}
