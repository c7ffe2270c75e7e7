"""A program's own columns, words and layout as the contract's, as `data.tables` in program.yml says."""
