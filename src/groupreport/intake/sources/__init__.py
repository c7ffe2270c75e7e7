"""Where a program's exports lie: one module a source, each with one function that gathers what is there as bytes."""
