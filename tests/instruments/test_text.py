"""The type of text, and how texts are kept while a term is summarized."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.instruments.text import TEXT, python_text

STORAGE = "mode.string_storage"


def test_text_is_the_type_that_pandas_gives_to_text():
    """Frames made elsewhere compare with the package's own, and a missing text stays missing."""
    texts = pd.Series(["G07", None], dtype=TEXT)

    assert str(texts.dtype) == str(pd.Series(["G07"]).dtype)
    assert texts.isna().tolist() == [False, True]


def test_what_the_user_has_set_for_pandas_comes_back():
    """Blocks may lie inside each other and overlap; the setting returns with the end of the last, or with an error."""
    before = pd.get_option(STORAGE)
    outer, inner = python_text(), python_text()
    outer.__enter__()
    inner.__enter__()
    during = pd.get_option(STORAGE)
    outer.__exit__(None, None, None)
    still = pd.get_option(STORAGE)
    with pytest.raises(ZeroDivisionError), python_text():
        raise ZeroDivisionError
    inner.__exit__(None, None, None)

    assert (during, still) == ("python", "python")
    assert pd.get_option(STORAGE) == before
