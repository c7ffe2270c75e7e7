"""What pytest leaves alone: the guided fuzzer needs Atheris, and instruments what it imports."""

collect_ignore = ["guided.py"]
