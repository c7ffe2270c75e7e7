"""The type of text in what measures return: the one that the tables have."""

from groupreport.instruments.text import TEXT, python_text

__all__ = ["TEXT", "python_text"]
