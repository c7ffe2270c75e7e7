"""A new project starts with everything that a program has to fill in, and says what is missing."""

from __future__ import annotations

from groupreport.parameters import Project, read_parameters


def test_a_new_project_has_parameters_that_can_be_read(tmp_path, run):
    """What `init` writes is right as it stands, before anybody edits it."""
    folder = tmp_path / "mine"
    assert run("init", folder, "--term", "2027-spring")[0] == 0

    assert read_parameters(Project(folder), "2027-spring").term.id == "2027-spring"


def test_a_new_project_is_complete_but_empty(tmp_path, run):
    """The only complaint of `check` is that the tables are still empty: no column is missing or unknown."""
    folder = tmp_path / "mine"
    run("init", folder)
    code, answer, _ = run("check", "--project", folder)
    rules = {line.split("[")[1].split("]")[0] for line in answer.splitlines() if "[" in line}

    assert (code, rules) == (2, {"table-empty"})


def test_a_folder_in_use_is_left_alone(tmp_path, run):
    """Nothing that somebody wrote is overwritten."""
    (tmp_path / "notes.txt").write_text("mine")
    code, _, errors = run("init", tmp_path)

    assert (code, "is not empty; nothing was written there" in errors) == (4, True)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_the_demo_never_overwrites_a_folder_in_use(tmp_path, run):
    """Somebody's own data is not replaced by made-up data."""
    (tmp_path / "notes.txt").write_text("mine")

    assert run("demo", tmp_path)[0] == 4
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
