"""The crate beside the manifest: readable by programs that know RO-Crate, repeatable, and silent about people."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path

import pytest

from groupreport.publishing.crate import crate_text
from groupreport.publishing.ingredients import Ingredients
from groupreport.publishing.provenance import Manifest, PublishedFile, ReportEntry

MADE_AT = "2026-12-11T12:00:00+00:00"


def report(name: str, **given) -> ReportEntry:
    """A published report with a page."""
    page = PublishedFile(path=f"{name}.html", sha256="ab" * 32, bytes=10)
    entry = {
        "name": name,
        "audience": name.partition("/")[0],
        "title": "Tuesday evening grief group",
        "subtitle": "Group report",
        "group_id": None,
        "status": "published",
        "key": {"data": "x"},
        "files": (page,),
        "made_at": MADE_AT,
    }
    return ReportEntry(**{**entry, **given})


@pytest.fixture
def manifest() -> Manifest:
    """What a run would write, with places and a group's name in it."""
    return Manifest(
        program="A program",
        term="2026-fall",
        renderer="embedded (pandoc 3.9, Typst 0.15.2)",
        tools={"groupreport": "0.1.0", "numpy": "2.4.6", "python": "3.11.7"},
        data="cd" * 32,
        inputs={"/home/jane/exports/roster.csv": "ef" * 32},
        parameters="12" * 32,
        ingredients=Ingredients(
            files={"params/program.yml": "34" * 32, "reports/group.ipynb": "56" * 32},
            settings={"program": {"name": "A program", "contact": "jane@example.org"}},
            instruments={},
            policy="78" * 32,
            fonts="90" * 32,
            seeds={},
        ),
        reports=(
            report("evaluator/G04", group_id="G04"),
            report("funder/outcomes"),
            report("leadership/program", status="failed", files=(), made_at=None, reason="a cell of G04 failed"),
        ),
        finished_at=MADE_AT,
        index_sha256="",
    )


@pytest.fixture
def entities(manifest) -> dict[str, dict]:
    """The crate's entities by their id."""
    return {entity["@id"]: entity for entity in json.loads(crate_text(manifest))["@graph"]}


def ids(value) -> list[str]:
    """The ids that a property refers to."""
    return [one["@id"] for one in (value if isinstance(value, list) else [value])]


def test_the_descriptor_says_what_the_crate_conforms_to(entities):
    """RO-Crate 1.1, root data entity: the descriptor is about the root, which has a name, a date and a license."""
    descriptor, root = entities["ro-crate-metadata.json"], entities["./"]

    assert ids(descriptor["about"]) == ["./"]
    assert ids(descriptor["conformsTo"]) == ["https://w3id.org/ro/crate/1.1"]
    assert ids(root["conformsTo"]) == ["https://w3id.org/ro/wfrun/process/0.5"]
    assert entities[ids(root["conformsTo"])[0]]["@type"] == "CreativeWork"
    assert {"name", "description", "datePublished", "license"} <= root.keys()


def test_each_report_is_an_action_with_its_program_inputs_and_results(entities):
    """Process Run Crate 0.5: an action has software as instrument, objects and results, and the root mentions it."""
    actions = {name: one for name, one in entities.items() if one["@type"] == "CreateAction"}

    assert set(actions) == {"#made/evaluator/G04", "#made/funder/outcomes"}
    assert set(actions) <= set(ids(entities["./"]["mentions"]))
    for action in actions.values():
        assert entities[ids(action["instrument"])[0]]["@type"] == "SoftwareApplication"
        assert action["endTime"] == MADE_AT
        assert all(entities[name]["@type"] == "File" for name in ids(action["result"]))
        parts = ids(entities[ids(action["object"])[0]]["hasPart"])
        assert {"#data/roster.csv", "#params/program.yml", "#reports/group.ipynb"} == set(parts)


def test_every_reference_leads_to_an_entity(entities):
    """A crate whose references lead nowhere is refused by whoever reads it."""
    specification = {"https://w3id.org/ro/crate/1.1"}
    named = set(re.findall(r'\{"@id": "([^"]+)"\}', json.dumps(list(entities.values()))))

    assert named - specification <= set(entities)


def test_the_files_in_the_crate_are_those_that_are_published(entities):
    """Data do not travel with the reports, so no file of them is said to be part of the crate."""
    files = {name for name, one in entities.items() if one["@type"] == "File"}

    assert files == {"evaluator/G04.html", "funder/outcomes.html", "index.html", "manifest.json"}
    assert files == set(ids(entities["./"]["hasPart"]))


def test_the_same_manifest_gives_the_same_crate(manifest):
    """No random id and no moment but the manifest's own."""
    text = crate_text(manifest)

    assert text == crate_text(manifest)
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:+]+", text)) == {MADE_AT}


def test_the_crate_names_no_person_place_or_machine(manifest):
    """A group's name, a contact, a folder on a machine and the reason of a failure stay in the manifest."""
    text = crate_text(manifest)

    for hidden in ("Tuesday", "jane", "/home", "a cell of G04", socket.gethostname(), str(Path.home())):
        assert hidden not in text
