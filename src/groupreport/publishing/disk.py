"""What is said when the disk refuses a file: nothing that a report could do better, so the whole run ends."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from groupreport.errors import SetupError

# Full, over quota, over the largest file, read-only, not allowed, broken.
_OF_THE_DISK = frozenset(
    {errno.ENOSPC, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, getattr(errno, "EDQUOT", -1)}
)
_A_REPORT_NEEDS = 4 * 1024 * 1024  # bytes of the executed notebook, its parts and pages, with room to spare


def disk_refused(error: OSError, folder: Path, reports: int) -> SetupError | None:
    """The error to end a run with if the disk is the reason why a file in the folder could not be written."""
    if error.errno not in _OF_THE_DISK:
        return None
    free = shutil.disk_usage(folder).free if folder.is_dir() else 0
    return SetupError(
        f"{folder} cannot be written: {error.strerror}; this run needs up to {reports * _A_REPORT_NEEDS:,} bytes "
        f"there, and {free:,} are free. Nothing was published, and what was published is as it was. Make room or get "
        "the right to write there, and run the same command again."
    )
