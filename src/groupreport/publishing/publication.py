"""What may be published: each file is checked first, and put in place whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from groupreport.errors import RenderError
from groupreport.publishing.keys import file_digest
from groupreport.publishing.provenance import PublishedFile
from groupreport.whole_files import write_whole

# A disk takes hardly longer to say of several files that it has them than of one.
_AT_ONCE = 8
# What a whole page ends, in this order; texts cannot write a tag, so each stands there once.
_ENDS_OF_A_PAGE = ("</title>", "</main>", "</body>", "</html>")


def checked_file(report: str, staged: Path, published_path: str) -> PublishedFile:
    """A staged file's facts, after making sure that it is whole: it opens, ends, and has pages.

    Raises:
        RenderError: The file is empty, cut off or not what its ending says.
    """
    size = staged.stat().st_size if staged.is_file() else 0
    if size == 0:
        raise RenderError(report, f"the renderer made no {staged.suffix.lstrip('.')} file")
    pages = None
    match staged.suffix:
        case ".pdf":
            pages = _pages(report, staged)
        case ".html":
            page = staged.read_text(encoding="utf-8").rstrip()
            places = [page.rfind(end) for end in _ENDS_OF_A_PAGE]
            if -1 in places or places != sorted(places) or not page.endswith(_ENDS_OF_A_PAGE[-1]):
                raise RenderError(report, "the HTML page is cut off")
    return PublishedFile(path=published_path, sha256=file_digest(staged), bytes=size, pages=pages)


def _pages(report: str, staged: Path) -> int:
    import pikepdf  # heavy, and only for new files

    try:
        # Without recovery: a file that has to be repaired before it opens is not what the renderer meant to write.
        with pikepdf.open(staged, attempt_recovery=False) as document:
            pages = len(document.pages)
    except pikepdf.PdfError as error:
        raise RenderError(report, "the PDF cannot be opened") from error
    if pages == 0:
        raise RenderError(report, "the PDF has no pages")
    return pages


def put_in_place(staged: Path, target: Path, *, private: bool = False) -> None:
    """Replace the target by the staged file in one step; readers see the old file or the new one, never a part.

    A private file, and the folder that is made for it, can be read by their owner alone.
    """
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o777)
    write_whole(target, staged.read_bytes(), private=private)


def put_all_in_place(files: Mapping[str, Path], edition: Path, *, private: bool) -> None:
    """Put every staged file at its place in the new edition."""
    for relative, staged in files.items():
        put_in_place(staged, edition / relative, private=private)


def put_reports_in_place(reports: Iterable[tuple[Mapping[str, Path], bool]], edition: Path) -> None:
    """Put the files of many reports at their places in the new edition, several at once.

    Args:
        reports: Each report's staged files by their place, and whether their owner alone may read them.
        edition: The edition's folder.
    """
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        put = [pool.submit(put_all_in_place, files, edition, private=private) for files, private in reports]
        for one in put:
            one.result()


def intact(files: Iterable[PublishedFile], published: Path) -> bool:
    """Whether every file is still there with the bytes that were published."""
    for file in files:
        path = published / file.path
        if not path.is_file() or path.stat().st_size != file.bytes or file_digest(path) != file.sha256:
            return False
    return True
