"""Reports that a cluster made are those that this machine would have made, and data travel only as they may."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TERM = "2026-fall"
pytestmark = [pytest.mark.kernel, pytest.mark.slow]


def pages_of(project: Path) -> dict[str, bytes]:
    """Everything that was published but the index and the manifest, which tell the time."""
    folder = project / "published" / TERM
    files = [path for path in folder.glob("*/**/*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_same_bytes_as_on_this_machine(demo_data, tmp_path, cluster):
    """One report for each of the readers, with pseudonyms, another wording and a term to compare with."""
    key_file = tmp_path / "key"
    key_file.write_text("0123456789abcdef" * 4)
    key_file.chmod(0o600)
    here, there = tmp_path / "here" / "project", tmp_path / "there" / "project"
    for project in (here, there):
        shutil.copytree(demo_data, project)
        program = project / "params" / "program.yml"
        settings = f"audiences:\n  evaluator: {{pseudonyms: true, pseudonym_key_file: {key_file}}}"
        text = program.read_text(encoding="utf-8")
        assert "audiences:" in text
        program.write_text(text.replace("audiences:", settings), encoding="utf-8")
        own = project / "templates" / "wording" / "en"
        own.mkdir(parents=True)
        (own / "page.yml").write_text("figure: Chart\n", encoding="utf-8")
        (own / "words.yml").write_text("attendance: {attended: was there}\n", encoding="utf-8")
    worker = cluster.worker()
    asked = (("--group", "G04"), ("--audience", "leadership"), ("--audience", "funder"))
    for options in asked:
        command = [sys.executable, "-m", "groupreport.command_line", "render", "--project", str(here)]
        command += ["--term", TERM, "--renderer", "embedded", *options]
        subprocess.run(command, check=True, capture_output=True)
        run = cluster.render(there, *options)
        _, errors = run.communicate(timeout=600)
        assert run.returncode == 0, errors
        assert " on tcp://127.0.0.1:" in errors

    made = pages_of(there)
    assert len(made) == 10
    assert re.search(rb"Chart\W{1,6}1\b", made["evaluator/G04.html"])
    assert not re.search(rb"\bM\d{4}\b", made["evaluator/G04.html"])
    assert made == pages_of(here)
    assert worker.has_left_nothing
    executed = there / "build" / TERM / "executed" / "evaluator" / "G04.ipynb"
    assert executed.stat().st_mode & 0o077 == 0
    assert json.loads(executed.read_text(encoding="utf-8"))["cells"]
    assert (there / "releases" / "funder.jsonl").is_file()


def test_over_tls_with_certificates_of_dasks_own_settings(new_cluster, small_project, write_notebook, tmp_path):
    """A scheduler with TLS gets reports from a client with a certificate, and says no to one without."""
    trustme = pytest.importorskip("trustme")
    authority, certificate = trustme.CA(), tmp_path / "certificate.pem"
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(certificate))
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    files = {"ca-file": tmp_path / "authority.pem", "cert": certificate, "key": certificate}
    cluster = new_cluster(security=tuple(part for name, path in files.items() for part in (f"--tls-{name}", str(path))))
    cluster.worker()
    write_notebook(small_project)
    options = ("--group", "G04", "--to", "html")
    without = cluster.render(small_project, *options, DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="3s")
    _, errors = without.communicate(timeout=120)

    assert cluster.address.startswith("tls://")
    assert without.returncode == 4
    assert "the certificates are named in Dask's configuration" in errors

    tls = "DASK_DISTRIBUTED__COMM__TLS__"
    settings = {f"{tls}CA_FILE": str(files["ca-file"])}
    settings |= {f"{tls}CLIENT__CERT": str(certificate), f"{tls}CLIENT__KEY": str(certificate)}
    run = cluster.render(small_project, *options, **settings)
    _, errors = run.communicate(timeout=300)

    assert run.returncode == 0, errors
    assert re.search(r"made evaluator/G04 in .* on tls://127\.0\.0\.1:\d+", errors)


def test_plain_text_to_another_machine_is_refused_before_anything_is_read(run, tmp_path):
    """Exit code 2; an option says that the network itself is private."""
    code, _, errors = run("render", "--project", tmp_path, "--term", TERM, "--scheduler", "tcp://192.0.2.7:8786")

    assert code == 2
    assert "scheduler-unencrypted" in errors
    assert "--allow-unencrypted" in errors
    assert os.listdir(tmp_path) == []
