"""The command line: arguments, progress, messages and exit codes. Nothing else in the package prints."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable, Sequence

from groupreport.command_line.messages import complain, complain_in_full, show
from groupreport.errors import GroupReportError, ProblemsError

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Interrupted(BaseException):
    """The run was told to stop. Not a KeyboardInterrupt, which the argument parser would end without a word."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


def _interrupt(number: int, _: object) -> None:
    for each in _SIGNALS:
        if signal.getsignal(each) is _interrupt:
            signal.signal(each, _leave_at_once)
    raise Interrupted(number)


def _leave_at_once(number: int, _: object) -> None:
    os._exit(128 + number)  # told twice; kernels end with their run


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every expected error is a message and an exit code, never a traceback."""
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup, or a job in the background
            signal.signal(number, _interrupt)
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
    except (Interrupted, KeyboardInterrupt) as error:
        complain("Interrupted; every published report is whole, as it was or new. Run the same command again to go on.")
        return error.exit_code if isinstance(error, Interrupted) else 130
    except Exception as error:  # noqa: BLE001 - the last place where one can be said plainly
        complain_in_full(error)
        return _explain(error)
    return 0


def _explain(error: Exception) -> int:
    if isinstance(error, ProblemsError):
        _show_problems(error)
        return error.exit_code
    if isinstance(error, GroupReportError):
        complain(f"groupreport: {error}")
        return error.exit_code
    if isinstance(error, OSError):
        complain(f"groupreport: {error.strerror or error}{f': {error.filename}' if error.filename else ''}.")
        return 4
    # Neither its text nor a traceback, which may quote the data.
    complain(
        f"groupreport: an unexpected {type(error).__name__}, a mistake of this program. Every published report "
        "is whole, as it was or new. `groupreport --debug ...` shows where; it may quote the data, so look before you "
        "pass it on."
    )
    return 4


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
