"""The renderer that calls Quarto: every report in a folder of its own, so that reports cannot disturb each other."""

from __future__ import annotations

import functools
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from groupreport.errors import RenderError, SetupError
from groupreport.parameters import Project
from groupreport.publishing.brand import read_brand
from groupreport.publishing.document import Document
from groupreport.publishing.document_reader import read_document
from groupreport.publishing.embedded import Format
from groupreport.publishing.page import PageFacts, one_line
from groupreport.publishing.programs import Finished, run_program
from groupreport.publishing.quarto_folder import REPORT, lay_out_project
from groupreport.publishing.quarto_settings import check_quarto_settings
from groupreport.publishing.style_sheet import STYLE_FILE, checked_inline

TIME_LIMIT = 300  # seconds; a report takes a few
_QUARTO_FORMATS: dict[str, str] = {"html": "html", "pdf": "typst"}
_COLORS = re.compile(r"\x1b\[[0-9;]*m")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`|(?:[A-Za-z]:)?[\\/][^\s:]+")


def render_quarto(  # noqa: PLR0913 - one call, the same for both renderers
    notebook: Path,
    *,
    title: str,
    subtitle: str,
    facts: PageFacts,
    formats: Sequence[Format],
    templates: Project,
    destination: Path,
    stem: str,
    timestamp: int,
    quarto: Path,
    document: Document | None = None,
    time_limit: float = TIME_LIMIT,
) -> dict[str, Path]:
    """Turn an executed notebook into pages with Quarto; what the embedded renderer refuses is refused here as well.

    The PDF is the same for the same input; in the HTML the order of attributes may differ from run to run.

    Args:
        notebook: An executed notebook whose cells hold the supported Markdown.
        title: The report's title, taken literally.
        subtitle: The line below it, taken literally; may be empty.
        facts: What every page carries.
        formats: `html`, `pdf` or both; both are made in one call.
        templates: Where `_quarto.yml`, the templates, the brand and the fonts are found.
        destination: The folder that receives the files; it exists.
        stem: The files' name without the ending.
        timestamp: The PDF's date, in seconds since 1970.
        quarto: The program, as `find_quarto` gives it.
        document: The notebook as `read_document` gives it, where it has been read; else it is read, to be checked.
        time_limit: Seconds after which Quarto and what it started are ended.

    Returns:
        The file made for each format.

    Raises:
        RenderError: The notebook holds something outside the supported set, or Quarto did not make a page.
        ParameterError: The brand, a template or `_quarto.yml` is wrong.
        SetupError: Quarto or pandoc cannot be started.
    """
    title, subtitle = one_line(title), one_line(subtitle)
    brand = read_brand(templates, facts.brand)
    check_quarto_settings(templates)
    checked_inline(templates, STYLE_FILE)
    if document is None:
        read_document(notebook, stem, facts)
    folder = functools.partial(tempfile.TemporaryDirectory, prefix=f".{stem}-", dir=destination)
    with folder() as work_folder, folder() as temporary:
        work = Path(work_folder).resolve()
        report = lay_out_project(
            work, notebook, title=title, subtitle=subtitle, facts=facts, brand=brand, project=templates
        )
        command = [str(quarto), "render", report.relative_to(work).as_posix()]
        if len(formats) == 1:  # in a project, Quarto takes one format or, unasked, all of _quarto.yml
            command += ["--to", _QUARTO_FORMATS[formats[0]]]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(timestamp), "NO_COLOR": "1"}
        # While it works, Quarto keeps the whole report in a temporary folder; one that is ended leaves it there.
        environment |= dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(Path(temporary).resolve()))
        try:
            done = run_program(command, time_limit=time_limit, folder=work, environment=environment)
        except TimeoutError as error:
            raise RenderError(stem, f"Quarto took longer than {time_limit:g} seconds") from error
        except OSError as error:
            raise SetupError("Quarto cannot be started; check QUARTO_PATH, or use --renderer embedded.") from error
        made = {wanted: _made(work, wanted, done, stem) for wanted in formats}
        for wanted, page in made.items():
            os.replace(page, destination / f"{stem}.{wanted}")
    return {wanted: destination / f"{stem}.{wanted}" for wanted in formats}


def _made(work: Path, wanted: Format, done: Finished, stem: str) -> Path:
    if done.exit_code != 0:
        raise RenderError(stem, f"Quarto failed (exit {done.exit_code}): {_reason(done.errors)}")
    pages = [page for page in work.rglob(f"{REPORT}.{wanted}") if page.stat().st_size > 0]
    if len(pages) != 1:
        raise RenderError(stem, f"Quarto said that it succeeded but left no {wanted} page")
    # Quarto only passes the standard on to Typst.
    if wanted == "pdf" and b"pdfuaid:part" not in pages[0].read_bytes():
        raise RenderError(stem, "Quarto's PDF is not PDF/UA-1; use --renderer embedded")
    return pages[0]


def _reason(messages: str) -> str:
    # The line that says error, without quotes and paths: those may hold data.
    lines = [_COLORS.sub("", line).strip() for line in messages.splitlines()]
    wrong = next((line for line in lines if "error" in line.lower()), next(filter(None, lines), "no reason given"))
    return _QUOTED.sub("...", wrong)[:200]
