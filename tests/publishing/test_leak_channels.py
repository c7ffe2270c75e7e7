"""Whatever must not leave the house is found wherever it is planted in a finished page, or the page is refused."""

from __future__ import annotations

import datetime
import importlib.util
import itertools
import unicodedata
from pathlib import Path

import pytest

from groupreport.disclosure.leaks import ForbiddenTokens, scan_files
from groupreport.display.escaping import attribute, literal
from groupreport.publishing.embedded import render_embedded

_spec = importlib.util.spec_from_file_location("publishing_plants", Path(__file__).with_name("plants.py"))
plants = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(plants)

FORBIDDEN = ForbiddenTokens(
    ids=frozenset({"M-0417", "FDSVVDU7", "Dr. Ana O'Neil", "Mü-883", "0098765"}),
    notes=("Cried after the leader said that she would be away in May",),
    machine=frozenset({"asmith2", "clinic-laptop-7"}),
    allowed_dates=frozenset({datetime.date(2026, 8, 24), datetime.date(2026, 12, 11)}),
)
REFUSED = "cannot be looked into"
SECRETS = {
    "member": ("M-0417", "id"),
    "pseudonym": ("FDSVVDU7", "id"),
    "leader": ("Dr. Ana O'Neil", "id"),
    "number": ("0098765", "id"),
    "e-mail": ("ana@clinic.org", "e-mail address"),
    "telephone": ("(555) 123-4567", "telephone number"),
    "social security": ("123-45-6789", "social security number"),
    "record": ("MRN: 4471920", "medical record number"),
    "day": ("2026-10-12", "date finer than the term"),
    "day in words": ("12 de octubre de 2026", "date finer than the term"),
    "note": ("cried after the leader said that", "free text from the data"),
    "path": ("/home/ana/fall.csv", "path on a computer"),
    "Windows path": ("C:\\Data\\fall.csv", "path on a computer"),
    "network path": ("\\\\server\\share\\fall.csv", "path on a computer"),
    "user": ("asmith2", "name of the computer or its user"),
    "computer": ("clinic-laptop-7", "name of the computer or its user"),
    "address": ("192.168.7.12", "address of a computer in a network"),
    "session": ("1b4e28ba-2fa1-11d2-883f-0016d3cca427", "id of a session or a run"),
}


def _rounds():
    """Texts of several secrets, no two of the same kind, with their kinds."""
    by_kind = {}
    for text, kind in SECRETS.values():
        by_kind.setdefault(kind, []).append(text)
    for texts in itertools.zip_longest(*by_kind.values()):
        named = {kind: text for kind, text in zip(by_kind, texts, strict=True) if text}
        yield " | ".join(named.values()), set(named)


ROUNDS = list(_rounds())


def _kinds(path):
    return {leak.kind for leak in scan_files([path], FORBIDDEN)}


def _missed(path, kinds):
    found = _kinds(path)
    return set() if REFUSED in found else kinds - found


@pytest.fixture(scope="module")
def pages(tmp_path_factory, sample, project):
    """A small rendered report that holds nothing forbidden."""
    folder = tmp_path_factory.mktemp("clean")
    cells = [sample.prose("# One\n\nA line."), sample.shown(sample.table("t", "Caption", ["Group", "n"], [["A", "9"]]))]
    return render_embedded(
        sample.write_notebook(folder / "executed.ipynb", cells),
        title="Report",
        subtitle="",
        facts=sample.FACTS,
        formats=("html", "pdf"),
        templates=project,
        destination=folder,
        stem="page",
        timestamp=0,
    )


def test_what_is_planted_in_holds_nothing_before(pages):
    """So that whatever is found was planted."""
    assert scan_files(pages.values(), FORBIDDEN) == []


@pytest.mark.parametrize("channel", [*plants.IN_PAGE, *plants.IN_HEAD])
def test_nothing_hides_in_html(pages, tmp_path, channel):
    """Each secret in one part of a rendered page."""
    target = tmp_path / "planted.html"
    for text, kinds in ROUNDS:
        plants.plant_in_html(channel, text, pages["html"], target)

        assert _missed(target, kinds) == set()


@pytest.mark.parametrize("channel", [*plants.IN_PDF, *plants.AROUND_PDF])
def test_nothing_hides_in_pdf(pages, tmp_path, channel):
    """Each secret in one part of a rendered PDF."""
    target = tmp_path / "planted.pdf"
    for text, kinds in ROUNDS:
        plants.plant_in_pdf(channel, text, pages["pdf"], target)

        assert _missed(target, kinds) == set()


