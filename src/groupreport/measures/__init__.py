"""What is computed from a term's tables: one idea a module, numbers in and numbers out."""
