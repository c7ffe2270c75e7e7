"""What can be wrong with a term, one kind of rule a module."""
