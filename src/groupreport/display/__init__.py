"""What readers see: wording, tables and figures of each report. The only room that rounds."""

import logging

# On a busy machine matplotlib says on stderr that it builds its font cache, and a report refuses cells that print.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
