"""Statements that an earlier run has compiled: half a second's work, which is the same until a template changes.

What was compiled is kept in the program's `build/` with a hash of everything that it was made of: every file of the
wording, because constant parts of a statement are worked out while it is compiled, this package, Jinja and Python. It
is code, so it is taken only from a file that nobody else can have written, and only whole.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import jinja2
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from jinja2.environment import Environment

from groupreport.parameters.project import PACKAGE
from groupreport.whole_files import write_whole_together


class CompiledStatements(BytecodeCache):
    """What was compiled by theme and folder, as Jinja asks for it; it compares each template with its own hash."""

    def __init__(self, compiled: dict[str, bytes]) -> None:
        self.compiled = compiled
        self.is_new = False

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what is kept of a template."""
        kept = self.compiled.get(bucket.key)
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take what had to be compiled."""
        self.compiled[bucket.key] = bucket.bytecode_to_string()
        self.is_new = True


@contextmanager
def kept_compiled(file: Path | None, folders: Iterable[Path], environments: Iterable[Environment]) -> Iterator[None]:
    """Compile in the block what the file does not have, and keep it there.

    Args:
        file: Where it is kept; None keeps nothing. It is written only into a folder that exists.
        folders: All folders whose files can have a part in a statement.
        environments: Where the templates are compiled.
    """
    ingredients = _ingredients(folders) if file is not None and os.name == "posix" else None
    if file is None or ingredients is None:
        yield
        return
    statements = CompiledStatements(_read(file, ingredients))
    for environment in environments:
        environment.bytecode_cache = statements
    try:
        yield
    finally:
        for environment in environments:
            environment.bytecode_cache = None
    # A template that was changed meanwhile may be in it as it was before, or as it is now.
    if statements.is_new and file.parent.is_dir() and _ingredients(folders) == ingredients:
        with suppress(OSError):  # a full disk, or somebody else's folder: the next run compiles again
            _write(file, ingredients, statements.compiled)


def _ingredients(folders: Iterable[Path]) -> bytes | None:
    """One hash over all that compiled statements depend on; None where a file cannot be read."""
    digest = hashlib.sha256(f"{sys.version}\0{jinja2.__version__}\0".encode())
    try:
        files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
        for path in (*files, *sorted(PACKAGE.rglob("*.py"))):
            content = path.read_bytes()
            digest.update(f"{path}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
            digest.update(content)
    except OSError:
        return None
    return digest.digest()


def _read(file: Path, ingredients: bytes) -> dict[str, bytes]:
    """What is kept, or nothing: where anything is unlike what was written."""
    try:
        with open(os.open(file, os.O_RDONLY | os.O_NOFOLLOW), "rb") as opened:
            facts = os.fstat(opened.fileno())
            content = opened.read()
    except OSError:
        return {}
    is_own = stat.S_ISREG(facts.st_mode) and facts.st_uid == os.geteuid() and not facts.st_mode & 0o077
    seal, made_of, compiled = content[:32], content[32:64], content[64:]
    if not is_own or made_of != ingredients or seal != _seal(made_of, compiled):
        return {}
    kept: dict[str, bytes] = marshal.loads(compiled)
    return kept


def _write(file: Path, ingredients: bytes, statements: dict[str, bytes]) -> None:
    compiled = marshal.dumps(statements)
    write_whole_together(file, _seal(ingredients, compiled) + ingredients + compiled)


def _seal(ingredients: bytes, compiled: bytes) -> bytes:
    return hashlib.sha256(ingredients + compiled).digest()
