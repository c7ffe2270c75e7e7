"""An id as the name of a file or folder, on every file system."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groupreport.intake import safe_name


@pytest.mark.parametrize("identifier", ["G07", "07", "anxiety-monday", "Grief_2.b", "Console", "programs"])
def test_a_plain_id_stays_as_it_is(identifier):
    """A report is found under the group's own id."""
    assert safe_name(identifier) == identifier


@pytest.mark.parametrize(
    "identifier",
    ["../etc", "a/b", "a\\b", "CON", "con.txt", "lpt1", "a.", ".a", "-rf", "a b", "Grüße", "", "x" * 300, "a:b", "a\n"],
)
def test_what_no_file_can_be_called_is_spelled_otherwise(identifier):
    """Paths, devices of Windows, hidden files and options never become names."""
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,50}-[0-9a-f]{8}", safe_name(identifier))


@pytest.mark.parametrize("identifier", ["index", "program", "outcomes", "Manifest"])
def test_a_group_never_takes_the_name_of_another_report(identifier):
    """A group called `program` does not replace the program's report."""
    assert safe_name(identifier) != identifier


def test_a_changed_name_stays_readable():
    """A person still recognizes the group."""
    assert safe_name("Grief / evening").startswith("Grief-evening-")


@given(st.text(), st.text())
def test_different_ids_have_different_names(one, other):
    """Two groups never share a file."""
    assert (safe_name(one) == safe_name(other)) == (one == other)


@given(st.text())
def test_a_name_is_always_safe(identifier):
    """Whatever the id, the name is short, plain, and neither hidden nor a path."""
    name = safe_name(identifier)

    assert re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,58}[A-Za-z0-9_-])?", name)


@given(st.text())
def test_a_made_name_is_not_taken_for_an_id(identifier):
    """A group whose id looks like another one's made name gets yet another name."""
    made = safe_name(identifier)

    assert made == identifier or safe_name(made) != made
