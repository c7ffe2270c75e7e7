"""What each audience may see: withholding, exact suppression, the attacker that judges it, and the leak scanner."""

from groupreport.disclosure.audiences import for_audience
from groupreport.disclosure.views import EvaluatorGroupView, FunderView, ProgramView

__all__ = ["EvaluatorGroupView", "FunderView", "ProgramView", "for_audience"]
