"""The insides of XLSX and ODS workbooks, read without trusting them: parts of a ZIP file, XML, sheets, cells.

Everything here is read in one pass by the standard library's expat parser, cell by cell. The usual libraries read
cells as well, but each was seen to lose what matters here: python-calamine makes an empty cell of `#REF!`, takes
another text where a number of a text is damaged, and ends the whole program over two cells that lie far apart;
openpyxl needs several times as long. Whether formulas have results, which rows are hidden and how far a sheet really
reaches would need a second pass in any case. The tests hold this reader against both libraries.
"""

from groupreport.intake.workbooks.opening import open_workbook
from groupreport.intake.workbooks.records import Area, CellValue, Place, Sheet, Workbook, column_letters
from groupreport.intake.workbooks.workbook_error import WorkbookError

__all__ = ["Area", "CellValue", "Place", "WorkbookError", "Sheet", "Workbook", "column_letters", "open_workbook"]
