"""Rules about rows, headers and columns, and about what a program says of them."""

from __future__ import annotations

from groupreport.rules.rule import ERROR_OR_WARNING, LINK, NORMALIZED, NOT_READ, NOTE, NOTHING, WARNING, Rule, Section

_SHIFT = "A shifted cell puts one answer into another question's column."
_NO_EFFECT = "A setting that names what the data do not have has no effect."
_IDENTITY = (
    "What identifies people must not leave the evaluator's hands; reports for leadership and funders are refused "
    "while it is there."
)

ROWS = Section(
    "Rows",
    {
        "quote": Rule(
            "A quote is never closed, or stands inside a quoted cell",
            _SHIFT,
            "Close the quote. Write a quote that belongs to the text twice.",
        ),
        "fields-extra": Rule(
            "A row has more cells than there are column names",
            _SHIFT,
            "Put quotes around a cell that holds the delimiter itself, such as a comma in a name.",
        ),
        "fields-missing": Rule(
            "A row has fewer cells than there are column names",
            _SHIFT,
            "Export the table again so that every row has all cells, also the empty ones at its end.",
        ),
        "delimiter": Rule(
            "The columns are divided by another character than expected",
            _SHIFT,
            "Set `data.delimiter` in `params/program.yml`.",
        ),
        "delimiter-line": Rule("The file begins with a line for Excel (sep=)", NORMALIZED, NOTHING, NOTE),
        "header-again": Rule(
            "A row repeats the column names",
            _SHIFT,
            "Delete the row, or export the table as one instead of putting files together.",
        ),
        "row-blank": Rule("Rows without any value were left out", NORMALIZED, NOTHING, NOTE),
        "too-many-rows": Rule(
            "A table is longer than the limit",
            "A table of this length is a mistake, or needs a higher limit to be read on purpose.",
            "Export one term alone, or raise `data.limits.rows` in `params/program.yml`.",
        ),
        "too-many-columns": Rule(
            "A table is wider than the limit",
            "A table of this width is a mistake or an attack.",
            "Export the columns that are needed, or raise `data.limits.columns` in `params/program.yml`.",
        ),
        "cell-too-long": Rule(
            "A cell is longer than the limit",
            "A cell of this length is a mistake or an attack, such as rows that an open quote swallowed.",
            "Look for a quote that is never closed, or raise `data.limits.cell_characters` in `params/program.yml`.",
        ),
        "cell-spaces": Rule("Spaces around a value were left out", NORMALIZED, NOTHING, NOTE),
    },
)

COLUMNS = Section(
    "Columns",
    {
        "header": Rule(
            "The line with the column names was not found",
            "Without the right row as header no column is known.",
            "Write the column names into the first line. If they stand further down, set `header_row` for the table "
            "under `data.tables` in `params/program.yml`; if they are other names, list them there under `columns`.",
        ),
        "header-duplicate": Rule(
            "Two columns have the same name",
            "Of two columns of one name, only a person can say which one is meant.",
            "Keep one of them, or give the other another name.",
        ),
        "header-letter-case": Rule(
            "Two columns have names that differ by letter case alone",
            "Of two columns that differ by letter case alone, only a person can say which is meant.",
            "Keep one of them, or give the other another name.",
        ),
        "header-unnamed": Rule(
            "A column has values but no name", NOT_READ, "Give it a name in the header, or delete it."
        ),
        "header-spaces": Rule(
            "Spaces or invisible characters around column names were left out", NORMALIZED, NOTHING, NOTE
        ),
        "column-missing": Rule(
            "A column that every row needs is not there",
            "Every row needs this column.",
            "Export it too. If it has another name in the export, list it under `data.tables.<table>.columns` in "
            "`params/program.yml`.",
        ),
        "column-unknown": Rule(
            "A column is not known and not read",
            NOT_READ,
            "Correct its name if it is one of the table's columns. Otherwise nothing needs to be done.",
            WARNING,
        ),
        "columns-unused": Rule("Columns of a described export from which nothing is read", NOT_READ, NOTHING, NOTE),
        "identifying-column": Rule(
            "A column looks like it identifies people: names, birth dates, e-mail, phone, address, record numbers",
            _IDENTITY,
            "Take the column out of the export: no report needs it.",
            ERROR_OR_WARNING,
        ),
        "identifying-value": Rule(
            "A value tells who somebody is: an e-mail address, phone, social security or record number, a name written "
            "`Lopez, Maria`, a date",
            _IDENTITY,
            "Export an id that says nothing about the person.",
            WARNING,
        ),
        "wide-answers-missing": Rule(
            "A wide export has no column with answers",
            "Without answers there is nothing to score.",
            "Name each answer's column `<instrument>_<item>` (`wai_sr_1`), list the columns under "
            "`data.tables.<table>.answers`, or set `data.layout` to `long` in `params/program.yml`.",
        ),
    },
)

