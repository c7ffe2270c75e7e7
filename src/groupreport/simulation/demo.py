"""The demo: a made-up program with two terms, written as a program's own folder would be."""

from __future__ import annotations

import datetime
from pathlib import Path

from groupreport.errors import SetupError
from groupreport.parameters import packaged_folder
from groupreport.simulation.design import (
    Enrollment,
    GroupDesign,
    Modality,
    PlannedRupture,
    TermDesign,
    Transfer,
)
from groupreport.simulation.tables import table_files
from groupreport.simulation.term import simulate_term

_MARKER = ".groupreport-demo"
_MARKER_TEXT = b"groupreport made this folder as a demo; everything in it is made up.\n"
DEMO_SEEDS = {"2026-spring": 2, "2026-fall": 12}
_FIRST_MONDAYS = {"2026-spring": datetime.date(2026, 1, 19), "2026-fall": datetime.date(2026, 8, 24)}
_NORTH, _DOWNTOWN, _CAMPUS = "North clinic", "Downtown clinic", "Campus center"

# id, name, program, site, modality, enrollment, days after the term's first Monday, leaders
_GROUPS: tuple[tuple[str, str, str, str, Modality, Enrollment, int, tuple[str, ...]], ...] = (
    ("G01", "Monday morning anxiety group", "Anxiety", _NORTH, "in_person", "closed", 7, ("L01",)),
    ("G02", "Monday evening anxiety group", "Anxiety", _NORTH, "in_person", "open", 0, ("L01", "L02")),
    ("G03", "Tuesday online anxiety group", "Anxiety", _DOWNTOWN, "online", "closed", 8, ("L03",)),
    ("G04", "Tuesday evening grief group", "Grief", _DOWNTOWN, "in_person", "closed", 8, ("L04", "L05")),
    ("G05", "Wednesday noon worry skills group", "Anxiety", _CAMPUS, "hybrid", "open", 2, ("L06",)),
    ("G06", "Wednesday evening grief group", "Grief", _NORTH, "in_person", "open", 9, ("L07",)),
    ("G07", "Thursday online grief group", "Grief", _DOWNTOWN, "online", "open", 3, ("L04", "L08")),
    ("G08", "Thursday afternoon anxiety group", "Anxiety", _DOWNTOWN, "in_person", "closed", 17, ("L03",)),
    ("G09", "Thursday evening social anxiety group", "Anxiety", _CAMPUS, "in_person", "closed", 10, ("L06", "L09")),
    ("G10", "Friday morning loss of a parent group", "Grief", _CAMPUS, "hybrid", "closed", 11, ("L09",)),
    ("G11", "Friday afternoon young adults’ grief group", "Grief", _CAMPUS, "in_person", "open", 4, ("L08",)),
    ("G12", "Saturday hybrid anxiety group", "Anxiety", _DOWNTOWN, "hybrid", "open", 5, ("L10",)),
)
_MEMBERS = {
    "2026-spring": (9, 10, 8, 8, 12, 9, 7, 6, 9, 8, 9, 10),
    "2026-fall": (8, 11, 7, 9, 11, 8, 9, 6, 10, 8, 7, 11),
}
_SESSIONS = {
    "2026-spring": (12, 14, 12, 11, 14, 12, 13, 10, 12, 12, 13, 14),
    "2026-fall": (12, 14, 12, 12, 14, 12, 13, 10, 12, 11, 14, 13),
}
# January 19 and September 7 are holidays, the week of March 16 is spring break, November 27 follows Thanksgiving.
_CANCELED: dict[str, dict[str, tuple[int, ...]]] = {
    "2026-spring": {"G02": (1, 9), "G05": (9,), "G11": (9,), "G12": (9,), "G04": (4,)},
    "2026-fall": {"G01": (2,), "G02": (3,), "G03": (4,), "G06": (9,), "G11": (14,)},
}
_NOT_COUNTED = ("G03", "G08")
_RUPTURES: dict[str, dict[str, tuple[PlannedRupture, ...]]] = {
    "2026-spring": {
        "G02": (PlannedRupture(session=6, level="member_leader", repair="none"),),
        "G04": (PlannedRupture(session=6, level="member_group", involved=2, repair="none", logged=False),),
        "G05": (PlannedRupture(session=7, level="member_member", involved=2, kind="confrontation", contagious=True),),
        "G06": (PlannedRupture(session=5, level="member_leader", repair="none", kind="confrontation"),),
        "G09": (
            PlannedRupture(
                session=5,
                level="member_member",
                involved=2,
                repair="none",
                contagious=True,
                kind="microaggression",
                identity_domain="religion",
            ),
        ),
        "G10": (PlannedRupture(session=6, level="member_group", involved=2),),
        "G12": (PlannedRupture(session=8, level="member_member", involved=2, repair="partial"),),
    },
    "2026-fall": {
        "G01": (PlannedRupture(session=5, level="member_leader"),),
        "G02": (
            PlannedRupture(
                session=7, level="member_member", involved=2, kind="confrontation", repair="none", contagious=True
            ),
        ),
        "G03": (PlannedRupture(session=6, level="member_group", involved=2, logged=False),),
        "G04": (
            PlannedRupture(
                session=5,
                level="member_member",
                involved=2,
                depth=2.5,
                contagious=True,
                kind="microaggression",
                identity_domain="race_ethnicity",
            ),
        ),
        "G05": (
            PlannedRupture(session=6, level="member_leader", repair="none"),
            PlannedRupture(session=10, level="subgroup", involved=3, repair="partial", kind="subgrouping"),
        ),
        "G06": (PlannedRupture(session=4, level="member_group", involved=2, repair="none", kind="confrontation"),),
        "G07": (PlannedRupture(session=8, level="leader_leader", involved=3, kind="confrontation", depth=2.0),),
        "G09": (
            PlannedRupture(session=6, level="member_member", involved=2, sessions_to_repair=1),
            PlannedRupture(session=12, level="member_leader", repair="none", logged=False),
        ),
        "G10": (
            PlannedRupture(
                session=5,
                level="member_leader",
                involved=1,
                depth=2.5,
                repair="partial",
                kind="microaggression",
                identity_domain="gender",
            ),
        ),
        "G11": (PlannedRupture(session=7, level="member_group", involved=2, contagious=True),),
        "G12": (PlannedRupture(session=9, level="member_member", involved=2, depth=0.0, kind="boundary"),),
    },
}
_TRANSFERS = {
    "2026-spring": (Transfer(from_group="G01", to_group="G12", session=5),),
    "2026-fall": (
        Transfer(from_group="G01", to_group="G02", session=4),
        Transfer(from_group="G10", to_group="G06", session=3),
    ),
}
_README = """\
# A demo program

Everything in this folder is made up by a simulator; no person is behind any row. It is a complete groupreport
project, as a program's own would be:

- `params/program.yml` says what holds for every term, `params/terms/` holds one small file a term.
- `data/<term>/` holds the exported tables as plain CSV files.

Make the reports of the fall term with

    groupreport render --project . --term 2026-fall

and open `published/2026-fall/index.html`. Change a cell of a table and run `groupreport check --project . --term
2026-fall` to see what would be said about it.
"""


