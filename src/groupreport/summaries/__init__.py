"""What a report says, as frozen records: one group's term, the program's term, the funder's outcomes."""

from groupreport.summaries.data_quality import summarize_data_quality
from groupreport.summaries.funder import summarize_outcomes
from groupreport.summaries.group import summarize_group
from groupreport.summaries.program import summarize_program

__all__ = ["summarize_data_quality", "summarize_group", "summarize_outcomes", "summarize_program"]