MAPPINGS = Section(
    "What `data.tables` in `params/program.yml` says",
    {
        "column-mapped-missing": Rule(
            "`data.tables` names a column that the export does not have",
            NOT_READ,
            "Correct the name in `params/program.yml`, or export the column.",
        ),
        "column-mapped-unknown": Rule(
            "`data.tables` names a column that the table does not have",
            _NO_EFFECT,
            "Name one of the table's columns.",
            ERROR_OR_WARNING,
        ),
        "column-mapped-kind": Rule(
            "`data.tables` reads a column in a way in which it cannot be read",
            "A column that is read in a wrong way gives no value, or a wrong one.",
            "Name the one column of the export that holds it.",
        ),
        "column-mapped-twice": Rule(
            "`data.tables` names two sources for one column, or one source for two",
            "Of two sources for one column, only a person can say which one is meant.",
            "Take one of the two out of `params/program.yml`.",
            ("error", "info"),
        ),
        "where-none": Rule(
            "`where` keeps no row",
            "A filter that keeps no row makes a table that looks as if nobody had answered.",
            "Correct `where` of the table under `data.tables` in `params/program.yml`, unless nothing has been filled "
            "in yet.",
            ERROR_OR_WARNING,
        ),
        "where-left-out": Rule("Rows were left out as `where` asks", NORMALIZED, NOTHING, NOTE),
        "value-not-listed": Rule(
            "A number or a code is not among those that `values` translates",
            "Where a list moves numbers, one that is not listed would be read as another answer than it is.",
            "List it under `values` too, or declare it in `missing_codes`.",
            ERROR_OR_WARNING,
        ),
        "value-translated": Rule("Words were translated as `values` asks", NORMALIZED, NOTHING, NOTE),
        "carry-none": Rule(
            "No row of a record has a value for a column that `carry` names",
            LINK,
            "Fill it in, in the form that asks for it, and export that form too; or correct `carry`.",
        ),
        "carry-conflict": Rule(
            "A record has two different values for a column that stands in it once",
            "Of two values for one record, only a person can say which one is right.",
            "Keep the right value in the program that the export comes from, and export again. A group can also be "
            "found by the row's day, with `from_roster: [group_id]`.",
        ),
        "session-of-day": Rule(
            "A day belongs to no session of the group, or to two",
            "An answer that belongs to no session would be lost.",
            "Correct the day, add the session with its day to the table `sessions`, or export the session's number.",
        ),
        "group-from-roster": Rule(
            "The roster does not say which group a member was in, or names two",
            LINK,
            "Correct the member's stays on the roster, or export the group with each row.",
        ),
        "row-unfilled": Rule(
            "Rows of a REDCap form in which nothing was filled in were left out", NORMALIZED, NOTHING, NOTE
        ),
        "form-incomplete": Rule(
            "A REDCap form is marked as incomplete and counts",
            "A form that is not complete may still change.",
            "Set the form's status in REDCap, or name the complete ones under `where`.",
            NOTE,
        ),
        "response-test": Rule(
            "A test of a Qualtrics survey counts like an answer",
            "Tests of a survey are nobody's answers, and move every mean.",
            'Leave them out with `where: {Status: "IP Address"}`, or name the status under `where` to keep them.',
            WARNING,
        ),
        "response-spam": Rule(
            "A response that Qualtrics takes for spam counts like an answer",
            "What a program filled in is nobody's answer, and moves every mean.",
            'Leave them out with `where: {Status: "IP Address"}`, or name the status under `where` to keep them.',
            WARNING,
        ),
        "response-unfinished": Rule(
            "A Qualtrics response that was not finished counts like others",
            "Whoever stopped halfway may not have meant to hand it in.",
            'Leave them out with `where: {Finished: "True"}`, or name both words under `where` to keep them.',
            WARNING,
        ),
    },
)
