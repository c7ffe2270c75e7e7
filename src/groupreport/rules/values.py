"""Rules about dates, numbers, words and answers."""

from __future__ import annotations

from groupreport.rules.rule import NORMALIZED, NOTE, NOTHING, WARNING, Rule, Section

_DATE = "A day that has to be guessed moves sessions and changes before and after."
_NUMBER = "A number that has to be guessed is a wrong number in somebody's report."
_RANGE = "An answer outside the range is a code, a typing error or another questionnaire, and moves every mean."
_TWICE = "A row that stands there twice counts a person twice."
_FORMAT = (
    "Write dates as YYYY-MM-DD, or set `data.date_format` in `params/program.yml` (`%m/%d/%Y` is month, day, year)."
)

DATES = Section(
    "Dates",
    {
        "date-format": Rule("A date is not written as expected", _DATE, _FORMAT),
        "date-ambiguous": Rule("A date could be two days, such as 05/01/2026", _DATE, _FORMAT),
        "date-impossible": Rule("A day that does not exist, such as 31 February", _DATE, "Correct the date."),
        "date-serial": Rule(
            "A number by which a spreadsheet counts days, or the first day that it can count, stands in a date's place",
            _DATE,
            "Format the column as a date (YYYY-MM-DD) and export it again.",
        ),
        "date-year": Rule("A year of two digits, or one that no session can have been in", _DATE, "Correct the year."),
        "date-zone": Rule(
            "A date has a time zone, so the day may be another one elsewhere",
            _DATE,
            "Export the day where the group met, as YYYY-MM-DD.",
            ("error", "warning", "info"),
        ),
        "date-time": Rule("A date has a time of day, which was left out", NORMALIZED, NOTHING, NOTE),
        "date-future": Rule(
            "A day in the future, after the term's end",
            _DATE,
            "Correct the date, or the term's dates in its parameter file.",
            WARNING,
        ),
        "date-outside-term": Rule(
            "A day outside the term",
            "Days outside the term are usually a wrong year.",
            "Correct the date, or the term's dates in its parameter file.",
            WARNING,
        ),
    },
)

NUMBERS = Section(
    "Numbers and words",
    {
        "number-format": Rule(
            "A cell is not a number written in plain digits",
            _NUMBER,
            "Export the numbers behind the words: answer codes, not labels.",
        ),
        "number-decimal": Rule(
            "A number has a decimal comma where a point is expected, or the other way round",
            _NUMBER,
            "Set `data.decimal` in `params/program.yml` if the whole export is written so.",
        ),
        "number-grouped": Rule(
            "A number could have a decimal mark or a mark between thousands, such as 1,005",
            _NUMBER,
            "Export numbers without marks between thousands.",
        ),
        "number-digits": Rule(
            "A number is written in other digits or another minus sign than usual",
            _NUMBER,
            "Write it in the digits 0 to 9, with a plain hyphen as minus sign.",
        ),
        "number-endless": Rule("A cell stands for infinity or for no number", _NUMBER, "Leave an unknown cell empty."),
        "number-not-whole": Rule(
            "A number is not whole where only whole numbers make sense",
            _NUMBER,
            "Correct it, or export the right column here.",
        ),
        "number-too-large": Rule(
            "A number is larger than any that is reckoned with", _NUMBER, "Correct it, or export the right column here."
        ),
        "number-too-small": Rule(
            "A number is smaller than it can be", _NUMBER, "Correct it, or leave an unknown cell empty."
        ),
        "number-yes-no": Rule(
            "A yes or no stands where a number is expected",
            _NUMBER,
            "Export the numbers behind the words: answer codes, not labels.",
        ),
        "spreadsheet-error": Rule(
            "A spreadsheet's error message, such as #REF!, stands in the place of a value",
            "An error of a spreadsheet is no value.",
            "Mend the formula there and export again.",
        ),
        "spreadsheet-formula": Rule(
            "A formula stands where its result should be",
            "A formula without its result is no value.",
            "Export the results.",
        ),
        "text-unprintable": Rule(
            "A text holds characters that cannot be seen, or that turn the direction of writing",
            "A text that is shown otherwise than it is written can hide what it says.",
            "Retype the text in the program that the export comes from.",
        ),
        "value-unknown": Rule(
            "A word is not in the list of those that a column may hold",
            "A word that is not in the list would be counted in no category.",
            "Write one of the words of the list, or translate your own under `data.tables.<table>.values` in "
            "`params/program.yml`.",
        ),
        "name-of-a-total": Rule(
            "A program, a group or a category has the name of a row that adds up others",
            "Whoever reads a table, or adds it up, would take the part for the whole.",
            "Leave rows of totals out of the export, or give the program, group or category another name.",
        ),
        "missing-code": Rule("A code for a missing answer was read as missing", NORMALIZED, NOTHING, NOTE),
        "missing-code-is-answer": Rule(
            "A code for missing answers is also a possible answer",
            "A code that is also an answer would silently lose real answers.",
            "Take it out of `missing_codes`, and leave missing answers empty in the export.",
        ),
        "item-decimals": Rule(
            "An item number is written with decimals, such as 3.0, and was read as a whole number",
            NORMALIZED,
            NOTHING,
            NOTE,
        ),
    },
)

