"""`python -m groupreport.display.rupture_rules docs` writes the rules into the page about rating drops."""

import sys
from pathlib import Path

from groupreport.display.rupture_rules.page import with_rules

page = Path(sys.argv[1]) / "ruptures.md"
page.write_text(with_rules(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
