"""The report on one group's term, for evaluators and the group's leaders."""
