"""Whether this machine has what reports are made with."""

from __future__ import annotations

import datetime
import importlib.metadata
import importlib.util
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from packaging.requirements import Requirement

from groupreport.doctor.finding import Finding
from groupreport.errors import GroupReportError
from groupreport.parameters import packaged_folder

_OLDEST_PYTHON = (3, 11)
_REINSTALL = "Install it again: pip install --force-reinstall groupreport."


def look_at_machine() -> list[Finding]:
    """Python, packages, pandoc, Typst with the fonts, Quarto, the language settings, the clock and temporary files."""
    looks: tuple[Callable[[], Finding], ...] = (
        _python,
        _packages,
        _pandoc,
        _typst,
        _quarto,
        _letters,
        _clock,
        _scratch,
    )
    return [look() for look in looks]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < _OLDEST_PYTHON:
        return Finding(about="Python", state="wrong", message=version, remedy="Install Python 3.11 or later.")
    if sys.maxsize < 2**32:
        remedy = "Install the 64-bit Python: the packages that make reports exist for that alone."
        return Finding(about="Python", state="wrong", message=f"{version}, 32 bits", remedy=remedy)
    return Finding(about="Python", state="ok", message=version)


def _packages() -> Finding:
    try:
        faults = list(_faulty_packages())
    except importlib.metadata.PackageNotFoundError:
        return Finding(about="packages", state="wrong", message="groupreport is not installed", remedy=_REINSTALL)
    if faults:
        remedy = "Install what is missing: pip install --upgrade groupreport, in the same environment."
        return Finding(about="packages", state="wrong", message="; ".join(faults), remedy=remedy)
    return Finding(about="packages", state="ok", message=f"groupreport {importlib.metadata.version('groupreport')}")


def _faulty_packages() -> Iterator[str]:
    for line in importlib.metadata.requires("groupreport") or ():
        requirement = Requirement(line)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            version = importlib.metadata.version(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            yield f"{requirement.name} is missing"
            continue
        if not requirement.specifier.contains(version, prereleases=True):
            yield f"{requirement.name} is {version}, needed is {requirement.specifier}"


def _pandoc() -> Finding:
    from groupreport.publishing.pandoc import pandoc_version

    try:
        return Finding(about="pandoc", state="ok", message=pandoc_version())
    except (GroupReportError, OSError) as error:
        remedy = "Install it again: pip install --force-reinstall pypandoc_binary."
        return Finding(about="pandoc", state="wrong", message=f"cannot be started ({error})", remedy=remedy)


def _typst() -> Finding:
    """A page of one line in the report's own font: program, fonts and the accessible format at once."""
    fonts = packaged_folder() / "templates" / "fonts"
    page = '#set document(title: "A test")\n#set text(font: "Source Sans Pro", fallback: false)\n#title()\n'
    if not list(fonts.glob("*.otf")):
        return Finding(about="Typst and fonts", state="wrong", message="the fonts are missing", remedy=_REINSTALL)
    try:
        import typst

        found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)])
        _, warnings = typst.compile_with_warnings(page.encode(), font_paths=found, pdf_standards="ua-1", timestamp=0)
    except Exception as error:  # noqa: BLE001 - whatever a broken installation raises
        reason = type(error).__name__
        return Finding(
            about="Typst and fonts", state="wrong", message=f"no PDF can be made ({reason})", remedy=_REINSTALL
        )
    if warnings:
        return Finding(about="Typst and fonts", state="wrong", message="the fonts are not found", remedy=_REINSTALL)
    return Finding(about="Typst and fonts", state="ok", message=importlib.metadata.version("typst"))


def _quarto() -> Finding:
    from groupreport.publishing.quarto_program import find_quarto, quarto_version

    try:
        program = find_quarto()
        if program is None:
            return Finding(about="Quarto", state="ok", message="not installed; pandoc and Typst make the pages")
        return Finding(about="Quarto", state="ok", message=quarto_version(program))
    except GroupReportError as error:
        return Finding(about="Quarto", state="wrong", message=str(error).partition(";")[0], remedy=_second_half(error))


def _second_half(error: GroupReportError) -> str:
    return str(error).partition(";")[2].strip() or "Use --renderer embedded."


def _letters() -> Finding:
    encoding = sys.getfilesystemencoding()
    if encoding.lower().replace("-", "") != "utf8":
        remedy = "Set LANG=C.UTF-8 (or PYTHONUTF8=1) before groupreport is started."
        return Finding(about="letters", state="wrong", message=f"file names are read as {encoding}", remedy=remedy)
    return Finding(about="letters", state="ok", message="UTF-8")


def _clock() -> Finding:
    """A clock that stands before the package was installed is wrong; a later one cannot be judged."""
    now = datetime.datetime.now().astimezone()
    installed = Path(__file__).stat().st_mtime
    if now.timestamp() < installed - 86_400:
        remedy = "Set the clock: which sessions lie ahead, and the date in the index, come from it."
        message = f"it says {now.date()}, which is before groupreport was installed"
        return Finding(about="clock", state="wrong", message=message, remedy=remedy)
    return Finding(about="clock", state="ok", message=f"{now.date()}, {now:UTC%z}")


def _scratch() -> Finding:
    try:
        with tempfile.TemporaryFile() as file:
            file.write(b"x" * 4096)
    except OSError as error:
        remedy = "Set TMPDIR to a folder of your own with room."
        message = f"none can be written ({error.strerror})"
        return Finding(about="temporary files", state="wrong", message=message, remedy=remedy)
    return Finding(about="temporary files", state="ok", message="can be written")