ANSWERS = Section(
    "Answers and questionnaires",
    {
        "answer-out-of-range": Rule(
            "An answer lies outside the questionnaire's range",
            _RANGE,
            "Correct the answer, write the instrument that was really given, or list a code for missing answers under "
            "`data.missing_codes` in `params/program.yml`.",
        ),
        "answer-not-whole": Rule(
            "An answer is not a whole number",
            "A mean in the place of an answer cannot be scored again.",
            "Export the answer to each item, not a mean of several.",
        ),
        "instrument-unknown": Rule(
            "A questionnaire that the catalog does not have",
            "Answers to an unknown questionnaire cannot be scored.",
            "Correct its name, or describe it in a file in `params/instruments/` and list it in `params/program.yml`.",
        ),
        "instrument-not-listed": Rule(
            "A questionnaire that `params/program.yml` does not list",
            "Answers to a questionnaire that is not listed are in no report.",
            "List it under `instruments`, or leave its rows out of the export.",
        ),
        "instrument-place": Rule(
            "Answers stand in the other table: ratings instead of outcomes, or outcomes instead of ratings",
            "Reports look for each questionnaire in one table only.",
            "Move its rows to the table that the message names.",
            WARNING,
        ),
        "instrument-doubtful": Rule(
            "Answers fit better another questionnaire that is easily taken for this one",
            "Two forms of nearly one name, or one form printed with other numbers, are scored in different ways.",
            "Make sure which of the two was given, and write its id.",
            WARNING,
        ),
        "instrument-without-data": Rule(
            "A questionnaire is listed, but nobody answered it",
            "A questionnaire without answers counts as one that nobody filled in.",
            "Add its answers to the export, or take it out of `instruments`.",
            WARNING,
        ),
        "item-unknown": Rule(
            "An item that the questionnaire does not have",
            "An answer to an item that the questionnaire does not have is scored nowhere.",
            "Correct the item's number or the questionnaire's name.",
        ),
        "item-is-score": Rule(
            "A score stands in the place of answers",
            "A score of unknown origin cannot be checked against its items.",
            "Export the answers to the questionnaire's items.",
        ),
        "items-never-given": Rule(
            "No form has an answer to an item that a score needs",
            "A score without one of its items is another score.",
            "Export all items, or make sure that this questionnaire was given and not a shorter one.",
            WARNING,
        ),
        "score-disagrees": Rule(
            "A score is not what the answers to its items give",
            "Of a score and answers that give another one, only a person can say which is right.",
            "Find out which is wrong: reversed items, another sum or mean. Or leave the scores out of the export.",
        ),
        "score-left-out": Rule("A score was left out, as its answers are there", NORMALIZED, NOTHING, NOTE),
        "duplicate-row": Rule("A row stands there twice", _TWICE, "Delete one of the two rows."),
        "duplicate-conflict": Rule(
            "Two rows answer one question differently",
            "Of two answers to one question, only a person can say which one is right.",
            "Keep the right one of the two rows.",
        ),
        "duplicate-without-group": Rule(
            "An answer stands there twice, with its group and without", _TWICE, "Keep one of the two rows."
        ),
    },
)
