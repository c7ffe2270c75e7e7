"""What shows that nothing has changed: the hash of a file's bytes, and of facts in canonical form."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def digest(content: bytes) -> str:
    """SHA-256 of the bytes."""
    return hashlib.sha256(content).hexdigest()


def seal_of(facts: Mapping[str, Any]) -> str:
    """SHA-256 over the facts in canonical form, so that a cut or edited file is noticed."""
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return digest(text.encode())
