"""What the check has found, as a list that a person can work from: on a terminal, as a page, and as files."""

from groupreport.error_list.record import ErrorList

__all__ = ["ErrorList"]
