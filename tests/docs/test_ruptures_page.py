"""The page about rating drops says what the rules are, and its example runs."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from groupreport.display.rupture_rules.page import with_rules
from groupreport.measures.ruptures import RULES
from groupreport.parameters import RuptureSettings, packaged_folder

PAGE = packaged_folder() / "docs" / "ruptures.md"
pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="the documentation is not part of an installed package")


def test_the_rules_are_current() -> None:
    """Whoever changes a number of a rule writes the page anew: `python -m groupreport.display.rupture_rules docs`."""
    page = PAGE.read_text(encoding="utf-8")

    assert with_rules(page) == page


@pytest.mark.parametrize("rule", list(RULES))
def test_every_rule_has_its_formula(rule: str) -> None:
    """A researcher finds each rule in the list of formulas, above the rules in words."""
    formulas = PAGE.read_text(encoding="utf-8").partition("## The rules")[0]

    assert f"`{rule}`" in formulas


def test_the_formulas_numbers_are_those_of_the_rules() -> None:
    """The factors that the page writes out are the rules' own."""
    formulas = PAGE.read_text(encoding="utf-8").partition("## The rules")[0]

    assert f"{RULES['own_level'].factor}\\, s_w" in formulas
    assert f"> {RULES['sd_strict'].factor:g} \\max" in formulas
    assert f"{RULES['chart_individuals'].factor:g}\\, \\overline{{MR}}" in formulas
    assert f"{100 * RULES['sudden_loss'].share:g}% of" in formulas
    assert f"parts of at least {RULES['change_point'].shortest} " in formulas
    assert f"\\ge {RULES['person_centered'].factor:g} s_w" in formulas


def test_the_pages_numbers_of_repair_are_the_defaults() -> None:
    """75 %, 3 sessions, half, 2 missed sessions: the settings of a program that sets nothing."""
    page, settings = PAGE.read_text(encoding="utf-8"), RuptureSettings()

    assert f"{100 * (1 - settings.repair_tolerance):g}% of the depth" in page
    assert f"within {settings.repair_window} rated sessions after the nadir" in page
    assert settings.partial_share == 0.5
    assert f"more than {settings.max_gap} missed sessions (`max_gap`" in page


@pytest.mark.parametrize("rule", list(RULES))
def test_every_rule_has_a_block_of_its_own(rule: str) -> None:
    """With what counts, its source, how sure that is, and where to doubt it, whatever the width of the page."""
    block = PAGE.read_text(encoding="utf-8").partition(f"\n### `{rule}`\n")[2].partition("\n### ")[0]

    for part in ("*Judged from*", "*Repaired* when", "*Source:*", "*How sure:*", "*Doubt:*"):
        assert part in block
    assert "| ---" not in block


def test_the_page_claims_no_number_of_its_own_as_others() -> None:
    """M1 to M17 are numbers of this project's notes: no review of the field lists methods so."""
    page = PAGE.read_text(encoding="utf-8")

    assert re.findall(r"\bM\d+\b", page) == []
    assert "Window, tolerance, partial share and gap are this package's own choice" in page


def test_the_shares_of_chance_are_those_of_the_calibration() -> None:
    """One in five on one scale, one in two on three or four: 21 %, 45 % and 54 % there."""
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    calibration = (PAGE.parent / "calibration.md").read_text(encoding="utf-8")
    table = calibration.partition("**Members flagged where nobody has a fall**")[2].strip().splitlines()
    heads, row = (
        [cell.strip(" `%") for cell in line.strip("|").split("|")]
        for line in (table[0], next(line for line in table if line.startswith("| `own_level`")))
    )
    own = dict(zip(heads, row, strict=True))

    assert "about one member in five has a drop on one scale, and about one in two if three or four" in page
    assert 18 <= int(own["12 sessions"]) <= 22
    assert 44 <= int(own["3 scales"]) <= int(own["4 scales"]) <= 56


def test_the_example_runs(tmp_path, monkeypatch) -> None:
    """What the page shows can be copied into a notebook."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    rows = pd.DataFrame(
        {
            "member_id": np.repeat([f"M{number}" for number in range(8)], 10),
            "group_id": "G1",
            "level": "member_group",
            "session": np.tile(range(1, 11), 8),
            "score": np.random.default_rng(1).normal(7, 1, 80).round(1),
        }
    )
    rows.to_csv(tmp_path / "ratings.csv", index=False)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(code, names)

    assert len(names["judged"]) == 8
    assert names["by_chance"].low <= names["by_chance"].expected <= names["by_chance"].high
