"""What was noticed in the data, each as a sentence that says where, and how often."""

from __future__ import annotations

from groupreport.display.escaping import Markdown
from groupreport.display.wording import Wording
from groupreport.intake import DataNote


def data_note(note: DataNote, words: Wording) -> Markdown:
    """The place, the sentence of the note's rule, and how often it was found."""
    facts = dict(note.facts)
    statement = "more" if "more" in facts else note.rule.replace("-", "_")
    said = words.say(f"notes.{statement}", **facts | {"rule": note.rule, "column": note.column, "file": note.file})
    return words.say(
        "notes.note",
        said=said,
        file=note.file,
        sheet=note.sheet,
        column=note.column,
        cell=note.cell,
        line=None if note.cell else note.line,
        count=note.count,
        files=note.files,
    )
