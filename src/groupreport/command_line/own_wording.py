"""A program's own wording, looked at before a run, and only where there is some: reading it takes its time."""

from __future__ import annotations

from groupreport.parameters import WORDING_FOLDER, Project, packaged_folder


def check_own_wording(project: Project, language: str) -> None:
    """Refuse a program's own wording that would be passed over, or that would stop a report half-way.

    Raises:
        ParameterError: Every problem with its file and line.
    """
    own = project.folder.resolve()
    if (own / WORDING_FOLDER).is_dir() and own != packaged_folder().resolve():
        from groupreport.display.wording_check import check_wording  # heavy

        check_wording(project, language)
