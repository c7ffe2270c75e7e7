"""Published numbers to read a program's own beside: for orientation, never a target.

They stand in `records.yml` with their settings and how sure they are; every report takes them from there.
"""

from groupreport.measures.benchmarks.records import Benchmark, benchmark, benchmarks

__all__ = ["Benchmark", "benchmark", "benchmarks"]
