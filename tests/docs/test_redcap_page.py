"""The page about REDCap says what the program really reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from groupreport.intake import starting
from groupreport.parameters import RedcapSettings, packaged_folder
from groupreport.rules import RULES

PAGE = packaged_folder() / "docs" / "sources" / "redcap.md"
pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="the documentation is not part of an installed package")


def _rows(header: str) -> dict[str, str]:
    """The second column of a table by its first, without the backticks."""
    table = PAGE.read_text(encoding="utf-8").split(f"| {header} |")[1].partition("\n\n")[0]
    return dict(re.findall(r"^\| `([a-z_-]+)` \| `?(.*?)`? \|", table, re.M))


def test_every_key_is_explained_with_its_default() -> None:
    """The table of keys holds each key of `data.redcap`, and what holds where it is left out."""
    named = _rows("key of `data.redcap`")
    assert named.keys() == RedcapSettings.model_fields.keys()
    for name, field in RedcapSettings.model_fields.items():
        if isinstance(field.default, str | int | float):
            assert named[name] == str(field.default).lower() or named[name] == field.default


def test_every_rule_in_the_table_exists() -> None:
    """No rule is named that the intake does not have."""
    assert _rows("rule").keys() <= RULES.keys()


def test_the_example_is_what_init_writes() -> None:
    """The block on the page says the same as the program.yml that `init --source redcap` writes."""
    example = re.search(r"^```yaml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.S | re.M)
    assert example is not None
    folder = Path(starting.__file__).parent
    started = "".join((folder / name).read_text(encoding="utf-8") for name in starting.SOURCES["redcap"])
    assert yaml.safe_load(example.group(1)) == yaml.safe_load(started)
