"""Groups by modality and sessions by stage."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """Cohesion, alliance, attendance and rating drops by modality and by stage; every group weighs the same.

    cells: one row a measure and cell: by (modality, stage), cell (in_person, ...; commitment, ...), measure (scale,
        attendance, drops), instrument, short_name, scale, label, domain, level, aspect, higher_is, minimum, maximum
        (of scales, else missing), groups, members (counted in each of their groups), mean (of the groups' means;
        attendance as a share, all members of a group together; drops per 100 sessions rated by members whose ratings
        could be judged), low, high (95 % t interval over groups, cut at the ends of what is possible). All
        three are missing under 2 groups, the interval also where all groups are alike.
    differences: one row a measure and pair of modalities: measure, instrument, scale, first, second, groups,
        difference (first minus second), low, high (Welch's t interval over groups; missing under 3 a side).
    """

    cells: pd.DataFrame
    differences: pd.DataFrame
