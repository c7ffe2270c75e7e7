"""The published rules of a questionnaire's file are current, hold for the catalog, and refuse what is damaged."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

import groupreport.instruments.catalog
from groupreport.instruments.schema import instrument_schema, schema_text
from groupreport.parameters import packaged_folder

PUBLISHED = packaged_folder() / "docs" / "instrument-1.schema.json"
FILES = sorted(Path(groupreport.instruments.catalog.__file__).parent.glob("*.yml"))
VALIDATOR = jsonschema.Draft202012Validator(instrument_schema())


def entry_of(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="the documentation is not part of an installed package")
def test_the_published_schema_is_current():
    """What an editor checks is what is read; `python -m groupreport.display.catalog docs` writes it."""
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text()


def test_the_schema_is_one():
    """It keeps to the dialect that it names."""
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text()))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_entry_of_the_catalog_keeps_to_it(path):
    """Whoever copies an entry begins without an error in the editor."""
    assert list(VALIDATOR.iter_errors(entry_of(path))) == []


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        pytest.param(lambda entry: entry.pop("licence"), "'licence' is a required property", id="no-licence"),
        pytest.param(lambda entry: entry.update(given="weekly"), "'weekly' is not one of", id="unknown-word"),
        pytest.param(
            lambda entry: entry.update(items={"count": 9}), "is not valid under any of the given", id="no-range"
        ),
        pytest.param(
            lambda entry: entry["scales"][0].update(higher="worse"), "'higher' was unexpected", id="misspelt-key"
        ),
        pytest.param(
            lambda entry: entry["scales"][0]["cutoffs"][0].pop("source"), "'source' is a required", id="no-source"
        ),
        pytest.param(lambda entry: entry.update(scales=[]), "should be non-empty", id="no-scale"),
    ],
)
def test_a_damaged_entry_does_not(damage, complaint):
    """An editor says what is wrong: a key that is missing or misspelt, a word that is not in the list."""
    entry = entry_of(next(path for path in FILES if path.stem == "phq9"))
    damage(entry)

    assert complaint in " ".join(error.message for error in VALIDATOR.iter_errors(entry))
