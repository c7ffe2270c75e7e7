"""What is done once, before a kernel is forked for each report."""

from __future__ import annotations

import pytest

from groupreport.display import warming
from groupreport.display.wording import wording
from groupreport.measures.subgroups import strong_by_chance
from groupreport.parameters import PROJECT_VARIABLE
from groupreport.simulation import write_demo_project


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_words_of_the_projects_language_are_made_ready(language, tmp_path, monkeypatch):
    """Else every report in another language than English would compile all its sentences again: a second each."""
    project = write_demo_project(tmp_path / "demo")
    settings = project / "params" / "program.yml"
    settings.write_text(f"language: {language}\n{settings.read_text(encoding='utf-8')}", encoding="utf-8")
    monkeypatch.setenv(PROJECT_VARIABLE, str(project))
    warming.fill_caches()

    assert wording(language)._templates


def test_a_folder_without_settings_is_no_reason_to_stop(tmp_path, monkeypatch):
    """On a cluster's machine they travel in the frozen term."""
    monkeypatch.setenv(PROJECT_VARIABLE, str(tmp_path))
    warming.fill_caches()

    assert wording()._templates


def test_what_chance_does_in_groups_of_usual_size_is_known(monkeypatch):
    """Else every report would draw its thousands of made-up sessions again, with the same result."""
    monkeypatch.delenv(PROJECT_VARIABLE, raising=False)
    strong_by_chance.cache_clear()
    warming.fill_caches()
    drawn = strong_by_chance.cache_info().misses
    for members in range(6, 13):
        strong_by_chance(members)

    assert strong_by_chance.cache_info().misses == drawn
