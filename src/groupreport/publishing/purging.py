"""Take away what a term's runs have left behind: frozen data, executed notebooks, staged pages."""

from __future__ import annotations

import shutil
from pathlib import Path

from groupreport.parameters import Project
from groupreport.publishing.edition import settle
from groupreport.publishing.leftovers import remove_leftovers
from groupreport.publishing.lock import only_run

# The lock itself stays: on some systems an open file cannot be removed, and it holds nothing.
_STAYS = frozenset({"lock", "lock.json", "frozen.lock"})


def purge_term(project: Project, term_id: str) -> list[Path]:
    """Remove a term's build folder, which holds members' data; exports, parameters and published reports stay.

    What killed runs have left in the system's place for temporary files (sockets and caches of kernels) goes as well.

    The next run freezes the exports again. On a disk that keeps old versions of files (snapshots, a synchronized
    folder, wear leveling) what is removed here may still be there.

    Returns:
        What was removed; empty if there was nothing.

    Raises:
        SetupError: A run is at work on the term.
    """
    build = project.build_folder(term_id)
    if not build.exists():
        return []
    with only_run(build):
        settle(project.published_folder(term_id))
        left = [*remove_leftovers(build), *remove_leftovers(build / "verify")]
        found = sorted(path for path in build.iterdir() if path.name not in _STAYS)
        for path in found:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
    return [*left, *found]
