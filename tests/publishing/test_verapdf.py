"""PDF/UA-1 by veraPDF, the reference checker; runs where VERAPDF_CLASSPATH names its Java archives."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from groupreport.publishing.quarto import render_quarto

pytestmark = pytest.mark.slow


@pytest.fixture
def breaches():
    """What veraPDF finds in some files; a line a file says whether it complies."""
    archives, java = os.environ.get("VERAPDF_CLASSPATH"), shutil.which("java")
    if not archives or java is None:
        pytest.skip("veraPDF is not installed: VERAPDF_CLASSPATH names its archives, and Java is needed")

    def check(*files: Path) -> list[str]:
        program = Path(__file__).with_name("CheckPdf.java")
        done = subprocess.run(
            [java, "-cp", archives, str(program), *map(str, files)], capture_output=True, text=True, check=True
        )
        return done.stdout.splitlines()

    return check


def test_pdf_of_the_sample_complies(breaches, sample_pages):
    """Not one rule of PDF/UA-1 is broken."""
    assert breaches(sample_pages["pdf"]) == [f"{sample_pages['pdf']}: compliant"]


def test_a_pdf_without_the_standard_does_not_comply(breaches, tmp_path):
    """The check can fail."""
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "blank.pdf")

    assert breaches(tmp_path / "blank.pdf")[-1] == f"{tmp_path / 'blank.pdf'}: not compliant"


@pytest.mark.quarto
def test_quartos_pdf_complies(breaches, tmp_path, sample, project, quarto):
    """The same from the other renderer."""
    made = render_quarto(
        sample.write_notebook(tmp_path / "executed.ipynb", sample.report_cells()),
        title=sample.TITLE,
        subtitle=sample.SUBTITLE,
        facts=sample.FACTS,
        formats=("pdf",),
        templates=project,
        destination=tmp_path,
        stem="G07",
        timestamp=1_797_000_000,
        quarto=quarto,
    )

    assert breaches(made["pdf"]) == [f"{made['pdf']}: compliant"]
