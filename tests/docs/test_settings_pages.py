"""The pages about settings and questionnaires say what the program really reads."""

from __future__ import annotations

import re
import typing
from pathlib import Path

import jsonschema
import pytest
import yaml
from pydantic import BaseModel

from groupreport.display.catalog.page import with_catalog
from groupreport.display.wording import documentation_wording
from groupreport.instruments import load_catalog
from groupreport.instruments.schema import instrument_schema
from groupreport.parameters import ProgramSettings, Project, TermSettings, packaged_folder, read_record

DOCS = packaged_folder() / "docs"
pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="the documentation is not part of an installed package")


def keys_of(record: type[BaseModel], before: str = "") -> set[str]:
    """Every key of a record by its way from the top; the data source has a page of its own."""
    keys = set()
    for name, field in record.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel) and name != "data":
            keys |= keys_of(inner, f"{before}{name}.")
        else:
            keys.add(f"{before}{name}")
    return keys


def block(page: str, language: str, number: int = 0) -> str:
    """A code block of a page."""
    found = re.findall(rf"^```{language}\n(.*?)^```", (DOCS / page).read_text(encoding="utf-8"), re.S | re.M)
    return typing.cast("str", found[number])


@pytest.mark.parametrize("record", [ProgramSettings, TermSettings])
def test_every_key_of_the_parameter_files_is_explained(record):
    """Whoever looks for a key finds it on the page, and the page names none that is refused."""
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    start, end = (
        ("## `params/program.yml`", "## `params/terms")
        if record is ProgramSettings
        else ("## `params/terms", "## Look")
    )
    section = page[page.index(start) : page.index(end)]

    assert set(re.findall(r"^\| `([a-z_.]+)` \|", section, re.M)) == keys_of(record)


def test_the_terms_example_can_be_read(tmp_path: Path):
    """The example of a term's file is one."""
    path = tmp_path / "2026-fall.yml"
    path.write_text(block("settings.md", "yaml"), encoding="utf-8")

    assert read_record(path, TermSettings).overrides["G07"].stages is not None


def test_the_questionnaires_example_joins_the_catalog(tmp_path: Path):
    """The example of a program's own questionnaire is complete as it stands."""
    folder = tmp_path / "params" / "instruments"
    folder.mkdir(parents=True)
    (folder / "belonging5.yml").write_text(block("questionnaires.md", "yaml"), encoding="utf-8")
    instrument = load_catalog(Project(tmp_path))["belonging5"]

    assert instrument.scale("total").reversed_items == (4,)
    assert block("questionnaires.md", "yaml").startswith("# yaml-language-server: $schema=instrument-1.schema.json\n")
    jsonschema.validate(yaml.safe_load(block("questionnaires.md", "yaml")), instrument_schema())


def test_the_readmes_example_of_a_mapping_can_be_read(tmp_path: Path):
    """Whoever copies it into program.yml begins without an error."""
    path = tmp_path / "program.yml"
    example = block("../README.md", "yaml")
    path.write_text(f"program: {{name: x}}\ninstruments: [alliance_1_10]\n{example}", encoding="utf-8")
    (ratings,) = read_record(path, ProgramSettings).data.parts_of("ratings")

    assert ratings.answers["With the group"] == "alliance_1_10.3"


@pytest.mark.parametrize(
    "page", ["README.md", *(path.relative_to(DOCS.parent).as_posix() for path in DOCS.rglob("*.md"))]
)
def test_every_link_between_pages_leads_somewhere(page: str):
    """A reader who follows a link finds a page, and the part of it that was meant."""
    place = DOCS.parent / page
    for link in re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", place.read_text(encoding="utf-8")):
        assert (place.parent / link).exists(), link


def test_the_table_of_questionnaires_is_current():
    """What the page says of the catalog is what the catalog holds."""
    page = (DOCS / "questionnaires.md").read_text(encoding="utf-8")

    assert with_catalog(page, documentation_wording()) == page
