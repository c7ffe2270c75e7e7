"""What Papermill's entry point `groupreport` names: `papermill IN OUT --engine groupreport` runs in a private kernel.

Papermill loads its entry points while it is being imported itself, when its classes cannot be inherited from yet; so
this class only passes on.
"""

from __future__ import annotations

from typing import Any


class EngineEntry:
    """The engine, imported when it is first used."""

    @staticmethod
    def execute_notebook(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - Papermill's
        """Run a notebook, as Papermill asks its engines to."""
        from groupreport.publishing.engine import ReportEngine

        return ReportEngine.execute_notebook(*arguments, **options)

    @staticmethod
    def nb_kernel_name(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - Papermill's
        """The kernel's name in the notebook's metadata."""
        from groupreport.publishing.engine import ReportEngine

        return ReportEngine.nb_kernel_name(*arguments, **options)

    @staticmethod
    def nb_language(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - Papermill's
        """The language in the notebook's metadata."""
        from groupreport.publishing.engine import ReportEngine

        return ReportEngine.nb_language(*arguments, **options)
