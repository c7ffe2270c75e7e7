"""The record of a published number, and the reader of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field, model_validator

from groupreport.parameters import read_record
from groupreport.parameters.record import Record

_FILE = Path(__file__).resolve().parent / "records.yml"
_RANGE_OF_UNIT = {"share": (0.0, 1.0), "r": (-1.0, 1.0), "d": (-10.0, 10.0), "ratio": (0.0, 100.0)}


class Benchmark(Record):
    """A published number.

    measure: what it is, in words. unit: a share of 1, a correlation r, a standardized difference d, or a ratio. low and
    high: a 95 % interval, or the range over studies where `spread` says so. k: studies; n: people. definition: what a
    number must mean to be compared with it. cited: the short reference; source: where it was read. certainty: P (the
    publisher, official code, or the paper's own abstract), S (a secondary source), M (from memory, not confirmed).
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    measure: str
    value: float | None
    low: float | None = None
    high: float | None = None
    spread: Literal["ci95", "range"] | None = None
    k: Annotated[int, Field(ge=1)] | None = None
    n: Annotated[int, Field(ge=1)] | None = None
    unit: Literal["share", "r", "d", "ratio"]
    setting: Literal["individual", "group", "both"]
    population: str
    year: Annotated[int, Field(ge=1980, le=2100)] | None
    definition: str
    cited: str
    source: str
    certainty: Literal["P", "S", "M"]
    note: str = ""

    @model_validator(mode="after")
    def _numbers_fit_together(self) -> Benchmark:
        given = [number for number in (self.low, self.value, self.high) if number is not None]
        lowest, highest = _RANGE_OF_UNIT[self.unit]
        if not given:
            raise ValueError(f"'{self.id}' has no number")
        if given != sorted(given) or given[0] < lowest or given[-1] > highest:
            raise ValueError(f"'{self.id}': {given} are not in order within {lowest:g} to {highest:g}")
        if (self.low is None) != (self.high is None) or (self.low is None) != (self.spread is None):
            raise ValueError(f"'{self.id}': low, high and spread are given together or not at all")
        return self


class _Benchmarks(Record):
    benchmarks: Annotated[tuple[Benchmark, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_once(self) -> _Benchmarks:
        ids = [one.id for one in self.benchmarks]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"benchmarks of the same id: {twice}")
        return self


@cache
def benchmarks() -> Mapping[str, Benchmark]:
    """Every published number by its id.

    Examples:
        >>> benchmarks()["drop_out"].value
        0.197
    """
    read = read_record(_FILE, _Benchmarks, "measures/benchmarks/records.yml")
    return MappingProxyType({one.id: one for one in read.benchmarks})


def benchmark(name: str) -> Benchmark:
    """The published number of this id.

    Raises:
        KeyError: There is none.

    Examples:
        >>> found = benchmark("drop_out")
        >>> found.value, found.low, found.high, found.k
        (0.197, 0.187, 0.207, 669)
    """
    return benchmarks()[name]
