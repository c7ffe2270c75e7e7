"""One pandoc process that reads every cell of a notebook; it sees no file and its answer is only data."""

from __future__ import annotations

import functools
import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypandoc

from groupreport.errors import RenderError, SetupError
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
_HEAP = ("+RTS", "-M1g", "-RTS")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|[\[‘“].*?[\]’”]")
_READER = Path(__file__).with_name("reader.lua")


@functools.cache
def pandoc_program() -> Path:
    """The pandoc that comes with the `pypandoc_binary` package, or the one that PYPANDOC_PANDOC names.

    Raises:
        SetupError: There is none.
    """
    try:
        return Path(pypandoc.get_pandoc_path())
    except OSError as error:
        raise SetupError("pandoc is missing; install the package pypandoc_binary.") from error


def read_markdown(cells: Sequence[MarkdownCell], report: str) -> list[Any]:
    """The cells as pandoc's document tree: one `Div` a cell, with its number and origin.

    Raises:
        RenderError: pandoc failed, warned, said nothing or took too long.
        SetupError: pandoc cannot be started.
    """
    asked = json.dumps(
        [
            {"number": str(cell.number), "origin": cell.origin, "markdown": cell.markdown, "format": MARKDOWN_FORMAT}
            for cell in cells
        ]
    )
    command = [str(pandoc_program()), f"--from={_READER}", "--to=json", "--sandbox", "--fail-if-warnings", *_HEAP]
    try:
        done = subprocess.run(command, input=asked.encode(), capture_output=True, timeout=TIME_LIMIT, check=False)
    except subprocess.TimeoutExpired as error:
        raise RenderError(report, f"pandoc took longer than {TIME_LIMIT:g} seconds") from error
    except OSError as error:
        raise SetupError(f"pandoc cannot be started: {error.strerror}") from error
    if done.returncode != 0:
        raise RenderError(report, f"pandoc refused the notebook (exit {done.returncode}): {_reason(done.stderr)}")
    if not done.stdout.strip():
        raise RenderError(report, "pandoc gave an empty document")
    return list(json.loads(done.stdout)["blocks"])


def _reason(messages: bytes) -> str:
    # The first line, without what it quotes: that may be data.
    first = messages.decode("utf-8", "replace").strip().partition("\n")[0]
    return _QUOTED.sub("...", first)[:200] or "no reason given"
