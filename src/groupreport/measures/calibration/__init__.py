"""What each rule finds of rating drops that were planted, and what it finds where nothing was.

Terms are simulated from a design; the rules judge them as they judge a program's own. Nothing here is about people.
"""

from groupreport.measures.calibration.by_depth import Calibration, calibrate_depths
from groupreport.measures.calibration.design import EVERY_LENGTH, Design, LowPhase
from groupreport.measures.calibration.equal_alarms import AtAlarms, at_alarms
from groupreport.measures.calibration.grid import REFERENCE, Cell, calibrate, grid
from groupreport.measures.calibration.planted import Planted, planted_term
from groupreport.measures.calibration.recovery import Recovery, Share, recovery
from groupreport.measures.calibration.rules_in_reach import judged_rules, why_out_of_reach
from groupreport.measures.calibration.supported_rule import Support, candidates, supported_rule
from groupreport.measures.calibration.without_falls import by_length, flat_falls, nobody_falls

__all__ = [
    "EVERY_LENGTH",
    "REFERENCE",
    "AtAlarms",
    "Calibration",
    "Cell",
    "Design",
    "LowPhase",
    "Planted",
    "Recovery",
    "Share",
    "Support",
    "at_alarms",
    "by_length",
    "calibrate",
    "calibrate_depths",
    "candidates",
    "flat_falls",
    "grid",
    "judged_rules",
    "nobody_falls",
    "planted_term",
    "recovery",
    "supported_rule",
    "why_out_of_reach",
]
