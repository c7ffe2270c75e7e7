"""The table of the page about rules for rating drops, made from the rules."""
