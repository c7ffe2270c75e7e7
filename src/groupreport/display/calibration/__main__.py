"""`python -m groupreport.display.calibration docs` simulates the grid and writes the page's tables and its figures."""

import sys
from pathlib import Path

from groupreport.display.calibration.figure import depth_panels, draw_panels, panels_height
from groupreport.display.calibration.page import IMAGE, LENGTH_IMAGE, find_grid, with_calibration
from groupreport.display.drawing.picture import Picture
from groupreport.display.figures import WIDTH
from groupreport.display.wording import documentation_wording

docs = Path(sys.argv[1])
page, words, found = docs / "calibration.md", documentation_wording(), find_grid()
page.write_text(with_calibration(page.read_text(encoding="utf-8"), found, words), encoding="utf-8", newline="\n")
for image, panels in ((IMAGE, depth_panels(found.reference, words)), (LENGTH_IMAGE, found.length_panels(words))):
    figure = Picture(WIDTH, panels_height(panels))
    draw_panels(figure, panels, words)
    (docs / image).write_text(f"{figure.svg()}\n", encoding="utf-8", newline="\n")
