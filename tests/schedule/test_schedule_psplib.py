"""The time part of the model on project scheduling: known optima by a model of another kind.

What maps: a job is an element, its duration the days from delivery to operational; a precedence
is a requirement; a resource of ``m`` units is ``m`` pads, each busy for its turnaround after a
launch, so that every job on it lasts equally long and takes one unit of that resource alone; a
job without resources has a pad of its own. Every day is a window and takes one element.

What does not: several resources or units a job, and jobs of different length on one resource.
No pad or cadence of ours is held for as long as the element it launched takes to commission.
Cadence is counted by calendar year, which PSPLIB has not; it is held against a judge below.
"""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from ortools.sat.python import cp_model

from planner.schedule import solve_schedule
from planner.schedule.problem import (
    ElementTask,
    FlightOption,
    Launcher,
    Pad,
    ScheduleProblem,
    Window,
)
from tests import effort
from tests.schedule.exhaustive import broken_rules, flown_by
from tests.schedule.handmade import DAY0
from tests.schedule.psplib import Job, Project, drawn, read_sm, write_sm

EFFORT_S = 60.0


def as_problem(project: Project, *, days: int, per_year: int = 10_000) -> ScheduleProblem:
    """The project as elements, pads and windows of ``days`` days."""
    options: list[FlightOption] = []
    pads: list[Pad] = []
    for resource, units in enumerate(project.capacities):
        for unit in range(units):
            add_pad(options, pads, f"r{resource}u{unit}", _hold(project, resource), days)
    tasks = []
    for number, job in project.jobs.items():
        used = [n for n, units in enumerate(job.requests) if units]
        if len(used) > 1 or any(units > 1 for units in job.requests):
            raise ValueError(f"job {number} takes more than a unit of one resource")
        if used and job.duration != _hold(project, used[0]):
            raise ValueError(f"job {number} does not last as long as others on its resource")
        if not used:
            add_pad(options, pads, f"free{number}", 0, days)
        names = [f"r{n}u{unit}" for n in used for unit in range(project.capacities[n])]
        tasks.append(
            ElementTask(
                id=f"j{number:02d}",
                mass_kg=1,
                options=tuple(names or [f"free{number}"]),
                release_day=DAY0,
                due_day=None,
                commissioning_d=job.duration,
                requires=tuple(
                    f"j{n:02d}" for n, other in project.jobs.items() if number in other.successors
                ),
            )
        )
    return ScheduleProblem(
        elements=tuple(tasks),
        options=tuple(options),
        launchers=(Launcher(id="lift", cadence_per_year=per_year),),
        pads=tuple(pads),
        start_day=DAY0,
        end_day=DAY0 + days,
    )


def add_pad(
    options: list[FlightOption], pads: list[Pad], name: str, turnaround_d: int, days: int
) -> None:
    windows = tuple(
        Window(key=f"d{day}", launch_day=DAY0 + day, delivery_day=DAY0 + day, capacity_kg=1)
        for day in range(days + 1)
    )
    pads.append(Pad(id=name, turnaround_d=turnaround_d))
    options.append(
        FlightOption(
            id=name, launcher="lift", pad=name, destination="surface", cost_musd=0, windows=windows
        )
    )


def _hold(project: Project, resource: int) -> int:
    return next((job.duration for job in project.jobs.values() if job.requests[resource]), 0)


def shortest(project: Project) -> int:
    """Least makespan by interval variables and cumulative resources: shares no code or idea."""
    model = cp_model.CpModel()
    start = {n: model.new_int_var(0, project.horizon, f"s{n}") for n in project.jobs}
    spans = {
        n: model.new_fixed_size_interval_var(start[n], job.duration, f"i{n}")
        for n, job in project.jobs.items()
    }
    for resource, units in enumerate(project.capacities):
        users = [n for n, job in project.jobs.items() if job.requests[resource]]
        demands = [project.jobs[n].requests[resource] for n in users]
        model.add_cumulative([spans[n] for n in users], demands, units)
    for n, job in project.jobs.items():
        for successor in job.successors:
            model.add(start[successor] >= start[n] + job.duration)
    model.minimize(start[max(project.jobs)])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)


def path_length(project: Project) -> int:
    """Longest chain of durations: the makespan if resources were free."""
    done: dict[int, int] = {}
    for n in sorted(project.jobs):
        before = [done[k] for k, job in project.jobs.items() if n in job.successors]
        done[n] = max(before, default=0) + project.jobs[n].duration
    return max(done.values())


def test_the_format_is_read_as_it_is_written():
    project = drawn(1, jobs=30)
    text = write_sm(project, seed=1)
    assert read_sm(text) == project
    assert "jobs (incl. supersource/sink ):  32" in text


def test_a_project_worked_out_by_hand():
    """Two units, five jobs of 3 days without order: three rounds of at most two, 9 days."""
    jobs = {1: Job(0, (0,), (2, 3, 4, 5, 6)), 7: Job(0, (0,), ())}
    jobs |= {n: Job(3, (1,), (7,)) for n in range(2, 7)}
    project = Project(dict(sorted(jobs.items())), (2,), 15)
    assert shortest(project) == 9
    assert answer_days(project) == 9


