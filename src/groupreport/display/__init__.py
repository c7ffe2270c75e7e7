"""What readers see: wording, tables and figures of each report. The only room that rounds."""

import logging

# On a busy machine matplotlib tells on stderr that it builds its font cache; a cell that prints has no place in a report.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
