"""What each rule finds of planted falls, as tables, a figure, and files for other programs."""
