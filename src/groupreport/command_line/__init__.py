"""The command line: arguments, progress, messages and exit codes. Nothing else in the package prints."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable, Sequence

from groupreport.command_line.messages import complain, show
from groupreport.errors import GroupReportError, ProblemsError


class Interrupted(BaseException):
    """The run was told to stop. Not a KeyboardInterrupt, which the argument parser would end without a word."""


def _interrupt(*_: object) -> None:
    raise Interrupted


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every expected error is a message and an exit code, never a traceback."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter gets its number
    given = list(arguments) if arguments is not None else sys.argv[1:]
    sys.exit(exit_code(given))


def exit_code(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    from groupreport.command_line.commands import application

    return _guarded(lambda: application(args=list(arguments), prog_name="groupreport"))


def _guarded(run: Callable[[], object]) -> int:
    try:
        run()
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    except ProblemsError as error:
        _show_problems(error)
        return error.exit_code
    except GroupReportError as error:
        complain(f"groupreport: {error}")
        return error.exit_code
    except (Interrupted, KeyboardInterrupt):
        complain("Interrupted; nothing was published. Run the same command again to go on.")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone, and so has the answer
        return 0
    except OSError as error:
        complain(f"groupreport: {error.strerror or error}{f': {error.filename}' if error.filename else ''}.")
        return 4
    return 0


def _show_problems(error: ProblemsError) -> None:
    """The same list as the check shows, without values, and where to see more."""
    from groupreport.error_list import ErrorList
    from groupreport.error_list.terminal import OnTerminal

    problems = error.problems
    ends_with = [str(error).partition("\n")[0]]
    if not all(problem.file.startswith("--") or problem.file.isupper() for problem in problems):  # of an argument
        ends_with.append(
            "groupreport check, with the same --project and --term, shows more: notes, values, other formats."
        )
    show(OnTerminal(ErrorList(problems=problems), ends_with=tuple(ends_with)), as_complaint=True)
