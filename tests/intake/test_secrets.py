"""Tokens and passwords come from the environment or the keyring, and show themselves nowhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import keyring
import keyring.backend
import keyring.errors
import pytest
from pydantic import SecretStr

from groupreport.intake.findings import Findings
from groupreport.intake.sources.secrets import read_secret

VARIABLE = "GROUPREPORT_TEST_SECRET"
SECRET = "5F1C0DE5EC2E75EA1ED0D0D0D0D0D0D0"


class KeptInMemory(keyring.backend.KeyringBackend):
    """A keyring that a test can fill, lock and look at."""

    priority = 1

    def __init__(self, entries: dict[tuple[str, str], str], *, locked: bool = False) -> None:
        super().__init__()
        self.entries, self.locked = entries, locked

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise keyring.errors.KeyringLocked("the keyring is locked")
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password


@pytest.fixture(autouse=True)
def _own_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(VARIABLE, raising=False)
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def _read(keyring_name: str | None = None) -> tuple[SecretStr | None, Findings]:
    findings = Findings()
    return read_secret(VARIABLE, keyring_name, findings, source="redcap", what="the API token"), findings


def test_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """A secret in the environment is taken, and no keyring is asked for it."""
    monkeypatch.setenv(VARIABLE, SECRET)
    keyring.set_keyring(KeptInMemory({("groupreport", "evening"): "another"}, locked=True))
    secret, findings = _read("evening")
    assert secret is not None
    assert secret.get_secret_value() == SECRET
    assert findings.problems == []


def test_the_keyring_comes_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the variable is unset or empty, the keyring's entry of the service groupreport is taken."""
    monkeypatch.setenv(VARIABLE, "")
    keyring.set_keyring(KeptInMemory({("groupreport", "evening"): SECRET}))
    secret, findings = _read("evening")
    assert secret is not None
    assert secret.get_secret_value() == SECRET
    assert findings.problems == []


def test_a_secret_does_not_show_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing a secret, or a structure that holds it, shows no part of it."""
    monkeypatch.setenv(VARIABLE, SECRET)
    secret, _ = _read()
    shown = f"{secret} {secret!r} {[secret]} {vars()!r}"
    assert SECRET[:8] not in shown


@pytest.mark.parametrize(
    ("keyring_name", "backend", "message", "remedy"),
    [
        (
            None,
            KeptInMemory({}),
            f"the API token is missing: the environment variable {VARIABLE} is not set",
            (
                f"Set {VARIABLE}, or keep it in the keyring: run `keyring set groupreport NAME` and write "
                "`keyring_name: NAME` under data.redcap in params/program.yml."
            ),
        ),
        (
            "evening",
            KeptInMemory({("groupreport", "morning"): SECRET}),
            f"the API token is missing: {VARIABLE} is not set and the keyring has nothing named 'evening'",
            f"Set {VARIABLE}, or run `keyring set groupreport evening` and type it when asked.",
        ),
        (
            "evening",
            KeptInMemory({}, locked=True),
            "the API token is missing: the keyring of this computer cannot be read (KeyringLocked)",
            f"Unlock it, or set the environment variable {VARIABLE}.",
        ),
    ],
)
def test_what_to_do_where_there_is_none(
    keyring_name: str | None, backend: KeptInMemory, message: str, remedy: str
) -> None:
    """A missing secret is noted with the variable to set and the command that fills the keyring."""
    keyring.set_keyring(backend)
    secret, findings = _read(keyring_name)
    assert secret is None
    (problem,) = findings.problems
    assert (problem.rule, problem.message, problem.remedy) == ("secret-missing", message, remedy)


def test_the_keyrings_package_may_be_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package keyring, the extra that brings it is named."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    secret, findings = _read("evening")
    assert secret is None
    (problem,) = findings.problems
    assert problem.rule == "source-package"
    assert "pip install 'groupreport[redcap]'" in problem.remedy
