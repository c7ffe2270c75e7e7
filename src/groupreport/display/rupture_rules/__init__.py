"""The page about rating drops, with its rules written from the rules."""
