"""How a scale goes over the sessions, for members of groups.

Thin or degenerate data (too few members, constant or infinite ratings) give NaN with the reason, never 0 and never an
error; where a model cannot be fitted, a simpler one is, and the result says which.
"""

from groupreport.measures.growth.course import Growth, growth
from groupreport.measures.growth.own_slopes import OwnSlopes, own_slopes

__all__ = ["Growth", "OwnSlopes", "growth", "own_slopes"]
