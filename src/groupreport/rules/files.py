"""Rules about whole files."""

from __future__ import annotations

from groupreport.rules.rule import ERROR_OR_WARNING, NORMALIZED, NOTE, NOTHING, WARNING, Rule, Section

_READ = "A file that cannot be read leaves out everybody in it."
_LETTERS = "Letters read in the wrong encoding make two people of one, or one of two."

FILES = Section(
    "Files",
    {
        "data-folder-missing": Rule(
            "The term has no data folder",
            "Without the exports there is nothing to report.",
            "Put the exported tables into `data/<term>/`, or write into `data.path` in `params/program.yml` where they "
            "are.",
        ),
        "table-missing": Rule(
            "A table that every report needs, or that the program names, is not there",
            "Every report needs this table.",
            "Export it under the table's name, or name its file under `data.tables` in `params/program.yml`.",
        ),
        "table-empty": Rule(
            "A table has column names but no rows",
            "An empty export looks like a term in which nothing happened.",
            "Export it again. Leave the file out if the table was not collected.",
            ERROR_OR_WARNING,
        ),
        "file-unknown": Rule(
            "A file in the data folder is not read",
            "A table under another name is counted as not collected.",
            "Rename it to the table's name, name it under `data.tables` in `params/program.yml`, or move it elsewhere.",
            ERROR_OR_WARNING,
        ),
        "file-unreadable": Rule(
            "A file cannot be opened or read to its end",
            _READ,
            "Close it in other programs, check who may read it, and put a plain file there: no folder, pipe or link "
            "that leads nowhere.",
        ),
        "file-empty": Rule(
            "A file holds nothing",
            _READ,
            "Export it again, with its column names.",
        ),
        "file-format": Rule(
            "A file is not what its name says",
            _READ,
            "Export the table as CSV. A web page under a .csv name is often a log-in page: log in and export again.",
        ),
        "file-changed": Rule(
            "A file changed while it was read",
            "A file that changes while it is read gives half of the old and half of the new export.",
            "Wait until the export has ended, then run the check again.",
        ),
        "file-too-large": Rule(
            "A file is larger than the limit",
            "A file of this size is a mistake or an attack; reading it could stop the computer.",
            "Export one term alone, or raise `data.limits.file_megabytes` in `params/program.yml`.",
        ),
        "file-mark": Rule(
            "A file begins with a mark of its encoding",
            NORMALIZED,
            NOTHING,
            NOTE,
        ),
        "file-encoding": Rule(
            "A file's letters are written in another encoding than expected",
            _LETTERS,
            "Save it as 'CSV UTF-8', or set `data.encoding` in `params/program.yml` (Excel on Windows often writes "
            "`cp1252`).",
        ),
        "file-mojibake": Rule(
            "Letters were spoilt before the file was saved, such as Ã¼ for ü",
            _LETTERS,
            "Export the table again as UTF-8 if names or notes look wrong.",
            WARNING,
        ),
        "file-nul": Rule(
            "A file holds characters that no text has",
            "Bytes that no text has show that the file is damaged or in another encoding.",
            "Export it again: the file is damaged, or no table.",
        ),
    },
)
