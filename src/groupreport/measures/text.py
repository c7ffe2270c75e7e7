"""The type that pandas itself gives to text: `str` from pandas 3 on, `object` before, both with missing values.

Asking pandas 2 for "str" would turn a missing value into the word "nan".
"""

from __future__ import annotations

import pandas as pd

TEXT = pd.Series(["text"]).dtype
