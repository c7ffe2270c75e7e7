"""Where Quarto is, and which version it is."""

from __future__ import annotations

import functools
import os
import re
import shutil
from pathlib import Path

from groupreport.errors import SetupError
from groupreport.publishing.programs import run_program

OLDEST = (1, 9)  # the first that writes PDF/UA-1
_ENDINGS = ("", ".exe", ".cmd")


def find_quarto() -> Path | None:
    """The Quarto program: QUARTO_PATH (the program or a folder it is in), else `quarto` on PATH; None without one.

    Raises:
        SetupError: QUARTO_PATH is set, but there is no Quarto.
    """
    named = os.environ.get("QUARTO_PATH")
    if not named:
        found = shutil.which("quarto")
        return Path(found) if found else None
    for folder in (Path(named), Path(named) / "bin"):
        for program in (folder, *(folder / f"quarto{ending}" for ending in _ENDINGS)):
            if program.is_file():
                return program
    raise SetupError("QUARTO_PATH is set but leads to no Quarto; name the program or the folder that holds it.")


@functools.cache
def quarto_version(program: Path) -> str:
    """What `quarto --version` says: `1.10.18`.

    Raises:
        SetupError: It cannot be started, or is older than 1.9, which cannot write accessible PDF.
    """
    try:
        done = run_program([str(program), "--version"], time_limit=60)
    except (OSError, TimeoutError) as error:
        raise SetupError("Quarto cannot be started; check QUARTO_PATH, or use --renderer embedded.") from error
    version = done.output.strip()
    numbers = re.match(r"(\d+)\.(\d+)\.", version)
    if done.exit_code != 0 or numbers is None:
        raise SetupError("Quarto does not tell its version; reinstall it, or use --renderer embedded.")
    if (int(numbers[1]), int(numbers[2])) < OLDEST:
        raise SetupError(f"Quarto {version} cannot write PDF/UA-1; install 1.9 or later, or use --renderer embedded.")
    return version
