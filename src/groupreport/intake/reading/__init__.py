"""What was gathered, as tables of text: every cell as it was written, nothing guessed."""
