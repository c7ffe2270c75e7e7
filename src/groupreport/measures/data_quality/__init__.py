"""How far answers can be trusted as data: what is the same throughout, at an end of the scale, or the wrong way round.

Everything here is about forms, items and sites, never about the person who answered: each sign has innocent causes,
and none of them is evidence about one form.
"""

from groupreport.measures.data_quality.ceiling import EndsOfScale, ends_of_scale
from groupreport.measures.data_quality.item_direction import item_directions
from groupreport.measures.data_quality.range_shift import shifted_ranges
from groupreport.measures.data_quality.straight_lining import SameAnswers, response_variability, same_answers

__all__ = [
    "EndsOfScale",
    "SameAnswers",
    "ends_of_scale",
    "item_directions",
    "response_variability",
    "same_answers",
    "shifted_ranges",
]
