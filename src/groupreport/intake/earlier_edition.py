"""What the term to compare with was last published from: kept with the frozen term, so that its report can tell."""

from __future__ import annotations

from typing import Any

from groupreport.parameters import Record


class EarlierEdition(Record):
    """How an earlier term's reports were made, as the manifest beside them says.

    definitions: the settings that define numbers, as `parameters.definitions.definitions_of` names them.
    instruments: the SHA-256 of every questionnaire's entry in the catalog. package: this package's version.
    data: SHA-256 over every row that was frozen then.
    """

    definitions: dict[str, Any]
    instruments: dict[str, str]
    package: str
    data: str
