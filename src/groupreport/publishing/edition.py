"""A term's published folder changes in one step: readers see the whole old edition or the whole new one.

The new edition is made in a hidden private folder beside the published one, from hard links to the files that stay and
the new files. When it is whole and on the disk, the two folders change places. Whatever ends the run, power failure
included, before that nothing was touched, and after it everything is new: reports, index and manifest belong together.

Where a system cannot exchange two folders, the old one is moved aside first. A run that ends just then leaves no
published folder, never a mixed one, and the next run puts the new edition in place.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from groupreport.errors import SetupError

_BESIDE_THE_CURRENT_FOLDER = -100  # AT_FDCWD of renameat2(2)
_EXCHANGE = 2  # RENAME_EXCHANGE
_NO_EXCHANGE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP})


@contextlib.contextmanager
def new_edition(published: Path, *, without: Collection[str] = (), size: int = 0) -> Iterator[Path]:
    """A copy of the published folder to make the new edition in; it takes the old one's place when the block ends well.

    A file in it is only ever replaced, never written into: it may be the published file itself under a second name.

    Args:
        published: The term's published folder; it need not exist.
        without: Files, by their path in the folder, that the new edition does not have.
        size: The bytes that are going to be written, for the message where there is no room for them.

    Raises:
        SetupError: The new edition cannot be written or put in place; the published folder is as it was.
    """
    published = published.resolve()
    settle(published)
    made = _beside(published, "next")
    try:
        published.parent.mkdir(parents=True, exist_ok=True)
        made.mkdir(mode=0o700)
        if published.exists():
            _link_all(published, made, frozenset(without))
        yield made
        _take_the_place(made, published)
    except OSError as error:
        raise _cannot_publish(published, size, error) from error
    finally:
        settle(published)


def settle(published: Path) -> None:
    """Finish the change of editions that an earlier run had begun, or take away what it had made for it."""
    published = published.resolve()
    made, old = _beside(published, "next"), _beside(published, "old")
    if old.exists() and not published.exists():  # then the new edition was whole
        (made if made.exists() else old).rename(published)
    for left_over in (made, old):
        shutil.rmtree(left_over, ignore_errors=True)


def _beside(published: Path, what: str) -> Path:
    return published.with_name(f".{published.name}.{what}")


def _link_all(folder: Path, copy: Path, without: frozenset[str], below: str = "") -> None:
    """The same files and folders under second names; a folder that has nothing left in it is not made."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        name, target = f"{below}{entry.name}", copy / entry.name
        if entry.is_dir(follow_symlinks=False):
            target.mkdir(mode=0o700)
            _link_all(Path(entry.path), target, without, f"{name}/")
            if not any(target.iterdir()):
                target.rmdir()
        elif name not in without and not (entry.name.startswith(".") and entry.name.endswith(".partial")):
            _link(Path(entry.path), target)
    if copy.exists():
        _as_open_as(folder, copy)


def _link(file: Path, target: Path) -> None:
    try:
        os.link(file, target, follow_symlinks=False)
    except (OSError, NotImplementedError):  # a file system without hard links, or somebody else's file
        shutil.copy2(file, target, follow_symlinks=False)


def _as_open_as(folder: Path, copy: Path) -> None:
    """Give a folder the access rights of the one whose place it takes."""
    shutil.copystat(folder, copy)
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):
            os.chown(copy, -1, folder.stat().st_gid)


def _take_the_place(made: Path, published: Path) -> None:
    for folder, _, _ in os.walk(made):
        _flush(Path(folder))
    if not published.exists():
        os.chmod(made, 0o777 & ~_umask())
        made.rename(published)
    elif not _exchanged(made, published):
        published.rename(_beside(published, "old"))
        made.rename(published)
    with contextlib.suppress(OSError):  # it is in place, and would only not outlast a power failure
        _flush(published.parent)


def _exchanged(made: Path, published: Path) -> bool:
    """Whether the system could let the two folders change places in one step."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    here = _BESIDE_THE_CURRENT_FOLDER
    if rename(here, os.fsencode(made), here, os.fsencode(published), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(published))


def _flush(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _cannot_publish(published: Path, size: int, error: OSError) -> SetupError:
    return SetupError(
        f"the reports cannot be put into {published}: {error.strerror or error}; they need {size:,} bytes there. "
        "What was published is as it was. Make room or get the right to write, and run the same command again."
    )
