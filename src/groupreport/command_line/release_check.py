"""The last look at files that leave the house: none may name or identify a person, and all that is released is kept."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from groupreport.errors import DisclosureError
from groupreport.parameters import Audience

if TYPE_CHECKING:
    from groupreport.disclosure.read_back import ReadRelease
    from groupreport.intake import Term


def check_release(term: Term, audience: Audience, files: Sequence[Path], *, project: Path) -> None:
    """Refuse leadership and funder files that could identify a person; write releases into their ledgers.

    Refused are files that hold an id, a leader, a contact pattern or a machine path, and files from which, beside all
    that their readers have already, a small count could be worked out.

    Raises:
        DisclosureError: At least one file is refused; the message names file and place, never the text that was found.
    """
    if audience == "evaluator":
        return
    from groupreport.disclosure.leaks import ForbiddenTokens, scan_files  # heavy, and only for new files

    forbidden = ForbiddenTokens.of_term(term, audience)
    leaks = scan_files(files, forbidden)
    if leaks:
        listed = "; ".join(f"{Path(leak.file).name}: {leak.kind} ({leak.where})" for leak in leaks[:5])
        raise DisclosureError(f"{audience}: {len(leaks)} place(s) may identify a person: {listed}.")
    from groupreport.disclosure.ledger import only_writer

    attack_and_record = _attack_and_record if audience == "funder" else _attack_and_record_report
    # A release to the one is looked at beside those to the other as well.
    with only_writer(project, "funder"), only_writer(project, "leadership"):
        attack_and_record(term, files, project)


def _attack_and_record(term: Term, files: Sequence[Path], project: Path) -> None:
    from groupreport.disclosure.earlier import Window
    from groupreport.disclosure.earlier_releases import earlier_beside
    from groupreport.disclosure.leadership_readers import refuse_beside_reports
    from groupreport.disclosure.ledger import record_release
    from groupreport.disclosure.policy import Policy
    from groupreport.disclosure.read_back import read_release
    from groupreport.disclosure.release_attack import attack_release
    from groupreport.summaries.facts import term_facts

    facts = term.parameters.term
    policy = Policy.from_settings(term.parameters.settings.audiences.funder)
    refuse_beside_reports(term_facts(term), policy, project)
    window = Window(term=facts.id, starts=facts.starts, ends=facts.ends)
    wrong = attack_release(files, policy, earlier_beside(project, window, term.data_hash, policy), term.data_hash)
    if wrong:
        raise DisclosureError(
            f"funder: the release does not stand up to the attack on its files: {'; '.join(wrong[:5])}."
        )
    for table in files:
        if table.suffix == ".csv":
            read = read_release(table)
            _refuse_corrected(term, read, project)
            record_release(
                project,
                read,
                starts=facts.starts,
                ends=facts.ends,
                data=term.data_hash,
                policy=policy,
                now=datetime.datetime.now().astimezone().replace(microsecond=0),
            )


def _refuse_corrected(term: Term, read: ReadRelease, project: Path) -> None:
    """Refuse a release to funders that shows a correction which leadership's readers may not see.

    Raises:
        DisclosureError: A report to leadership stands that was made from other data, corrections are to be withheld,
            and some count differs from that report's by a few people.
    """
    from groupreport.disclosure.leadership_readers import LeadershipRules
    from groupreport.disclosure.leadership_restated import seen_in_funders
    from groupreport.disclosure.ledger import read_ledger
    from groupreport.summaries import summarize_program
    from groupreport.summaries.facts import term_facts

    rules = LeadershipRules.of(term_facts(term))
    reports = [
        one
        for one in read_ledger(project, "leadership")
        if one.withdrawn is None and one.term == term.parameters.term.id and one.data != term.data_hash
    ]
    if rules.corrections == "shown" or not reports:
        return
    telling = seen_in_funders(summarize_program(term), read.tables, reports, rules.smallest_count)
    if telling:
        raise DisclosureError(
            f"funder: beside release {telling[0]} of this term to leadership the outcomes would tell what fewer than "
            f"{rules.smallest_count} people have changed since then. If that report was never handed out: groupreport "
            f"releases --leadership --withdraw {telling[0]} --why ... (Where leadership may see what few people "
            "changed: audiences.leadership.corrections: shown.)"
        )


def _attack_and_record_report(term: Term, files: Sequence[Path], project: Path) -> None:
    from groupreport.disclosure.leadership_attack import attack_report
    from groupreport.disclosure.leadership_readers import LeadershipRules, ledgers_of
    from groupreport.disclosure.ledger import record_release
    from groupreport.disclosure.read_back import read_numbers
    from groupreport.summaries.facts import term_facts

    facts = term_facts(term)
    rules = LeadershipRules.of(facts)
    last_term = None if term.previous is None else term.previous.parameters.term.id
    ledgers = ledgers_of(facts, last_term, rules, project)
    of_these_data = [one for one in ledgers.to_funders if one.data == term.data_hash]
    for table in files:
        if table.suffix != ".csv":
            continue
        read = read_numbers(table)
        wrong = attack_report(
            files,
            read,
            rules.smallest_count,
            to_funders=of_these_data[-1] if of_these_data else None,
            earlier=ledgers.own,
        )
        if wrong:
            raise DisclosureError(
                f"leadership: the report does not stand up to the attack on its files: {'; '.join(wrong[:5])}."
            )
        record_release(
            project,
            read,
            starts=facts.starts,
            ends=facts.ends,
            data=term.data_hash,
            policy=rules,
            now=datetime.datetime.now().astimezone().replace(microsecond=0),
            readers="leadership",
        )
