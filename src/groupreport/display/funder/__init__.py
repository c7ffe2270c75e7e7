"""The report on a program's outcomes, for funders: only numbers that disclosure control has passed."""
