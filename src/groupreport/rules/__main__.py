"""`python -m groupreport.rules docs/rules.md` writes the page about the rules."""

import sys
from pathlib import Path

from groupreport.rules.page import rules_page

Path(sys.argv[1]).write_text(rules_page(), encoding="utf-8", newline="\n")
