"""``score CHALLENGE SCENARIO``: a student's try, planned and scored by a teacher's rules."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.errors import InfeasiblePlanError, PlannerError
from planner.scenario.faults import FaultyFileError
from planner.scenario.reading import read_bytes
from planner.terminal.codes import DONE, REFUSED
from planner.terminal.progress import ProgressLine

if TYPE_CHECKING:
    from planner.challenges import Attempt, Challenge, Score
    from planner.plan import CampaignPlan


def add_to(verbs: Any) -> None:
    """Add the command to the command line."""
    parser = verbs.add_parser(
        "score",
        help="plan a try at a class challenge and score it",
        description="Exit code 1 if the try breaks a rule or has no plan, with every reason. The "
        "score is computed from the plan made here, whatever the file says of itself.",
    )
    parser.add_argument(
        "challenge", type=Path, metavar="CHALLENGE", help="rules (docs/challenge_format.md)"
    )
    parser.add_argument(
        "scenario", type=Path, metavar="SCENARIO", help="the try: a variant, or a whole scenario"
    )
    parser.add_argument(
        "--scenarios",
        type=Path,
        default=Path("scenarios"),
        metavar="FOLDER",
        help="folder of the scenario both start from (scenarios)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Read, plan and score; exit code."""
    from planner.challenges import load_challenge, read_attempt, score_of

    try:
        challenge = load_challenge(chosen.challenge, scenarios=chosen.scenarios)
        attempt = read_attempt(
            challenge,
            read_bytes(chosen.scenario),
            name=str(chosen.scenario),
            scenarios=chosen.scenarios,
        )
    except FaultyFileError as error:
        print(error, file=sys.stderr)
        return REFUSED
    if attempt.broken:
        return _refuse(f"{chosen.scenario}: against the rules:", map(str, attempt.broken))
    try:
        plan = _planned(attempt)
    except InfeasiblePlanError as error:
        return _refuse(f"{chosen.scenario}: this try has no plan:", error.told)
    except PlannerError as error:
        return _refuse(f"{chosen.scenario}: cannot be planned:", [str(error)])
    score = score_of(challenge, plan)
    if chosen.json:
        from planner.exports.score_json import score_to_dict
        from planner.exports.transfer_json import dumps_document

        sys.stdout.write(dumps_document(score_to_dict(challenge, attempt, plan, score)))
    else:
        print("\n".join(_told(challenge, attempt, plan, score)))
    return DONE


def _planned(attempt: Attempt) -> CampaignPlan:
    with ProgressLine(sys.stderr) as line:
        from planner.campaign import plan_campaign

        return plan_campaign(attempt.scenario, progress=line.show)


def _refuse(sentence: str, reasons: Any) -> int:
    print(sentence, *(f"  - {reason}" for reason in reasons), sep="\n", file=sys.stderr)
    return REFUSED


def _told(
    challenge: Challenge, attempt: Attempt, plan: CampaignPlan, score: Score
) -> Iterator[str]:
    from planner.challenges.score import value_text
    from planner.terminal.table import aligned

    names = {rule.id: rule.name for rule in challenge.rules}
    yield f"{challenge.file.title}: {score.total:.1f} of {score.most:g} points"
    yield plan.headline.sentence
    made = "; ".join(
        f"{names[key]}: {challenge.told(value)}" for key, value in attempt.made.items()
    )
    yield f"Changed: {made or 'nothing'}."
    yield ""
    head = ("Part", "Plan", "All points", "None", "Points", "Of", "From")
    rows = [
        (
            part.name,
            value_text(part.figure, part.value),
            value_text(part.figure, part.full),
            value_text(part.figure, part.none),
            f"{part.points:.1f}",
            f"{part.most:g}",
            part.source,
        )
        for part in score.parts
    ]
    yield aligned(head, rows, right=frozenset(head[1:6]))
    for one in score.demands:
        yield f"Demand: {one.says}: {'met' if one.met else 'missed, no points'}."
