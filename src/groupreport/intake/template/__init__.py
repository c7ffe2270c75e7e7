"""Empty tables for a program that has none yet: a workbook to fill in, and the same rules as Table Schema files."""

from groupreport.intake.template.fields import HandedTable, handed_tables
from groupreport.intake.template.workbook import workbook_of
from groupreport.intake.template.writing import write_schemas, write_workbook

__all__ = ["HandedTable", "handed_tables", "workbook_of", "write_schemas", "write_workbook"]
