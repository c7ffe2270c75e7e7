"""`python -m groupreport.display.catalog docs` writes what the documentation takes from the catalog."""

import sys
from pathlib import Path

from groupreport.display.catalog.page import with_catalog
from groupreport.display.wording import documentation_wording
from groupreport.instruments.schema import schema_text

docs = Path(sys.argv[1])
page = docs / "questionnaires.md"
page.write_text(with_catalog(page.read_text(encoding="utf-8"), documentation_wording()), encoding="utf-8", newline="\n")
(docs / "instrument-1.schema.json").write_text(schema_text(), encoding="utf-8", newline="\n")