def answer_days(project: Project) -> int:
    best = shortest(project)
    problem = as_problem(project, days=best + best // 3)
    schedule = solve_schedule(problem, time_limit_s=EFFORT_S, seed=1)
    assert schedule.status == "optimal"
    assert broken_rules(problem, flown_by(schedule)) == []
    return schedule.completion_day - DAY0


@pytest.mark.parametrize("seed", range(4))
def test_thirty_jobs_reach_the_known_optimum(seed: int):
    project = read_sm(write_sm(drawn(seed, jobs=30), seed=seed))
    assert answer_days(project) == shortest(project)


def test_resources_decide_in_these_projects():
    """Else the optimum would be the longest chain, and resources would not be tested."""
    tight = [seed for seed in range(4) if _tight(drawn(seed, jobs=30))]
    assert len(tight) >= 3


def _tight(project: Project) -> bool:
    return shortest(project) > path_length(project)


@pytest.mark.slow
@pytest.mark.parametrize("seed", effort.some((10, 11, 13, 12), 2))
def test_sixty_jobs_reach_the_known_optimum(seed: int):
    project = read_sm(write_sm(drawn(seed, jobs=60), seed=seed))
    assert answer_days(project) == shortest(project)


def yearly(seed: int) -> ScheduleProblem:
    """Twelve elements, one a flight, on two launchers of one to three launches a year."""
    random = Random(seed)
    options, pads = [], []
    for name in ("long", "short"):
        windows = tuple(
            Window(
                key=f"d{day}",
                launch_day=DAY0 + day,
                delivery_day=DAY0 + day + random.randint(3, 9),
                capacity_kg=1,
            )
            for day in range(random.randint(0, 20), 5 * 365, 28)
        )
        pads.append(Pad(id=name, turnaround_d=0))
        options.append(
            FlightOption(
                id=name,
                launcher=name,
                pad=name,
                destination="surface",
                cost_musd=1,
                windows=windows,
            )
        )
    tasks = [
        ElementTask(
            id=f"e{n:02d}",
            mass_kg=1,
            options=random.choice((("long",), ("short",), ("long", "short"))),
            release_day=DAY0 + random.choice((0, 0, 200, 400)),
            due_day=None,
            commissioning_d=random.choice((0, 30, 90, 200)),
            requires=tuple(f"e{k:02d}" for k in range(max(0, n - 3), n) if random.random() < 0.2),
        )
        for n in range(12)
    ]
    return ScheduleProblem(
        elements=tuple(tasks), options=tuple(options), pads=tuple(pads),
        launchers=tuple(
            Launcher(id=name, cadence_per_year=random.randint(1, 3)) for name in ("long", "short")
        ),
        start_day=DAY0, end_day=DAY0 + 6 * 365,
    )  # fmt: skip


def soonest(problem: ScheduleProblem) -> int:
    """Least completion by one choice of window an element, each year of a launcher a bin."""
    model = cp_model.CpModel()
    windows = [(o, w) for o in problem.options for w in o.windows]
    takes = {
        (task.id, n): model.new_bool_var("")
        for task in problem.elements
        for n, (option, window) in enumerate(windows)
        if option.id in task.options and window.launch_day >= task.release_day
    }
    arrives, done = {}, model.new_int_var(problem.start_day, problem.end_day, "done")
    for task in problem.elements:
        mine = {n: x for (e, n), x in takes.items() if e == task.id}
        model.add_exactly_one(mine.values())
        arrives[task.id] = sum(windows[n][1].delivery_day * x for n, x in mine.items())
        model.add(arrives[task.id] + task.commissioning_d <= done)
    for task in problem.elements:
        for required in task.requires:
            wait = next(other.commissioning_d for other in problem.elements if other.id == required)
            model.add(arrives[required] + wait <= arrives[task.id])
    for n in range(len(windows)):
        model.add_at_most_one(x for (_, k), x in takes.items() if k == n)
    for launcher in problem.launchers:
        for year in range(2031, 2037):
            flown = [
                x
                for (_, n), x in takes.items()
                if windows[n][0].launcher == launcher.id
                and date.fromordinal(windows[n][1].launch_day).year == year
            ]
            model.add(sum(flown) <= launcher.cadence_per_year)
    model.minimize(done)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else 0


@pytest.mark.parametrize("seed", range(6))
def test_cadence_by_calendar_year_reaches_the_known_optimum(seed: int):
    problem = yearly(seed)
    schedule = solve_schedule(problem, time_limit_s=EFFORT_S, seed=1)
    assert (schedule.completion_day or 0) == soonest(problem)
    assert schedule.status == ("optimal" if schedule.flights else "infeasible")


def test_what_does_not_map_is_refused():
    two = Project({1: Job(2, (1, 1), ())}, (1, 1), 2)
    uneven = Project({1: Job(2, (1,), (2,)), 2: Job(3, (1,), ())}, (1,), 5)
    with pytest.raises(ValueError, match="more than a unit of one resource"):
        as_problem(two, days=9)
    with pytest.raises(ValueError, match="last as long"):
        as_problem(uneven, days=9)
