"""What leaves this machine for a cluster: one group's rows and nothing that it does not need; and by which lines."""

from __future__ import annotations

import pytest

from groupreport.errors import ParameterError
from groupreport.instruments import load_catalog
from groupreport.intake import freeze, open_term
from groupreport.intake.excerpt import Excerpts
from groupreport.parameters import Project, read_parameters
from groupreport.publishing.cluster.parcels import Delivery, Parcel, write_files
from groupreport.publishing.cluster.scheduler import Scheduler, scheduler_at
from groupreport.publishing.cluster.versions import differences, remedy, versions_here
from groupreport.publishing.provenance import PublishedFile
from groupreport.simulation import write_demo_project

TERM = "2026-fall"
SECRET = "audiences:\n  evaluator: {pseudonyms: true, pseudonym_key_file: /home/somebody/secret.key}"


@pytest.fixture(scope="module")
def frozen(tmp_path_factory):
    """The demo term, frozen from an absolute folder."""
    folder = write_demo_project(tmp_path_factory.mktemp("parcels") / "project")
    program = folder / "params" / "program.yml"
    text = program.read_text(encoding="utf-8")
    for given, written in (("data/{term}", f"{folder}/data/{{term}}"), ("audiences:", SECRET)):
        assert given in text
        text = text.replace(given, written)
    program.write_text(text, encoding="utf-8")
    project = Project(folder)
    return freeze(project, read_parameters(project, TERM), load_catalog(project))


def test_a_groups_excerpt_is_its_part_of_the_term_and_no_more(frozen, tmp_path):
    """The tables are the group's own, row by row; the other groups are not even named."""
    write_files(tmp_path, Excerpts(frozen).of_group("G04"))
    whole, part = open_term(frozen), open_term(tmp_path)

    assert part.group_ids == ("G04",)
    assert part.previous is None
    assert part.partition_hash("G04") == whole.partition_hash("G04")
    for name in whole.collected:
        assert part.table(name, "G04").equals(whole.table(name, "G04"))
    files = {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {"term.json", "groups"}
    assert len(list((tmp_path / "groups").iterdir())) == 1
    assert '"G05"' not in (tmp_path / "term.json").read_text(encoding="utf-8")


def test_the_whole_terms_excerpt_has_both_terms_tables(frozen, tmp_path):
    """Reports on the program compare with the term before."""
    write_files(tmp_path, Excerpts(frozen).whole())
    whole, part = open_term(frozen), open_term(tmp_path)

    assert part.data_hash == whole.data_hash
    for given, sent in ((whole, part), (whole.previous, part.previous)):
        assert given.group_ids == sent.group_ids
        for name in given.collected:
            assert sent.table(name).equals(given.table(name))


def test_no_place_of_this_machine_travels(frozen):
    """Neither folders nor the secret key's file nor the list of exported files."""
    excerpts = Excerpts(frozen)
    for files in (excerpts.of_group("G04"), excerpts.whole()):
        for name, content in files.items():
            if name.endswith("term.json"):
                assert b"secret.key" not in content
                assert b"roster.csv" not in content
                assert str(frozen.parents[2]).encode() not in content


def test_only_its_owner_can_read_what_is_written(tmp_path):
    """The rows of a group on a worker."""
    write_files(tmp_path, {"a/b.parquet": b"rows"})

    assert [(tmp_path / name).stat().st_mode & 0o077 for name in ("a", "a/b.parquet")] == [0, 0]


def test_what_travels_is_not_shown(frozen):
    """Dask writes what it is given into its logs when a job fails."""
    parcel = Parcel(planned=None, frozen=Excerpts(frozen).of_group("G04"))
    delivery = Delivery(seconds=1.0, pages={"evaluator/G04.html": b"M0101"})

    assert len(repr(parcel)) < 200
    assert "G04" not in repr(parcel) + repr(delivery)
    assert "M0101" not in repr(delivery)


def test_a_page_that_was_changed_on_the_way_is_noticed():
    """The hash of what arrives is the hash of what was checked, of every page and no other."""
    sha256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"  # of "hello", by sha256sum
    fact = PublishedFile(path="a.html", sha256=sha256, bytes=5)

    assert Delivery(seconds=1.0, facts=(fact,), pages={"a.html": b"hello"}).is_whole
    assert not Delivery(seconds=1.0, facts=(fact,), pages={"a.html": b"hellO"}).is_whole
    assert not Delivery(seconds=1.0, facts=(fact,)).is_whole


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "localhost:8786", "tls://192.0.2.7:8786"])
def test_data_may_travel_within_this_machine_or_encrypted(address):
    """Nobody on the way can read them."""
    scheduler = scheduler_at(address)

    assert scheduler.may_send_to(scheduler.address)


@pytest.mark.parametrize("address", ["tcp://192.0.2.7:8786", "192.0.2.7:8786", "tcp://no-such-host.invalid:8786"])
def test_plain_text_to_another_machine_needs_a_word(address):
    """A host whose address nobody knows is another machine."""
    with pytest.raises(ParameterError, match="scheduler-unencrypted"):
        scheduler_at(address)
    assert scheduler_at(address, allow_unencrypted=True).may_send_to(address)


def test_a_worker_elsewhere_in_plain_text_gets_nothing_from_a_scheduler_here():
    """The scheduler is on this machine, but its workers' rows would cross the network."""
    assert not Scheduler(address="tcp://127.0.0.1:8786").may_send_to("tcp://192.0.2.7:40001")


@pytest.mark.parametrize("address", ["", "cluster", "ftp://127.0.0.1:21", "tcp://127.0.0.1", "tls://:8786", "a:b:c"])
def test_what_is_no_address_is_refused(address):
    """Nothing is guessed."""
    with pytest.raises(ParameterError, match="scheduler-address"):
        scheduler_at(address)


def test_whatever_would_change_bytes_is_named_with_what_to_install():
    """Packages, Python, the renderer and the kind of machine."""
    here = versions_here("embedded")
    there = {**here, "pandas": "0.1", "python": "3.0.0", "renderer": "not installed", "machine": "Linux other"}
    said = " ".join(differences(here, there))

    assert {"python", "pandas", "numpy", "typst", "matplotlib", "renderer", "machine", "distributed"} <= here.keys()
    assert differences(here, here) == ()
    assert f"pandas 0.1 instead of {here['pandas']}" in said
    assert f"python 3.0.0 instead of {here['python']}" in said
    assert f"'pandas=={here['pandas']}'" in remedy(here, there)
    assert f"install Python {here['python']}" in remedy(here, there)
