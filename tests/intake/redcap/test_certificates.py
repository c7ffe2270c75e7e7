"""Whom the token is sent to: the server of the address, proved by its certificate, and nobody else."""

from __future__ import annotations

import ssl
from typing import Any

import pytest
import trustme

from groupreport.errors import ParameterError
from groupreport.parameters import Project, read_parameters

RATINGS = "  tables: {ratings: {forms: session_rating}}\n"


def test_a_server_whose_authority_is_unknown(program: Any, server: Any) -> None:
    """Without the clinic's authority the server is not trusted; it is asked once, and sent nothing."""
    program.folder.joinpath("authority.pem").write_bytes(trustme.CA().cert_pem.bytes())
    _, findings = program.set(RATINGS, tries=3).gather()
    problem = findings.problems[0]
    assert problem.rule == "server-refused"
    assert problem.message == "shows a certificate that is not known, or not localhost's, so nothing was sent"
    assert "data.redcap.certificate" in problem.remedy
    assert server.asked == []


def test_the_computers_authorities_where_none_is_named(program: Any, server: Any) -> None:
    """Without `certificate` the usual authorities are asked, which do not know a clinic's own."""
    program.set(RATINGS)
    settings = program.folder / "params" / "program.yml"
    settings.write_text(settings.read_text().replace("certificate: authority.pem, ", ""))
    assert program.gather()[1].problems[0].rule == "server-refused"
    assert server.asked == []


def test_a_server_of_another_name(program: Any, models: Any, troubles: Any, authority: trustme.CA) -> None:
    """A certificate of the right authority for another server is refused."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("redcap.example.org").configure_cert(context)
    with troubles.Server(models.Model(fields=[models.Field("record_id", "a")]), context).running() as other:
        program.set(RATINGS, url=other.url)
        assert program.gather()[1].problems[0].rule == "server-refused"
        assert other.asked == []


@pytest.mark.parametrize("content", [None, "not a certificate", ""])
def test_a_certificate_file_that_is_none(program: Any, server: Any, content: str | None) -> None:
    """A missing or empty file under `certificate` is told before anything is sent."""
    path = program.folder / "authority.pem"
    path.unlink()
    if content is not None:
        path.write_text(content)
    _, findings = program.set(RATINGS).gather()
    (problem,) = findings.problems
    assert problem.rule == "file-unreadable"
    assert problem.message == "data.redcap.certificate is not the file of a certificate authority"
    assert server.asked == []


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("http://localhost:80/api/", "http://localhost/api/"),
        ("https://elsewhere.example.org/api/?token=1", "https://elsewhere.example.org/api/"),
        ("/redcap/api/", "https://localhost/redcap/api/"),
    ],
)
def test_a_redirect_is_not_followed(program: Any, server: Any, troubles: Any, target: str, shown: str) -> None:
    """A redirect, to plain http, another host or another path, is told and not followed."""
    server.trouble["every"] = troubles.redirect(target)
    assert program.set(RATINGS).gather()[1].problems[0].message == f"sends elsewhere, to {shown} (HTTP 302)"
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (
            "http://redcap.example.org/api/",
            "must begin with https://, so that nobody on the way can read the token and the records",
        ),
        ("https://redcap.example.org/", "must end in /api/, as REDCap shows it under API"),
        ("https://redcap.example.org/api", "must end in /api/, as REDCap shows it under API"),
        ("https://redcap.example.org/api/?x=1", "must end in /api/, as REDCap shows it under API"),
        ("https://reader@redcap.example.org/api/", "must not name a user; the token says who asks"),
        (
            "https://redcap.example.org/api/?token=0123456789ABCDEF0123456789ABCDEF",
            "holds a password; leave it out here and put it into an environment variable or the keyring",
        ),
    ],
)
def test_an_address_that_cannot_be_asked(program: Any, url: str, message: str) -> None:
    """An address without https, or that is not the API's, is a mistake in the parameters."""
    program.set(RATINGS, url=f'"{url}"')
    with pytest.raises(ParameterError) as raised:
        read_parameters(Project(program.folder), "2026-fall")
    (problem,) = raised.value.problems
    assert problem.message == message
    assert problem.column == "data.redcap.url"
