"""Sites whose answers look as if their form began at another number: 0 to 6 where the others have 1 to 7."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import gammaln

from groupreport.measures.text import TEXT

FEWEST_MEMBERS = 5
SMALLEST_CHANCE = 0.001

_COLUMNS = ["site", "members", "answers", "lowest", "highest", "used", "others", "others_used", "chance", "shift"]


def shifted_ranges(answers: pd.DataFrame, minimum: float | None, maximum: float | None) -> pd.DataFrame:
    """Judge, for each site, whether its answers never leave the range that begins one point lower or higher.

    The same form is usually printed from 0 or from 1. Where the key begins at 1, a site whose form begins at 0 never
    has the highest answer; where it begins at 0, a site whose form begins at 1 never has the lowest. (An answer beyond
    the key's own range never gets this far: it is refused when the data are read.) A site is judged by its members,
    since answers of one member resemble each other: how probable is it that none of them ever used that end, if they
    were drawn from all members alike (Fisher's exact test, one-sided)? It looks `shifted` where that is less than
    0.001 and where its answers reach the end of the shifted range. Sites can differ in earnest, so this is a reason to
    look at the form, not a finding.

    Works on answers to items and on scores that come without items; there "the end" is the last point of the range.

    Args:
        answers: One row an answer: site, member_id, value. Rows with a missing value count nowhere; a missing site is
            judged like any other, as one.
        minimum: The lowest possible answer; None where it is not known.
        maximum: The highest possible answer; None where it is not known.

    Returns:
        One row a site, in order of the name with a missing site last: site, members, answers, lowest, highest, used
        (members with an answer at that end), others (members elsewhere), others_used, chance (the probability;
        missing where nothing was judged), shift (`lower`: answers look one point too low, `higher`, `none`,
        `not_enough_data`: a range that begins at neither 0 nor 1 or is not known, fewer than two sites, fewer than 5
        members, or so few that even the clearest difference would not be improbable enough).

    Source: the rule and its line are this package's own; Fisher's exact test, Fisher 1934.

    Examples:
        Everybody in the south has used the 7, of 6 members in the north nobody: 1 in 8008 draws is like that.

        >>> south = pd.DataFrame({"site": "south", "member_id": [f"S{n}" for n in range(10)], "value": 7.0})
        >>> north = pd.DataFrame({"site": "north", "member_id": [f"N{n}" for n in range(6)], "value": 6.0})
        >>> found = shifted_ranges(pd.concat([south, north]), 1, 7).set_index("site")
        >>> found["shift"].to_dict()
        {'north': 'lower', 'south': 'none'}
        >>> round(1 / found.loc["north", "chance"])
        8008
    """
    given = answers.loc[answers["value"].notna(), ["site", "member_id", "value"]]
    given = given.assign(distance=_from_end(given["value"], minimum, maximum))
    used = (given["distance"] < 1).groupby([given["site"], given["member_id"]], dropna=False).any()
    by_member = used.groupby("site", dropna=False)
    by_site = given.groupby("site", dropna=False)
    rows = pd.DataFrame(
        {
            "members": by_member.size(),
            "answers": by_site.size(),
            "lowest": by_site["value"].min(),
            "highest": by_site["value"].max(),
            "used": by_member.sum().astype("int64"),
            "nearest": by_site["distance"].min(),
        }
    ).reset_index(names="site")
    rows["others"] = rows["members"].sum() - rows["members"]
    rows["others_used"] = rows["used"].sum() - rows["used"]
    clearest = _chance_of_none(rows["members"], rows["others"], rows["others"])
    judged = (clearest < SMALLEST_CHANCE) & (rows["members"] >= FEWEST_MEMBERS) & rows["nearest"].notna()
    chance = _chance_of_none(rows["members"], rows["others"], rows["others_used"]).where(rows["used"] == 0, 1.0)
    unlikely = (chance < SMALLEST_CHANCE) & (rows["nearest"] < 2)
    shift = np.select([~judged, unlikely], ["not_enough_data", "higher" if minimum == 0 else "lower"], "none")
    rows = rows.assign(
        site=rows["site"].astype(TEXT),
        chance=chance.where(judged),
        shift=pd.Series(shift.astype(object), index=rows.index, dtype=TEXT),
    )
    return rows[_COLUMNS]


def _from_end(values: pd.Series, minimum: float | None, maximum: float | None) -> pd.Series:
    """How far an answer lies from the end that a shifted form does not have; missing where there is no such end."""
    if minimum == 0:
        return values
    if minimum == 1 and maximum is not None:
        return maximum - values
    return values * np.nan


def _chance_of_none(members: pd.Series, others: pd.Series, users: pd.Series) -> pd.Series:
    """The probability that none of the users is among the members, if all people are drawn alike.

    C(others, users) / C(members + others, users).
    """
    total = members + others
    logarithm = gammaln(others + 1) - gammaln(others - users + 1) - gammaln(total + 1) + gammaln(total - users + 1)
    return pd.Series(np.exp(logarithm), index=members.index)
