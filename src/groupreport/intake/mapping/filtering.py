"""The rows of an export that a part is about: those that `where` asks for."""

from __future__ import annotations

import numpy as np

from groupreport.intake.findings import Findings
from groupreport.intake.mapping.block import Block
from groupreport.intake.mapping.export_columns import column_of
from groupreport.intake.reading.text_table import Mask, TextTable, rows_where, texts_of
from groupreport.intake.spelling import nearest


def rows_asked_for(text: TextTable, block: Block, findings: Findings) -> Mask:
    """The rows that have one of the words that `where` names in each of its columns; what it leaves out is told."""
    kept: Mask = np.ones(len(text.lines), dtype=bool)
    for wanted, words in block.settings.where.items():
        name = column_of(text, wanted, block, ("where", wanted), findings)
        if name is None:
            continue
        allowed = words if isinstance(words, tuple) else (words,)
        fitting = rows_where(text.rows[name], frozenset(allowed).__contains__)
        if "" in allowed:
            fitting |= text.rows[name].isna().to_numpy()
        left_out = kept & ~fitting
        kept &= fitting
        if len(kept) and not kept.any():
            _note_none(text, name, allowed, block, findings)
            break
        _note_word_of_nothing(text, name, allowed, block, findings)
        if left_out.any():
            what = f"without {_or(allowed)}" if any(allowed) else "with something"
            count = int(left_out.sum())
            message = f"has {count} row{'' if count == 1 else 's'} {what} in the column '{name}'"
            remedy = f"They were left out, as {block.name}.where asks."
            findings.add(
                "where-left-out",
                text.file,
                message,
                remedy,
                severity="info",
                sheet=text.sheet,
                column=name,
                facts={"rows": count},
            )
    return kept


def _note_word_of_nothing(
    text: TextTable, name: str, allowed: tuple[str, ...], block: Block, findings: Findings
) -> None:
    """Warn of a word that no row has while another one looks like it: all rows of that word would be left out."""
    texts = texts_of(text.rows[name])
    others = [each for each in texts if each not in allowed]
    for word in allowed:
        near = nearest(word, others) if word and word not in texts else None
        if near is not None:
            findings.add(
                "where-none",
                text.file,
                f"has no row with '{word}' in the column '{name}', which {block.name}.where lists",
                f"Correct it in {block.shown('where', name)}, unless nothing of it has been filled in yet.",
                severity="warning",
                sheet=text.sheet,
                line=text.header_line,
                column=name,
                suggestion=near,
            )


def _note_none(text: TextTable, name: str, allowed: tuple[str, ...], block: Block, findings: Findings) -> None:
    near = next((found for word in allowed if (found := nearest(word, texts_of(text.rows[name]), 0.75))), None)
    findings.add(
        "where-none",
        text.file,
        f"has no row with {_or(allowed)} in the column '{name}'",
        f"Correct {block.name}.where in {block.shown('where')}, unless nothing has been filled in yet.",
        # Where no word of the file is like it, the form may well be empty so early in the term.
        severity="error" if near else "warning",
        sheet=text.sheet,
        line=text.header_line,
        column=name,
        suggestion=near,
    )


def _or(words: tuple[str, ...]) -> str:
    return " or ".join(f"'{word}'" if word else "an empty cell" for word in words)
