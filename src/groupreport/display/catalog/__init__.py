"""The catalog of questionnaires in words: all of them as a table, and one with everything that is known of it."""
