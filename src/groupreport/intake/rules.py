"""Why each rule of the intake matters: what would go wrong in a report if nobody looked.

A rule's id stays the same between versions, so that lists of problems can be compared.
"""

from __future__ import annotations

_READ = "A file that cannot be read leaves out everybody in it."
_ENCODING = "Letters read in the wrong encoding make two people of one, or one of two."
_SHIFT = "A shifted cell puts one answer into another question's column."
_COLUMN = "A column that is not read is counted as not collected."
_LINK = "A row whose id is not found belongs to nobody: it would be lost, or counted for somebody else."
_IDENTITY = (
    "What identifies people must not leave the evaluator's hands; reports for others are refused while it is there."
)
_SPELLING = "One person under two spellings counts as two, and each of them has half of the data."
_NUMBER = "A number that has to be guessed is a wrong number in somebody's report."
_DATE = "A day that has to be guessed moves sessions and changes before and after."
_TWICE = "A row that stands there twice counts a person twice."
_RANGE = "An answer outside the range is a code, a typing error or another questionnaire, and moves every mean."
_WORD = "A word that is not in the list would be counted in no category."
_ORDER = "Courses over sessions rest on their order."
_ASSUMED = "What is assumed where the export says nothing is told, so that you can object."
_NORMALIZED = "What was read differently from how it is written is told, so that you can object."
_NOT_HELD = "What is recorded of a session that was not held is left out of every number."
_SETTING = "A setting that names what the data do not have has no effect."

