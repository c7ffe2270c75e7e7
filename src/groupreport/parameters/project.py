"""A program's folder, with the packaged notebooks, templates and parameters behind it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from groupreport.errors import ParameterError, Problem

# Tells a notebook's kernel which program's folder it works for.
PROJECT_VARIABLE = "GROUPREPORT_PROJECT"
# The program's settings, as they stand in messages.
PROGRAM_FILE = "params/program.yml"
# Every text of a report, in one folder a language.
WORDING_FOLDER = "templates/wording"
# What was handed out to funders, term after term.
RELEASES_FOLDER = "releases"
# This package itself.
PACKAGE = Path(__file__).resolve().parents[1]


def packaged_folder() -> Path:
    """The folder of the shipped reports, templates and params: in the wheel, else the source checkout's top."""
    installed = PACKAGE / "project"
    return installed if installed.is_dir() else PACKAGE.parents[1]


@dataclass(frozen=True)
class Project:
    """A program's folder: what is found there wins over the packaged file of the same name."""

    folder: Path

    def find(self, relative: str) -> Path:
        """The program's own file, else the packaged one."""
        for base in (self.folder, packaged_folder()):
            if (base / relative).is_file():
                return base / relative
        problem = Problem(
            rule="file-missing",
            message=f"is neither in {self.folder} nor among the files that come with groupreport",
            remedy="Check the name, or run `groupreport init` to make a project.",
            file=relative,
        )
        raise ParameterError([problem])

    def every(self, relative: str) -> list[Path]:
        """The program's own file and the packaged one, as far as there are such files, in this order."""
        bases = dict.fromkeys((self.folder.resolve(), packaged_folder().resolve()))
        return [base / relative for base in bases if (base / relative).is_file()]

    def find_all(self, folder: str, pattern: str) -> dict[str, Path]:
        """Every file of a folder by its relative name, the program's own before the packaged ones."""
        found: dict[str, Path] = {}
        for base in (packaged_folder(), self.folder):
            for path in sorted((base / folder).rglob(pattern)):
                if path.is_file():
                    found[path.relative_to(base).as_posix()] = path
        return dict(sorted(found.items()))

    @property
    def own_files(self) -> dict[str, Path]:
        """What the program adds to the packaged files or has in place of them, by its relative name.

        Everything that a notebook or a page may read of the folder: neither data nor settings, which travel in the
        frozen term, but the releases to funders, beside which a new one is looked at.
        """
        packaged = packaged_folder()
        found = [self.folder / "_quarto.yml"]
        for folder in ("templates", "reports", "params", RELEASES_FOLDER):
            found += sorted((self.folder / folder).rglob("*"))
        names = {path.relative_to(self.folder).as_posix(): path for path in found if path.is_file()}
        settings = {PROGRAM_FILE, *(f"params/terms/{path.name}" for path in self.folder.glob("params/terms/*"))}
        return {
            name: path
            for name, path in names.items()
            if name not in settings and not _same_bytes(path, packaged / name)
        }

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that reports can be written in: the folders of wording, the program's own and the packaged."""
        bases = (packaged_folder(), self.folder)
        folders = {folder.name for base in bases for folder in (base / WORDING_FOLDER).glob("*") if folder.is_dir()}
        return tuple(sorted(folders))

    @property
    def terms(self) -> tuple[str, ...]:
        """The ids of the terms that have a parameter file, in order of name."""
        return tuple(sorted(path.stem for path in (self.folder / "params" / "terms").glob("*.yml")))

    @property
    def program_file(self) -> Path:
        """The program's settings."""
        return self.folder / "params" / "program.yml"

    def term_file(self, term_id: str) -> Path:
        """One term's settings."""
        return self.folder / "params" / "terms" / f"{term_id}.yml"

    def build_folder(self, term_id: str) -> Path:
        """Everything that a run makes on its way."""
        return self.folder / "build" / term_id

    def published_folder(self, term_id: str) -> Path:
        """What people open."""
        return self.folder / "published" / term_id


def _same_bytes(path: Path, other: Path) -> bool:
    return other.is_file() and path.read_bytes() == other.read_bytes()
