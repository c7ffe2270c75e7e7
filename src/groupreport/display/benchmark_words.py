"""Published numbers as statements use them; every report takes them from the one file that holds them."""

from __future__ import annotations

from typing import Any

from groupreport.measures.benchmarks import benchmark

DROP_OUT = "drop_out"


def benchmark_facts(name: str) -> dict[str, Any]:
    """What a statement may say of a published number; missing parts are None.

    Raises:
        KeyError: There is no such published number.
    """
    found = benchmark(name)
    return {
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "studies": found.k,
        "people": found.n,
        "setting": found.setting,
        "year": found.year,
        "cited": found.cited,
        "source": found.source.rstrip("."),
        "certainty": found.certainty,
    }
