"""What the page on wording shows can be done as it is shown."""

from __future__ import annotations

import re

import pytest
import yaml

from groupreport.display.wording import wording
from groupreport.display.wording_check import check_wording
from groupreport.parameters import Project, packaged_folder, read_headings, read_page_words, read_program

PAGE = packaged_folder() / "docs" / "wording.md"
pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="the documentation is not part of an installed package")


def _examples() -> list[str]:
    return re.findall(r"^```\w+\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.S | re.M)


def test_the_examples_of_wording_are_taken(tmp_path):
    """A sentence, a word, a word of the page and a heading, each in the file that the page names."""
    names = re.findall(r"`(templates/wording/en/[a-z]+\.(?:j2|yml))`", PAGE.read_text(encoding="utf-8"))
    for name, text in zip(names, _examples(), strict=False):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    project = Project(tmp_path)
    check_wording(project, "en")
    words = wording("en", tmp_path)

    assert words.say("words.share", count=3, total=4) == "3 out of 4"
    assert words.word("attendance", "no_show") == "absent"
    assert read_page_words(project, "en").readers.funder == "For our foundation"
    assert read_headings(project, "en") == {"Attendance, participation and flow": "Who came"}


def test_the_example_of_a_look_is_taken(tmp_path):
    """The keys stand where the page shows them."""
    program = yaml.safe_load((packaged_folder() / "params" / "program.yml").read_text(encoding="utf-8"))
    (tmp_path / "params").mkdir()
    given = program | yaml.safe_load(next(one for one in _examples() if one.startswith("brand:")))
    (tmp_path / "params" / "program.yml").write_text(yaml.safe_dump(given), encoding="utf-8")
    settings = read_program(Project(tmp_path))

    assert settings.brand.primary == "#7a1f3d"
    assert settings.audiences.funder.boilerplate.footer_line == "Grant 1234"
