"""What is computed from a term's tables: one idea a module, numbers in and numbers out."""

from __future__ import annotations

import importlib
from types import ModuleType

_LOADED_ON_USE = ("agreement", "change", "ruptures")


def __getattr__(name: str) -> ModuleType:
    """`measures.agreement` works after `import groupreport.measures`, without its cost for who does not use it."""
    if name in _LOADED_ON_USE:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
