"""The ratings that the program has set cut-offs for, and what members report about ruptures themselves."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from groupreport.instruments import Instrument
from groupreport.measures.alliance import FollowedScale
from groupreport.parameters import AlertCutoffs
from groupreport.summaries.followed_ratings import FollowedRatings, rows_of_scales, with_places
from groupreport.summaries.scope import Scope

_FORM = ["member_id", "group_id", "session", "instrument", "target"]


def alert_ratings(scope: Scope) -> FollowedRatings | None:
    """The ratings on scales with cut-offs in program.yml; None where there is none."""
    instruments, alerts = scope.term.instruments, scope.term.parameters.settings.ruptures.alerts
    scales = scales_with_alerts(instruments, alerts)
    rows, parts = rows_of_scales(scope, [one for one, _ in scales])
    status, change = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    for (one, cutoffs), part in zip(scales, parts, strict=True):
        if cutoffs.status is not None:
            status[part] = (-1 if one.scale.higher_is == "worse" else 1) * cutoffs.status
        if cutoffs.change is not None:
            change[part] = cutoffs.change
    return with_places(scope, rows.assign(status_cutoff=status, change_cutoff=change))


def scales_with_alerts(
    instruments: Mapping[str, Instrument], alerts: Mapping[str, Mapping[str, AlertCutoffs]]
) -> list[tuple[FollowedScale, AlertCutoffs]]:
    """The scales that cut-offs are set for, with them."""
    return [
        (FollowedScale(instruments[name], instruments[name].scale(scale)), cutoffs)
        for name, scales in alerts.items()
        for scale, cutoffs in scales.items()
    ]


def reported_ratings(scope: Scope) -> FollowedRatings | None:
    """What members say of a tension in the session; None where no such questionnaire was answered.

    The intensity where one was given, 0 where the member says that there was no tension. A resolution from the
    program's line on counts as one.
    """
    scores, settings = scope.scores, scope.term.parameters.settings.ruptures.reported
    own = scores[(scores["domain"] == "rupture") & scores["score"].notna()]
    if own.empty:
        return None
    given = own.pivot_table(index=_FORM, columns="aspect", values="score", aggfunc="first", dropna=False, observed=True)
    given = given.dropna(how="all").reindex(columns=["tension", "intensity", "resolution"]).reset_index()
    # A tension without an intensity is one all the same.
    none, some = given["tension"] == 0, given["tension"] > 0
    intensity = given["intensity"].mask(none, 0.0)
    intensity = intensity.fillna(given["tension"].where(some).mul(settings.intensity))
    resolved = (given["resolution"] >= settings.resolution).astype("float64").where(given["resolution"].notna())
    first = own.drop_duplicates(_FORM)[[*_FORM, "scale", "level"]]
    rows = given[_FORM].merge(first, on=_FORM, how="left")
    rows = rows.assign(score=-intensity, turn=-1.0, intensity=settings.intensity, resolved=resolved, scale="intensity")
    return with_places(scope, rows[rows["score"].notna()].reset_index(drop=True))
