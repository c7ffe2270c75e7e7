"""A REDCap server with the small term, and a program that reads it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import trustme

from groupreport.intake.findings import Findings
from groupreport.intake.sources import Request, Sources, gather
from groupreport.parameters import Project, read_parameters


def _load(name: str) -> ModuleType:
    # Tests are imported one by one, so a helper beside them is loaded by its path.
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture(scope="session")
def models() -> ModuleType:
    """The module of the small project."""
    return _load("redcap_model")


@pytest.fixture(scope="session")
def troubles() -> ModuleType:
    """The module of what a server can do wrong."""
    return _load("redcap_server")


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """A certificate authority of a clinic's own."""
    return trustme.CA()


@pytest.fixture
def server(models: ModuleType, troubles: ModuleType, authority: trustme.CA) -> Iterator[Any]:
    """A running REDCap server with a project of two groups; a test may change `server.model`."""
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with troubles.Server(two_members(models), context).running() as running:
        yield running


def two_members(models: ModuleType) -> Any:
    """Two members, each with a form of enrollment, and ratings after their sessions; one box was ticked."""
    return models.Model(
        fields=[
            models.Field("record_id", "enrollment"),
            models.Field("member", "enrollment"),
            models.Field("group", "enrollment", "radio", {"G01": "Anxiety", "G02": "Grief"}),
            models.Field("enrolled_on", "enrollment"),
            models.Field("phone", "enrollment", identifier=True),
            models.Field("welcome", "session_rating", "descriptive"),
            models.Field("held_on", "session_rating"),
            models.Field("alliance", "session_rating"),
            models.Field("helped", "session_rating", "checkbox", {"1": "Leader", "2": "Members"}),
        ],
        rows=[
            models.Row("1", {"member": "007", "group": "G01", "enrolled_on": "2026-09-01", "phone": "555-0100"}),
            models.Row("1", {"held_on": "2026-09-07", "alliance": "8", "helped": "1;2"}, "", "session_rating", 1),
            models.Row("1", {"held_on": "2026-09-14", "alliance": ""}, "", "session_rating", 2),
            models.Row("2", {"member": "NA", "group": "G02", "enrolled_on": "2026-09-02", "phone": ""}),
            models.Row("2", {"held_on": "2026-09-07", "alliance": "10", "helped": "2"}, "", "session_rating", 1),
        ],
        repeating={"session_rating"},
    )


@dataclass
class Program:
    """A program's folder that names the server."""

    folder: Path
    server: Any

    def set(self, tables: str, more: str = "", **settings: object) -> Program:
        """Write program.yml with these `data.tables`, with `more` below `data` and `settings` in `data.redcap`."""
        redcap = {"url": self.server.url, "certificate": "authority.pem", "tries": 2, "timeout_seconds": 5, **settings}
        text = f"""\
program: {{name: Evening groups}}
instruments: [alliance_1_10, phq9]
characteristics: [age_band]
data:
  source: redcap
  redcap: {{{", ".join(f"{name}: {value}" for name, value in redcap.items())}}}
{more}{tables}"""
        (self.folder / "params" / "program.yml").write_text(text, encoding="utf-8")
        return self

    def gather(self) -> tuple[Sources, Findings]:
        """What the source gives, and what it notes."""
        project = Project(self.folder)
        parameters = read_parameters(project, "2026-fall")
        findings = Findings()
        return gather(Request(project=project, data=parameters.settings.data, term=parameters.term), findings), findings

    def noted(self) -> list[tuple[str, str]]:
        """Rule and message of each error and warning, where only the source is looked at."""
        _, findings = self.gather()
        return [(each.rule, each.message) for each in findings.problems if each.rule != "table-missing"]


@pytest.fixture
def program(
    tmp_path: Path, server: Any, authority: trustme.CA, models: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> Program:
    """A program that reads ratings from the server; its token is in the environment."""
    folder = tmp_path / "of-redcap"
    (folder / "params" / "terms").mkdir(parents=True)
    authority.cert_pem.write_to_path(folder / "authority.pem")
    (folder / "params" / "terms" / "2026-fall.yml").write_text(
        "term: {id: 2026-fall, starts: 2026-09-01, ends: 2026-12-11}\n", encoding="utf-8"
    )
    monkeypatch.setenv("REDCAP_API_TOKEN", models.TOKEN)
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    return Program(folder, server)
