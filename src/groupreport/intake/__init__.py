"""From exported tables to the frozen term: everything is checked once, here, and trusted afterwards."""

from groupreport.intake.contract import TABLES, Column, Table
from groupreport.intake.freezing import check_term, freeze
from groupreport.intake.safe_name import safe_name
from groupreport.intake.term import Term, open_term

__all__ = ["TABLES", "Column", "Table", "Term", "check_term", "freeze", "open_term", "safe_name"]