def demo_design(term_id: str) -> TermDesign:
    """The design of a demo term: "2026-spring" or "2026-fall"."""
    monday = _FIRST_MONDAYS[term_id]
    groups = []
    for place, (group_id, name, program, site, modality, enrollment, days, leaders) in enumerate(_GROUPS):
        groups.append(
            GroupDesign(
                group_id=group_id,
                name=name,
                program=program,
                first_session=monday + datetime.timedelta(days=days),
                site=site,
                modality=modality,
                enrollment=enrollment,
                members=_MEMBERS[term_id][place],
                sessions=_SESSIONS[term_id][place],
                leaders=leaders,
                canceled=_CANCELED[term_id].get(group_id, ()),
                ruptures=_RUPTURES[term_id].get(group_id, ()),
                participation_counted=group_id not in _NOT_COUNTED,
            )
        )
    is_fall = term_id == "2026-fall"
    return TermDesign(
        groups=tuple(groups),
        transfers=_TRANSFERS[term_id],
        first_member=301 if is_fall else 101,
        dropout_share=0.15 if is_fall else 0.2,
        improvement=1.0 if is_fall else 0.85,
    )


def write_demo_project(folder: str | Path) -> Path:
    """Write the demo as a project folder: parameters, two terms of tables, and a note on what it is.

    A folder that holds the same demo already is completed and otherwise left as it is.

    Raises:
        SetupError: The folder holds something else, or demo files that were changed since. Nothing was written.
    """
    target = Path(folder)
    if target.exists() and not target.is_dir():
        raise SetupError(f"{target} is a file, so the demo cannot be written there. Name another folder.")
    if target.is_dir() and any(target.iterdir()) and not (target / _MARKER).is_file():
        raise SetupError(f"{target} is not empty and no demo of groupreport. Name a new or empty folder.")
    files = _demo_files()
    changed = [name for name, content in files.items() if _differs(target / name, content)]
    if changed:
        raise SetupError(
            f"{target} holds a demo that was changed ({', '.join(changed)}), and nothing is overwritten. "
            "Name a new or empty folder."
        )
    for name, content in files.items():
        path = target / name
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return target


def _differs(path: Path, content: bytes) -> bool:
    return path.exists() and (not path.is_file() or path.read_bytes() != content)


def _demo_files() -> dict[str, bytes]:
    files = {_MARKER: _MARKER_TEXT, "README.md": _README.encode()}
    for name in ("program.yml", "terms/2026-spring.yml", "terms/2026-fall.yml"):
        # Line ends as in the repository, whatever a checkout made of them.
        files[f"params/{name}"] = (packaged_folder() / "params" / name).read_bytes().replace(b"\r\n", b"\n")
    for term_id, seed in DEMO_SEEDS.items():
        tables = table_files(simulate_term(demo_design(term_id), seed))
        files |= {f"data/{term_id}/{name}": content for name, content in tables.items()}
    return files
