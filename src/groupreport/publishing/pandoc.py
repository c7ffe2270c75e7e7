"""One pandoc process reads all cells of a notebook; it sees no file, and its answer is only data."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groupreport.errors import RenderError, SetupError
from groupreport.publishing.programs import run_program

if TYPE_CHECKING:
    from groupreport.publishing.cells import MarkdownCell

# What Quarto reads as well. Raw HTML, math, notes and the like are recognized here in order to be refused by name
# later; were they switched off, they would silently print as signs where Quarto would act on them.
MARKDOWN_FORMAT = (
    "markdown_strict+all_symbols_escapable+auto_identifiers+backtick_code_blocks+blank_before_blockquote"
    "+blank_before_header+bracketed_spans+citations+definition_lists+escaped_line_breaks+example_lists+fancy_lists"
    "+fenced_code_attributes+fenced_code_blocks+fenced_divs+footnotes+grid_tables+header_attributes"
    "+implicit_figures+implicit_header_references+inline_code_attributes+inline_notes+intraword_underscores+line_blocks"
    "+link_attributes+multiline_tables+native_divs+native_spans+pipe_tables+raw_attribute+raw_html+raw_tex"
    "+shortcut_reference_links+simple_tables+smart+space_in_atx_header+startnum+strikeout+subscript+superscript"
    "+table_captions+task_lists+tex_math_dollars+yaml_metadata_block"
)
TIME_LIMIT: float = 60  # seconds; a long report takes well under one
# At most a gigabyte. By itself it touches 64 megabytes for a report that needs a tenth of that, and looks through all
# of pandoc's own tables for what could be given back, which is nothing: a fifth of its time together.
_HEAP = ("+RTS", "-M1g", "-H4k", "-A8m", "-O128m", "-RTS")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|[\[‘“].*?[\]’”]")
_YAML = re.compile(r"^---[ \t]*$", re.MULTILINE)


@functools.cache
def pandoc_program() -> Path:
    """The pandoc that comes with the `pypandoc_binary` package, or the one that PYPANDOC_PANDOC names.

    Raises:
        SetupError: There is none.
    """
    if named := os.environ.get("PYPANDOC_PANDOC"):
        return Path(named)
    # Found without importing the package, which takes longer than all else that a run with nothing to do needs.
    package = importlib.util.find_spec("pypandoc")
    for folder in (package.submodule_search_locations or ()) if package else ():
        program = Path(folder) / "files" / ("pandoc.exe" if sys.platform == "win32" else "pandoc")
        if program.is_file():
            return program
    raise SetupError("pandoc is missing; install the package pypandoc_binary, or name a pandoc in PYPANDOC_PANDOC.")


@functools.cache
def pandoc_version() -> str:
    """What pandoc says of itself: `3.9`.

    Raises:
        SetupError: It is missing or cannot be started.
    """
    try:
        done = subprocess.run([str(pandoc_program()), "--version"], capture_output=True, timeout=TIME_LIMIT, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise SetupError("pandoc cannot be started; reinstall the package pypandoc_binary.") from error
    return done.stdout.decode(errors="replace").split()[1]


def read_markdown(cells: Sequence[MarkdownCell], report: str) -> list[tuple[MarkdownCell, list[Any]]]:
    """Every cell with its blocks in pandoc's document tree.

    The cells are read as one document, because starting pandoc's reader costs more than a cell; a mark between the
    cells shows where each begins, and that none has swallowed the next.

    Raises:
        RenderError: A cell leaves something open, or pandoc failed, warned, said nothing or took too long.
        SetupError: pandoc cannot be started.
    """
    mark = "cell-" + hashlib.sha256("".join(cell.markdown for cell in cells).encode()).hexdigest()[:24]
    texts = (f"{cell.markdown}\n\n::: {{.{mark} number={place}}}\n:::\n\n" for place, cell in enumerate(cells))
    blocks, metadata, warnings = _run("".join(texts), report)
    parts = _split(blocks, mark)
    for place, cell in enumerate(cells):
        if place not in parts:
            raise RenderError(report, f"cell {cell.number}: a block is left open; it begins with ::: or <")
    if metadata:
        number = next((cell.number for cell in cells if _YAML.search(cell.markdown)), cells[0].number)
        raise RenderError(report, f"cell {number}: a YAML block is not supported inside the text")
    if warnings.strip():
        raise RenderError(report, f"pandoc warned: {_reason(warnings)}")
    return [(cell, parts[place]) for place, cell in enumerate(cells)]


def _run(text: str, report: str) -> tuple[list[Any], dict[str, Any], str]:
    """The document's blocks and metadata, and what pandoc warned of."""
    command = [str(pandoc_program()), f"--from={MARKDOWN_FORMAT}", "--to=json", "--sandbox", *_HEAP]
    try:
        done = run_program(command, time_limit=TIME_LIMIT, given=text.encode())
    except TimeoutError as error:
        raise RenderError(report, f"pandoc took longer than {TIME_LIMIT:g} seconds") from error
    except OSError as error:
        raise SetupError(f"pandoc cannot be started: {error.strerror}") from error
    if done.exit_code != 0:
        raise RenderError(report, f"pandoc refused the notebook (exit {done.exit_code}): {_reason(done.errors)}")
    try:
        tree = json.loads(done.output)
        blocks, metadata = tree["blocks"], tree["meta"]
    except (ValueError, KeyError, TypeError) as error:
        raise RenderError(report, "pandoc gave no document") from error
    return blocks, metadata, done.errors


def _split(blocks: Sequence[Any], mark: str) -> dict[int, list[Any]]:
    # By the cell's place: the blocks before the mark that ends it.
    parts: dict[int, list[Any]] = {}
    part: list[Any] = []
    for block in blocks:
        if block["t"] == "Div" and block["c"][0][1] == [mark]:
            parts[int(dict(block["c"][0][2])["number"])] = part
            part = []
        else:
            part.append(block)
    return parts


def _reason(messages: str) -> str:
    # The first line, without what it quotes: that may be data.
    first = messages.strip().partition("\n")[0]
    return _QUOTED.sub("...", first)[:200] or "no reason given"
