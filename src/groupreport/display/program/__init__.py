"""The report on a program's term, for clinic leadership."""
