"""Empty tables for a program that has none yet: a workbook to fill in, and the same rules as Table Schema files."""

from groupreport.intake.template.writing import write_schemas, write_workbook

__all__ = ["write_schemas", "write_workbook"]
