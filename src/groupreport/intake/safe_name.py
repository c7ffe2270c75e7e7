"""An id as the name of a file or folder, on every file system."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_LONGEST = 60
_HASH_LENGTH = 8
_UNTOUCHED = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?")
_LOOKS_HASHED = re.compile(rf".*-[0-9a-f]{{{_HASH_LENGTH}}}", re.IGNORECASE)
# Windows keeps these for devices, with any ending; the last four are names of the program's own files.
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in range(10)]
    + ["index", "manifest", "outcomes", "program"]
)


def safe_name(identifier: str) -> str:
    """Name a file or folder after an id: letters, digits, `.`, `_` and `-` only, at most 60 characters.

    An id that is such a name already stays as it is. Any other id is spelled with what is allowed, and a short hash
    of the id is appended, so that different ids keep different names. Letter case is kept: ids that differ by
    nothing else are refused among groups, because some file systems would take them for one.

    Args:
        identifier: A group's or member's id as it stands in the data.

    Returns:
        The name, without ending.

    Examples:
        >>> safe_name("G07")
        'G07'
        >>> safe_name("../Grief, evening")
        'Grief-evening-723414b6'
    """
    if _is_safe(identifier):
        return identifier
    digest = hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_LENGTH]
    plain = unicodedata.normalize("NFKD", identifier).encode("ascii", "ignore").decode("ascii")
    spelled = re.sub(r"[^A-Za-z0-9_]+", "-", plain).lstrip("-_")[: _LONGEST - _HASH_LENGTH - 1].rstrip("-")
    return f"{spelled}-{digest}" if spelled else f"id-{digest}"


def _is_safe(identifier: str) -> bool:
    return (
        len(identifier) <= _LONGEST
        and _UNTOUCHED.fullmatch(identifier) is not None
        and _LOOKS_HASHED.fullmatch(identifier) is None
        and identifier.split(".")[0].lower() not in _RESERVED
    )
