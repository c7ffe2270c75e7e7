"""`python -m groupreport.display.calibration docs` simulates the grid and writes the page's tables and its figure."""

import sys
from pathlib import Path

from groupreport.display.calibration.figure import draw_calibration, figure_height
from groupreport.display.calibration.page import IMAGE, find_grid, with_calibration
from groupreport.display.figures import drawing, svg
from groupreport.display.wording import wording

docs = Path(sys.argv[1])
page, words, found = docs / "calibration.md", wording(), find_grid()
page.write_text(with_calibration(page.read_text(encoding="utf-8"), found, words), encoding="utf-8", newline="\n")
with drawing(figure_height(found.reference)) as figure:
    draw_calibration(figure, found.reference, words)
    (docs / IMAGE).write_text(f"{svg(figure)}\n", encoding="utf-8", newline="\n")
