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
from groupreport.publishing.embedded import Format
from groupreport.publishing.outside_loads import loaded_from_outside
from groupreport.publishing.page import PageSource
from groupreport.publishing.programs import run_program
from groupreport.publishing.quarto_folder import lay_out_project
from groupreport.publishing.quarto_settings import check_quarto_settings
from groupreport.publishing.style_sheet import STYLE_FILE, checked_inline

TIME_LIMIT = 300  # seconds; a report takes a few
_QUARTO_FORMATS: dict[str, str] = {"html": "html", "pdf": "typst"}
_COLORS = re.compile(r"\x1b\[[0-9;]*m")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`|(?:[A-Za-z]:)?[\\/][^\s:]+")


def render_quarto(
    sources: Sequence[PageSource],
    *,
    formats: Sequence[Format],
    templates: Project,
    stem: str,
    timestamp: int,
    quarto: Path,
    time_limit: float = TIME_LIMIT,
) -> list[dict[str, Path]]:
    """Turn one report's executed notebooks into pages with Quarto, which is called once for all of them.

    The PDF is the same for the same input; in the HTML the order of attributes may differ from run to run.

    Args:
        sources: The documents of one report, each of another kind. They have been read, so they hold nothing but what
            is supported: Quarto would run raw markup and shortcodes.
        formats: `html`, `pdf` or both; both are made in one call.
        templates: Where `_quarto.yml`, the templates, the brand and the fonts are found.
        stem: The files' name without the ending.
        timestamp: The PDF's date, in seconds since 1970.
        quarto: The program, as `find_quarto` gives it.
        time_limit: Seconds after which Quarto and what it started are ended.

    Returns:
        For each source the file made for each format.

    Raises:
        RenderError: Quarto did not make a page, or one that loads something from outside.
        ParameterError: The brand, a template or `_quarto.yml` is wrong.
        SetupError: Quarto or pandoc cannot be started.
    """
    brand = read_brand(templates, sources[0].facts.brand)
    check_quarto_settings(templates)
    checked_inline(templates, STYLE_FILE)
    folder = functools.partial(tempfile.TemporaryDirectory, prefix=f".{stem}-", dir=sources[0].destination)
    with folder() as work_folder, folder() as temporary:
        work = Path(work_folder).resolve()
        lay_out_project(work, sources, brand=brand, project=templates)
        command = [str(quarto), "render"]
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
        if done.exit_code != 0:
            raise RenderError(stem, f"Quarto failed (exit {done.exit_code}): {_reason(done.errors)}")
        made: list[dict[str, Path]] = [
            {wanted: _made(work, source, wanted, stem) for wanted in formats} for source in sources
        ]
        for source, pages in zip(sources, made, strict=True):
            for wanted, page in pages.items():
                pages[wanted] = page.replace(source.destination / f"{stem}.{wanted}")
    return made


def _made(work: Path, source: PageSource, wanted: Format, stem: str) -> Path:
    pages = [page for page in work.rglob(f"{source.facts.kind}.{wanted}") if page.stat().st_size > 0]
    if len(pages) != 1:
        raise RenderError(stem, f"Quarto said that it succeeded but left no {wanted} page")
    # Quarto only passes the standard on to Typst.
    if wanted == "pdf" and b"pdfuaid:part" not in pages[0].read_bytes():
        raise RenderError(stem, "Quarto's PDF is not PDF/UA-1; use --renderer embedded")
    if wanted == "html":
        outside = loaded_from_outside(pages[0].read_text(encoding="utf-8"))
        if outside:
            raise RenderError(
                stem,
                f"Quarto's HTML page loads something from outside (the element `{outside[0]}`); "
                "set `embed-resources: true` in _quarto.yml, or remove what asks for it",
            )
    return pages[0]


def _reason(messages: str) -> str:
    # The line that says error, without quotes and paths: those may hold data.
    lines = [_COLORS.sub("", line).strip() for line in messages.splitlines()]
    wrong = next((line for line in lines if "error" in line.lower()), next(filter(None, lines), "no reason given"))
    return _QUOTED.sub("...", wrong)[:200]