@pytest.mark.parametrize("channel", plants.IN_CSV)
def test_nothing_hides_in_csv(tmp_path, channel):
    """Each secret in one part of a table."""
    target = tmp_path / "planted.csv"
    for text, kinds in ROUNDS:
        target.write_text(plants.IN_CSV[channel](text), encoding="utf-8")

        assert _missed(target, kinds) == set()


def test_protected_pdf_is_refused(pages, tmp_path):
    """What needs a password cannot be looked into."""
    import pikepdf

    target = tmp_path / "protected.pdf"
    with pikepdf.open(pages["pdf"]) as document:
        document.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))

    assert _kinds(target) == {REFUSED}


@pytest.mark.parametrize("ending", ["html", "pdf"])
def test_secrets_that_the_renderer_prints_are_found(render, sample, tmp_path, ending):
    """In prose, a table, its caption, a picture, its caption and its alt text, as the renderer writes them."""
    cells = [sample.prose("# One")]
    for place, (text, _) in enumerate(SECRETS.values()):
        safe = literal(text)
        drawn = plants.svg(f'<text x="1" y="5" font-size="1">{text}</text>')
        cells += [
            sample.shown(f"Before {safe} after."),
            sample.shown(sample.table(f"t{place}", "Caption", ["Group", str(safe)], [[str(safe), "1"]])),
            sample.shown(
                f"![Caption {safe}]({sample.picture(drawn)}){{#fig-f{place} fig-alt={attribute('Of ' + text)}}}"
            ),
        ]
    page = render(cells, formats=(ending,))[ending]
    leaks = scan_files([page], FORBIDDEN)

    assert {kind for _, kind in SECRETS.values()} <= {leak.kind for leak in leaks}
    for text in ("M-0417", "FDSVVDU7", "Dr. Ana O'Neil", "0098765"):
        places = {
            leak.where for leak in scan_files([page], ForbiddenTokens(ids=frozenset({text}))) if leak.kind == "id"
        }
        assert any("alt" in place.lower() for place in places), text
        assert len(places) > 1, text


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("m-0417", id="small letters"),
        pytest.param("M\u20110417", id="hyphen that does not break"),
        pytest.param("M\u20130417", id="dash"),
        pytest.param("M\u22120417", id="minus"),
        pytest.param("M_0417", id="file name"),
        pytest.param("M0417", id="without separator"),
        pytest.param("M 0417", id="space"),
        pytest.param("M-\n0417", id="line break at the hyphen"),
        pytest.param("M-04\n  17", id="line break within"),
        pytest.param("M-04\u00ad17", id="soft hyphen"),
        pytest.param("M-04\u200b17", id="zero-width space"),
        pytest.param("M-04\u206017", id="word joiner"),
        pytest.param("M-04\u034f17", id="grapheme joiner"),
        pytest.param("M-04\ufe0f17", id="variation selector"),
        pytest.param("M-04\u202e\u202c17", id="marks of direction"),
        pytest.param("M-04\x0117", id="control character"),
        pytest.param("\uff2d-0417", id="full width"),
        pytest.param("\U0001d40c-0417", id="mathematical letter"),
        pytest.param("\u041c-0417", id="Cyrillic twin"),
        pytest.param("\u039c-0417", id="Greek twin"),
        pytest.param("M-\u0660\u0664\u0661\u0667", id="Arabic digits"),
        pytest.param("M\u0301-0417", id="with an accent"),
        pytest.param(unicodedata.normalize("NFD", "Mü-883"), id="decomposed"),
        pytest.param("Dr. Ana O\u2019Neil", id="printed apostrophe"),
        pytest.param("Dr.\u00a0Ana\nO'Neil", id="other white space in a name"),
        pytest.param("DR. ANA O'NEIL", id="capitals"),
        pytest.param("98765", id="zeros lost"),
        pytest.param("98765.0", id="read as a number"),
    ],
)
@pytest.mark.parametrize("ending", ["html", "csv"])
def test_an_id_is_found_in_every_spelling(tmp_path, written, ending):
    """What looks the same to a reader is the same to the scan."""
    target = tmp_path / f"a.{ending}"
    text = f"<p>Before {written} after</p>" if ending == "html" else f'a,b\n1,"{written}"\n'
    target.write_text(text, encoding="utf-8", newline="")

    assert _kinds(target) == {"id"}