WHY: dict[str, str] = {
    # Files
    "data-folder-missing": "Without the exports there is nothing to report.",
    "file-unreadable": _READ,
    "file-changed": "A file that changes while it is read gives half of the old and half of the new export.",
    "file-too-large": "A file of this size is a mistake or an attack; reading it could stop the computer.",
    "file-unknown": "A table under another name is counted as not collected.",
    "file-empty": _READ,
    "file-format": _READ,
    "file-encoding": _ENCODING,
    "file-mojibake": _ENCODING,
    "file-nul": "Bytes that no text has show that the file is damaged or in another encoding.",
    "table-missing": "Every report needs this table.",
    "table-empty": "An empty export looks like a term in which nothing happened.",
    # Rows and columns
    "quote": _SHIFT,
    "fields-extra": _SHIFT,
    "fields-missing": _SHIFT,
    "too-many-rows": "A table of this length is a mistake, or needs a higher limit to be read on purpose.",
    "too-many-columns": "A table of this width is a mistake or an attack.",
    "cell-too-long": "A cell of this length is a mistake or an attack, such as rows that an open quote swallowed.",
    "row-blank": _NORMALIZED,
    "header": "Without the right row as header no column is known.",
    "delimiter": _SHIFT,
    "header-spaces": _NORMALIZED,
    "header-duplicate": "Of two columns of one name, only a person can say which one is meant.",
    "header-letter-case": "Of two columns that differ by letter case alone, only a person can say which is meant.",
    "header-unnamed": _COLUMN,
    "column-missing": "Every row needs this column.",
    "column-unknown": _COLUMN,
    "columns-unused": _COLUMN,
    "column-mapped-missing": _COLUMN,
    "column-mapped-unknown": _SETTING,
    "column-mapped-kind": "A column that is read in a way it cannot be read gives no value, or a wrong one.",
    "column-mapped-twice": "Of two sources for one column, only a person can say which one is meant.",
    "identifying-column": _IDENTITY,
    "identifying-value": _IDENTITY,
    "cell-spaces": _NORMALIZED,
    "wide-answers-missing": "Without answers there is nothing to score.",
    # Mappings
    "where-none": "A filter that keeps no row makes a table that looks as if nobody had answered.",
    "where-left-out": _NORMALIZED,
    "value-translated": _NORMALIZED,
    "row-unfilled": _NORMALIZED,
    "response-test": "Tests of a survey are nobody's answers, and move every mean.",
    "response-spam": "What a program filled in is nobody's answer, and moves every mean.",
    "response-unfinished": "Whoever stopped halfway may not have meant to hand it in.",
    "form-incomplete": "A form that is not complete may still change.",
    "carry-none": _LINK,
    "carry-conflict": "Of two values for one record, only a person can say which one is right.",
    "session-of-day": "An answer that belongs to no session would be lost.",
    "group-from-roster": _LINK,
    # Ids
    "id-spaces": _SPELLING,
    "id-unprintable": _SPELLING,
    "id-too-long": "An id of this length is free text, and may hold what nobody else should read.",
    "id-number": "A spreadsheet that takes an id for a number changes it, and the person is lost.",
    "group-two-spellings": _SPELLING,
    "member-two-spellings": _SPELLING,
    "group-letter-case": "On some computers both groups' reports would be one file.",
    "group-unknown": _LINK,
    "member-unknown": _LINK,
    "member-not-in-group": _LINK,
    "leader-as-member": "A leader among the members is counted as somebody who is in therapy.",
    "rater-unknown": _LINK,
    "leader-unknown": _LINK,
    "session-unknown": _LINK,
    "value-missing": "A row without this value belongs nowhere.",
    # Stays and sessions
    "stay-order": "A stay that ends before it begins holds no session.",
    "stay-twice": "Two stays at once count every session twice.",
    "stay-overlap": "A member in two groups at once is in both groups' numbers.",
    "before-enrollment": "What happened before enrollment counts for no member's share: a wrong date loses sessions.",
    "after-end": "What happened after the end counts for no member's share, so a wrong date loses sessions.",
    "session-order": _ORDER,
    "session-same-day": _ORDER,
    "session-gap": _ORDER,
    "session-stage-order": "Comparisons by stage rest on stages that follow one another.",
    "session-canceled": _NOT_HELD,
    "session-planned": _NOT_HELD,
    "session-ahead": _ASSUMED,
    "attendance-missing": "Whoever has no attendance row at a held session is counted as neither there nor absent.",
    "rating-without-attendance": "Response rates rest on who was there.",
    "rating-while-absent": "Response rates rest on who was there.",
    "resolved-before": "A repair that comes before its rupture gives a negative time to repair.",
    # Dates
    "date-format": _DATE,
    "date-ambiguous": _DATE,
    "date-impossible": _DATE,
    "date-serial": _DATE,
    "date-year": _DATE,
    "date-zone": _DATE,
    "date-time": _NORMALIZED,
    "date-future": _DATE,
    "date-outside-term": "Days outside the term are usually a wrong year.",
    # Numbers and words
    "number-format": _NUMBER,
    "number-decimal": _NUMBER,
    "number-grouped": _NUMBER,
    "number-digits": _NUMBER,
    "number-endless": _NUMBER,
    "number-formula": "A formula without its result is no answer.",
    "number-not-whole": _NUMBER,
    "number-spreadsheet-error": "An error of a spreadsheet is no answer.",
    "number-too-small": _NUMBER,
    "number-yes-no": _NUMBER,
    "value-unknown": _WORD,
    "missing-code": _NORMALIZED,
    "missing-code-is-answer": "A code that is also an answer would silently lose real answers.",
    "item-decimals": _NORMALIZED,
    # Answers
    "answer-out-of-range": _RANGE,
    "answer-not-whole": "A mean in the place of an answer cannot be scored again.",
    "instrument-unknown": "Answers to an unknown questionnaire cannot be scored.",
    "instrument-not-listed": "Answers to a questionnaire that is not listed are in no report.",
    "instrument-place": "Reports look for each questionnaire in one table only.",
    "instrument-doubtful": "Two questionnaires of nearly one name have different keys.",
    "instrument-without-data": "A questionnaire without answers counts as one that nobody filled in.",
    "item-unknown": "An answer to an item that the questionnaire does not have is scored nowhere.",
    "item-is-score": "A score of unknown origin cannot be checked against its items.",
    # Rows again
    "duplicate-row": _TWICE,
    "duplicate-conflict": "Of two answers to one question, only a person can say which one is right.",
    "duplicate-without-group": _TWICE,
    "group-without-roster": "A group without members has no numbers.",
    "group-without-sessions": "A group without sessions has no numbers.",
    "group-without-ratings": "A group without ratings has no course of cohesion or alliance.",
    "groups-left-out": _ASSUMED,
    "default-status": _ASSUMED,
    "default-stage": _ASSUMED,
    "default-rater": _ASSUMED,
    # Workbooks
    "sheet-missing": _COLUMN,
    "sheet-unknown": _COLUMN,
    "sheet-hidden": "Hidden sheets, rows and columns are read like others; what nobody sees, nobody checks.",
    "sheet-merged": "Of merged cells only the first holds the value; the others are empty.",
    "sheet-formula": "A formula whose result was never saved is an empty cell.",
    "sheet-total-row": "A row of totals would be counted as a member.",
    "sheet-comments": "Comments are not read; what stands there is in no report.",
    "workbook-macros": "A workbook with macros can run code on the computer of whoever opens it.",
    "workbook-links": "Values from other workbooks may be old, and reading them would open files that nobody chose.",
    "workbook-dates-1904": _NORMALIZED,
    # Servers
    "secret-missing": "Without it the server gives nothing.",
    "source-package": "The source needs a package that is not installed.",
    "server-refused": "What the server does not give is in no report.",
    "server-unreachable": "What the server does not give is in no report.",
    "server-answer": "Half of an answer looks like a term in which less happened.",
    "server-changed": "Records that change while they are read give half of the old and half of the new state.",
    "records-limited": "Whoever the token's user may not see is in no report, and nobody would miss them.",
    "fields-withheld": _COLUMN,
    "query-failed": "What the database does not give is in no report.",
    "query-not-reading": "A source is only ever read.",
}
