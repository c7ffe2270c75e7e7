"""Rules about workbooks, and about servers and databases."""

from __future__ import annotations

from groupreport.rules.rule import ERROR_OR_WARNING, NORMALIZED, NOT_READ, NOTE, NOTHING, WARNING, Rule, Section

_NOT_GIVEN = "What the server does not give is in no report."

WORKBOOKS = Section(
    "Workbooks",
    {
        "sheet-missing": Rule(
            "The workbook has no sheet for a table",
            NOT_READ,
            "Name the sheet after the table, or name it under `data.tables.<table>.sheet` in `params/program.yml`.",
        ),
        "sheet-unknown": Rule(
            "A sheet is not read",
            NOT_READ,
            "Name it after a table or under `data.tables` if reports need it. Otherwise nothing needs to be done.",
            ERROR_OR_WARNING,
        ),
        "sheet-hidden": Rule(
            "A sheet, row or column is hidden",
            "Hidden sheets, rows and columns are read like others; what nobody sees, nobody checks.",
            "Show it and look whether it belongs there.",
            WARNING,
        ),
        "sheet-merged": Rule(
            "Cells are merged",
            "Of merged cells only the first holds the value; the others are empty.",
            "Undo the merging and fill in every cell.",
            ERROR_OR_WARNING,
        ),
        "sheet-formula": Rule(
            "A formula's result was never saved",
            "A formula whose result was never saved is an empty cell.",
            "Open the workbook in the spreadsheet program, save it, and run the check again.",
            ("error", "info"),
        ),
        "sheet-total-row": Rule(
            "A row of totals stands below the data",
            "A row of totals would be counted as a member.",
            "Delete the row.",
            ERROR_OR_WARNING,
        ),
        "sheet-comments": Rule(
            "Cells have comments",
            "Comments are not read; what stands there is in no report.",
            "Move what reports need into a cell. Otherwise nothing needs to be done.",
            ("warning", "info"),
        ),
        "workbook-macros": Rule(
            "The workbook holds macros",
            "A workbook with macros can run code on the computer of whoever opens it.",
            "Save it as .xlsx, without macros.",
            ERROR_OR_WARNING,
        ),
        "workbook-links": Rule(
            "The workbook takes values from other workbooks",
            "Values from other workbooks may be old, and reading them would open files that nobody chose.",
            "Replace the links by their values.",
            ERROR_OR_WARNING,
        ),
        "workbook-dates-1904": Rule(
            "The workbook counts days from 1904, as its dates were read", NORMALIZED, NOTHING, NOTE
        ),
        "workbook-password": Rule(
            "The workbook is protected by a password",
            "A file that cannot be read leaves out everybody in it.",
            "Save a copy without a password where the data may be kept, and delete it after the run.",
        ),
        "workbook-unsafe": Rule(
            "The workbook is damaged, or made to mislead",
            "A file that is made to exhaust or mislead whoever opens it is not opened.",
            "Open it in the spreadsheet program, save it under a new name, and use that file.",
        ),
        "source-setting": Rule(
            "A setting does not go with this kind of source",
            "A setting that has no effect looks as if it had one.",
            "Take it out of `params/program.yml`.",
        ),
        "example-row": Rule(
            "The template's example row is still there",
            "What the template shows as an example would be counted as a group and a member.",
            "Delete the example row of every sheet.",
        ),
    },
)

SERVERS = Section(
    "Servers and databases",
    {
        "secret-missing": Rule(
            "No token or password was found",
            "Without it the server gives nothing.",
            "Put it into the environment variable or the keyring that the message names; never into a file of the "
            "project.",
        ),
        "source-package": Rule(
            "A package that the source needs is not installed",
            "The source needs a package that is not installed.",
            "Install the extra that the message names.",
            outside=True,
        ),
        "server-refused": Rule(
            "The server refused the request",
            _NOT_GIVEN,
            "Ask whoever keeps the server for the right to export, and check the token.",
        ),
        "server-unreachable": Rule(
            "The server cannot be reached",
            _NOT_GIVEN,
            "Check the address and the network, then try again.",
            outside=True,
        ),
        "server-answer": Rule(
            "The server's answer is not whole or not what was asked for",
            "Half of an answer looks like a term in which less happened.",
            "Try again; if it stays, ask whoever keeps the server.",
        ),
        "server-changed": Rule(
            "Records changed while they were read",
            "Records that change while they are read give half of the old and half of the new state.",
            "Try again when nobody is entering data.",
        ),
        "records-limited": Rule(
            "The token's user may not see every record",
            "Whoever the token's user may not see is in no report, and nobody would miss them.",
            "Use a token whose user is in no data access group.",
            WARNING,
        ),
        "fields-withheld": Rule(
            "The server keeps back fields that no table names",
            NOT_READ,
            "Nothing, if the reports need none of them; else ask for the right to export them.",
            NOTE,
        ),
        "database-address": Rule(
            "The database's address is wrong",
            "Without its address the database cannot be found.",
            "Correct `data.database.url` in `params/program.yml`.",
        ),
        "database-untested": Rule(
            "The database is none of those that the software was tried with",
            "Only PostgreSQL, SQLite and DuckDB are known to be read in one state and never written to.",
            "Compare a report's numbers with the database before you rely on them.",
            WARNING,
        ),
        "file-outside": Rule(
            "A file outside of the project is named",
            "What lies outside of the project cannot be checked with it, and may not be meant to be read.",
            "Put the file into the project's folder.",
        ),
        "query-parameter": Rule(
            "A query uses a value in a way that is not known",
            "A value that is not bound would be taken for a part of the query.",
            "Write the values that the message names, each with its colon; a colon in a text is written as `\\:`.",
        ),
        "query-guesses": Rule(
            "A query lets the database guess what is a number",
            "Ids that are taken for numbers lose their zeros, and two people may become one.",
            "Read every column as text: `read_csv(…, all_varchar = true)`.",
        ),
        "query-value": Rule(
            "A query gives something else than single values",
            "What is no single value cannot be an answer, an id or a day.",
            "Give one value a cell: unpack lists and records in the query.",
        ),
        "query-failed": Rule(
            "The database refused a query",
            "What the database does not give is in no report.",
            "Correct the query under `data.tables` in `params/program.yml`.",
        ),
        "query-not-reading": Rule(
            "A query would change the database",
            "A source is only ever read.",
            "Write a query that begins with SELECT or WITH and changes nothing.",
        ),
    },
)
