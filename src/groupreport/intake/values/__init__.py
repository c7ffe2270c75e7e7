"""Text to values: each different text of a column judged once."""
