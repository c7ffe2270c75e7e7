"""What spreadsheets show in the place of a value that they could not work out."""

from __future__ import annotations

import re

_ERRORS = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|PYTHON!"
    r"|GETTING_DATA)|Err:\d{3}"
)
MESSAGE, REMEDY = "is a spreadsheet's error", "Mend the formula, export again."


def is_spreadsheet_error(text: str) -> bool:
    """Whether a text is an error of Excel, LibreOffice or Google Sheets.

    Examples:
        >>> [is_spreadsheet_error(text) for text in ("#N/A", "#REF!", "Err:508", "#12", "N/A")]
        [True, True, True, False, False]
    """
    return bool(_ERRORS.fullmatch(text))
