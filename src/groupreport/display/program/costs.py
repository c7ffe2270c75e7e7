"""What the term cost for each person who completed, recovered or improved."""

from __future__ import annotations

from groupreport.display.outcome_detail_words import known
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, paragraph
from groupreport.display.wording import Wording
from groupreport.summaries.records import Costs, Unavailable


def costs_piece(found: Costs | Unavailable, words: Wording) -> Piece | None:
    """A paragraph with every denominator; nothing where no costs are given."""
    if isinstance(found, Unavailable):
        return None
    completed = next(row for row in rows_of(found.rows) if row.counted == "completed")
    said = [
        words.say(
            "program_details.costs_lead",
            total=found.total,
            currency=found.currency,
            note=found.note.rstrip("."),
            enrolled=found.enrolled,
            completed=int(completed.people),
            completed_cost=known(completed.cost),
        )
    ]
    changed = found.rows[found.rows["counted"] != "completed"]
    for (_, name), own in changed.groupby(["instrument", "short_name"], sort=False):
        said.append(
            words.say(
                "program_details.costs_change",
                short_name=str(name),
                currency=found.currency,
                pairs=int(own["pairs"].iloc[0]),
                rows=[
                    {"counted": str(row.counted), "people": int(row.people), "cost": known(row.cost)}
                    for row in rows_of(own)
                ],
            )
        )
    return paragraph(*said, words.say("program_details.costs_caution"))
