"""Run one report's notebook with Papermill: parameters checked first, every cell checked afterwards."""

from __future__ import annotations

import ast
import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

from groupreport.errors import DisclosureError, NotebookError, ParameterError, Problem

if TYPE_CHECKING:
    from groupreport.publishing.kernel_place import KernelPlace

START_SECONDS = 60  # until a kernel must have answered


def declared_parameters(notebook: Path) -> dict[str, Any]:
    """The names and defaults in a notebook's cell tagged `parameters`.

    Raises:
        ParameterError: The notebook has no such cell, or it holds something else than `name = literal` lines.
    """
    shown = f"reports/{notebook.name}"
    try:
        cells = nbformat.read(notebook, as_version=4).cells
    except Exception as error:  # whatever its reader stumbles over
        raise _parameter_error(shown, "is not a notebook", "Save it from Jupyter once more, or delete it.") from error
    tagged = [cell for cell in cells if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise _parameter_error(
            shown, f"has {len(tagged)} cells tagged 'parameters'", "Tag exactly one cell with its parameters."
        )
    try:
        statements = ast.parse(tagged[0].source).body
        return {
            statement.targets[0].id: ast.literal_eval(statement.value)
            for statement in statements
            if not isinstance(statement, ast.Expr)
        }
    except (SyntaxError, ValueError, AttributeError) as error:
        raise _parameter_error(
            shown, "the cell tagged 'parameters' must hold only lines like name = 'value'", "Move other code below it."
        ) from error


def check_parameters(notebook: Path, given: Mapping[str, object]) -> None:
    """Refuse parameters that the notebook does not declare, lacks, or declares with another type.

    Papermill only warns about an unknown parameter and then reports on the default.

    Raises:
        ParameterError: Every difference, by name.
    """
    declared = declared_parameters(notebook)
    shown = f"reports/{notebook.name}"
    slips = [
        (f"the notebook does not declare the parameter '{name}'", "Add it to the cell tagged 'parameters'.")
        for name in sorted(given.keys() - declared.keys())
    ]
    slips += [
        (f"the parameter '{name}' is declared but a run does not set it", "Make it a plain variable in another cell.")
        for name in sorted(declared.keys() - given.keys())
    ]
    slips += [
        (
            f"the parameter '{name}' is {type(declared[name]).__name__} but a run sets {type(value).__name__}",
            "Give the default the type of the value.",
        )
        for name, value in given.items()
        if name in declared and not isinstance(value, type(declared[name]))
    ]
    problems = [
        Problem(rule="notebook-parameters", message=message, remedy=remedy, file=shown) for message, remedy in slips
    ]
    if problems:
        raise ParameterError(problems)


def execute_notebook(
    notebook: Path,
    executed: Path,
    parameters: Mapping[str, str],
    *,
    report: str,
    place: KernelPlace,
    time_limit: float,
    cell_limit: float | None = None,
) -> Path:
    """Run a notebook in a fresh kernel and write the executed copy.

    Args:
        notebook: The committed notebook.
        executed: Where the executed copy goes; also written when a cell fails, for reading.
        parameters: Plain JSON values, already checked with `check_parameters`.
        report: The report's name in messages.
        place: The run's kernels.
        time_limit: Seconds for the whole notebook.
        cell_limit: Seconds for any one cell.

    Raises:
        DisclosureError: Disclosure control refused something in the notebook.
        NotebookError: A cell raised, the kernel did not start, died, took too long or put out too much, or a cell did
            not run to its end.
    """
    import papermill
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    from groupreport.publishing.engine import ENGINE_NAME, NotebookStoppedError

    executed.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    executed.unlink(missing_ok=True)
    kept = "/".join(executed.parts[-5:])  # build/<term>/executed/<audience>/<report>.ipynb
    try:
        result = papermill.execute_notebook(
            nbformat.read(notebook, as_version=4),
            # Papermill fills {names} in paths; a folder may be called so.
            str(executed).replace("{", "{{").replace("}", "}}"),
            parameters=dict(parameters),
            engine_name=ENGINE_NAME,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            request_save_on_cell_execute=False,
            place=place,
            time_limit=time_limit,
            cell_limit=cell_limit,
            start_timeout=START_SECONDS,
            keep=executed,
        )
    except PapermillExecutionError as error:
        if error.ename == DisclosureError.__name__:
            raise DisclosureError(f"{report}: {error.evalue}") from error
        raise NotebookError(report, _reason(error), kept, error.cell_index) from error
    except NotebookStoppedError as error:
        raise NotebookError(report, str(error), kept, _last_started(executed)) from error
    except (DeadKernelError, RuntimeError) as error:
        reason = "its kernel died (often for lack of memory)"
        raise NotebookError(report, reason, kept, _last_started(executed)) from error
    finally:
        _close_event_loop()
        if executed.exists():
            os.chmod(executed, 0o600)
    for position, cell in enumerate(result.cells):
        status = cell.metadata.get("papermill", {}).get("status")
        if cell.cell_type == "code" and status != "completed":
            # A cell that calls sys.exit(0) ends the notebook, and Papermill calls that a success.
            raise NotebookError(report, "a cell ended the notebook before its end", kept, position)
    return executed


def _close_event_loop() -> None:
    # Jupyter makes one for each thread that runs a notebook and never closes it; the next notebook gets a new one.
    from jupyter_core.utils import ensure_event_loop

    loop = ensure_event_loop()
    if loop.is_running():  # somebody else's: this thread was in the middle of it, and Jupyter used a thread of its own
        return
    loop.close()
    asyncio.set_event_loop(None)


def _reason(error: Any) -> str:  # noqa: ANN401 - Papermill's
    # The text of an unexpected error may quote the data, so it stays in the kept notebook.
    ours = {"InvalidDataError", "ParameterError", "SetupError"}
    return f"{error.ename}: {error.evalue}" if error.ename in ours else f"{error.ename}"


def _last_started(executed: Path) -> int | None:
    if not executed.exists():
        return None
    cells = nbformat.read(executed, as_version=4).cells
    statuses = [cell.metadata.get("papermill", {}).get("status", "pending") for cell in cells]
    started = [position for position, status in enumerate(statuses) if status != "pending"]
    return started[-1] if started else None


def _parameter_error(file: str, message: str, remedy: str) -> ParameterError:
    return ParameterError([Problem(rule="notebook-parameters", message=message, remedy=remedy, file=file)])
