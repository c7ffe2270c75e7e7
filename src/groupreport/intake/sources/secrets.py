"""A token or password: read from the environment or the keyring, and never written anywhere."""

from __future__ import annotations

import os

from pydantic import SecretStr

from groupreport.intake.findings import Findings
from groupreport.parameters import PROGRAM_FILE

_SERVICE = "groupreport"


def read_secret(
    variable: str, keyring_name: str | None, findings: Findings, *, source: str, what: str
) -> SecretStr | None:
    """The secret in an environment variable, or else in the keyring; None, and a note, if there is none.

    What comes back hides its value in `str` and `repr`. Take `get_secret_value()` in the call that needs it and bind
    it to no name: a traceback that shows variables would show it.

    Args:
        variable: The environment variable; an empty one counts as none.
        keyring_name: The name under which the service `groupreport` keeps it; None asks no keyring.
        findings: Gains `secret-missing`, or `source-package` where the keyring's package is not installed.
        source: The block of settings, and the extra that brings what it needs: `redcap` or `database`.
        what: What the secret is, as in "the API token".
    """
    if os.environ.get(variable):
        return SecretStr(os.environ[variable])
    if keyring_name is None:
        message = f"{what} is missing: the environment variable {variable} is not set"
        remedy = (
            f"Set {variable}, or keep it in the keyring: run `keyring set {_SERVICE} NAME` "
            f"and write `keyring_name: NAME` under data.{source} in params/program.yml."
        )
        findings.add("secret-missing", PROGRAM_FILE, message, remedy)
        return None
    return _from_keyring(variable, keyring_name, findings, source=source, what=what)


def _from_keyring(variable: str, keyring_name: str, findings: Findings, *, source: str, what: str) -> SecretStr | None:
    try:
        import keyring
        import keyring.errors
    except ImportError:
        message = f"{what} is in the keyring, but the package keyring is not installed"
        remedy = f"Run `pip install 'groupreport[{source}]'`, or set the environment variable {variable}."
        findings.add("source-package", PROGRAM_FILE, message, remedy)
        return None
    try:
        kept = SecretStr(keyring.get_password(_SERVICE, keyring_name) or "")
    except (keyring.errors.KeyringError, RuntimeError, OSError) as error:
        message = f"{what} is missing: the keyring of this computer cannot be read ({type(error).__name__})"
        remedy = f"Unlock it, or set the environment variable {variable}."
        findings.add("secret-missing", PROGRAM_FILE, message, remedy)
        return None
    if not kept.get_secret_value():
        message = f"{what} is missing: {variable} is not set and the keyring has nothing named '{keyring_name}'"
        remedy = f"Set {variable}, or run `keyring set {_SERVICE} {keyring_name}` and type it when asked."
        findings.add("secret-missing", PROGRAM_FILE, message, remedy)
        return None
    return kept
