"""What each command does. Slow libraries are imported by the command that needs them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from planner.errors import InfeasiblePlanError, PlannerError
from planner.scenario import Scenario, ScenarioError, load_scenario
from planner.terminal.codes import DONE, REFUSED
from planner.terminal.conflict import explained
from planner.terminal.progress import ProgressLine

if TYPE_CHECKING:
    from planner.campaign import Explanation
    from planner.plan import CampaignPlan


def validate(files: Iterable[Path]) -> int:
    """Say of each scenario file that it is valid, or everything that is wrong with it."""
    code = DONE
    for file in files:
        scenario = _load(partial(load_scenario, file))
        if scenario is None:
            code = REFUSED
        else:
            print(f"{file}: valid; {_contents(scenario)}")
    return code


def plan(
    file: Path,
    load: Callable[[], Scenario],
    *,
    json_path: Path | None,
    to_stdout: bool,
    time_limit_s: float | None,
    seed: int | None,
    explain: bool = False,
) -> int:
    """Plan a scenario; print a summary, or the plan itself if it is to go to stdout."""
    scenario = _load(load)
    if scenario is None:
        return REFUSED
    try:
        answer, explanation = _planned(scenario, time_limit_s, seed, explain=explain)
    except InfeasiblePlanError as error:
        verdict = (
            "no plan satisfies this scenario"
            if error.proven
            else "no plan was found in the time allowed, nor a proof that there is none"
        )
        return _refuse(f"{file}: {verdict}:", error.reasons, explained(error, file))
    except PlannerError as error:
        return _refuse(f"{file}: cannot be planned:", [str(error)])
    return _hand_over(answer, explanation, json_path=json_path, to_stdout=to_stdout)


def check(load: Callable[[], Scenario], plan_file: Path) -> int:
    """Judge a plan by rules that share no code with the optimiser."""
    from planner.schedule.check import check_plan
    from planner.terminal.plan_file import read_plan

    scenario = _load(load)
    if scenario is None:
        return REFUSED
    try:
        document = read_plan(plan_file)
    except PlannerError as error:
        return _refuse(str(error))
    violations = check_plan(scenario, document)
    if violations:
        return _refuse(f"{plan_file}: {len(violations)} violations:", map(str, violations))
    flights, elements = len(document["flights"]), len(document["elements"])
    print(f"{plan_file}: no violation; {flights} flights, {elements} elements")
    return DONE


def _load(load: Callable[[], Scenario]) -> Scenario | None:
    """Load a scenario, or print every fault and return None."""
    try:
        return load()
    except ScenarioError as error:
        print(error, file=sys.stderr)
    except PlannerError as error:  # an earlier plan that cannot be read
        print(error, file=sys.stderr)
    return None


def _planned(
    scenario: Scenario, time_limit_s: float | None, seed: int | None, *, explain: bool
) -> tuple[CampaignPlan, Explanation | None]:
    from planner.terminal.interrupt import Search

    search = Search()
    with ProgressLine(sys.stderr) as line:
        line.show("loading the planner", 0.0)
        from planner.campaign import plan_and_explain, plan_campaign

        effort: _Effort = {"time_limit_s": time_limit_s, "seed": seed, "progress": line.show}
        if explain:
            return plan_and_explain(scenario, **effort)
        answer = search.run(
            lambda: plan_campaign(scenario, **effort, on_plan=search.told, stop=search.ended)
        )
    if search.ended():
        print(_kept(answer), file=sys.stderr)
    return answer, None


def _kept(answer: CampaignPlan) -> str:
    """What is kept of a search that was ended, and how good it is."""
    begun = f"ended by Ctrl-C; the best plan so far is kept: complete on {answer.completion_date}"
    if answer.status == "optimal":
        return f"{begun}, proven to be the best."
    if answer.date_gap is None:
        return f"{begun}, not proven."
    if answer.date_gap == 0.0:
        return f"{begun}, as early as can be; what comes after the date is not proven."
    return f"{begun}, gap {answer.date_gap:.1%}."


class _Effort(TypedDict):
    """How hard to search, and who watches."""

    time_limit_s: float | None
    seed: int | None
    progress: Callable[[str, float], None]


def _hand_over(
    answer: CampaignPlan,
    explanation: Explanation | None,
    *,
    json_path: Path | None,
    to_stdout: bool,
) -> int:
    from planner.exports.plan_json import dumps_plan
    from planner.files import replace_file
    from planner.terminal.summary import summary_text

    if to_stdout:
        sys.stdout.write(dumps_plan(answer, explanation))
        return DONE
    print(summary_text(answer))
    if explanation is not None:
        from planner.terminal.explanation_text import explanation_text

        print(f"\n{explanation_text(explanation)}")
    if json_path is not None:
        try:
            replace_file(json_path, dumps_plan(answer, explanation).encode("utf-8"))
        except OSError as error:
            return _refuse(f"{json_path}: cannot be written: {error.strerror}")
        print(f"\nWritten to {json_path}.")
    return DONE


def _refuse(sentence: str, reasons: Iterable[str] = (), more: Iterable[str] = ()) -> int:
    listed = (f"  - {reason}" for reason in reasons)
    print(sentence, *listed, *more, sep="\n", file=sys.stderr)
    return REFUSED


def _contents(scenario: Scenario) -> str:
    elements, ways = len(scenario.elements), len(scenario.fleet)
    return (
        f"{elements} element{'s' * (elements != 1)}, {ways} way{'s' * (ways != 1)} to fly, "
        f"{scenario.horizon.start} to {scenario.horizon.end}"
    )
