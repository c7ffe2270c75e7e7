"""Vector pictures drawn directly: axes with linear scales, lines, marks, bars and text as outlines.

A report has some twenty panels, and a general plotting library spends most of a report's time on what these never use.
The words (axes, ticks, spines, `ha`, `va`, `linewidth`) and what they do are matplotlib's, so whoever has drawn with it
can read and change a figure here; what no figure of a report needs is not there. Lengths are points (1/72 inch).
"""
