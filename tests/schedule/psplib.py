"""Project scheduling instances in the single-mode format of PSPLIB: read, written, drawn.

Format and the parameters a generator turns (network complexity, resource strength) after Kolisch
and Sprecher 1997, European Journal of Operational Research 96, 205-216. Nothing here is a copy of
their instances; every instance is drawn from a seed and written out before it is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Job:
    """An activity: duration (periods), units of each resource, and who may only follow it."""

    duration: int
    requests: tuple[int, ...]
    successors: tuple[int, ...]


@dataclass(frozen=True)
class Project:
    """Jobs by number from 1, the first and last being source and sink, and capacities."""

    jobs: dict[int, Job]
    capacities: tuple[int, ...]
    horizon: int


def read_sm(text: str) -> Project:
    """A project from the text of an ``.sm`` file; refuses several modes and projects."""
    sections = _sections(text)
    following = {}
    for line in sections["PRECEDENCE RELATIONS"][1:]:
        number, modes, count, *successors = map(int, line.split())
        if modes != 1 or len(successors) != count:
            raise ValueError(f"job {number}: {modes} modes, {count} successors in {line!r}")
        following[number] = tuple(successors)
    jobs = {}
    for line in sections["REQUESTS/DURATIONS"][1:]:
        if line.startswith("-"):
            continue
        number, _, duration, *requests = map(int, line.split())
        jobs[number] = Job(duration, tuple(requests), following[number])
    capacities = tuple(map(int, sections["RESOURCEAVAILABILITIES"][1].split()))
    horizon = next(line for line in text.splitlines() if line.startswith("horizon"))
    return Project(jobs, capacities, int(horizon.split(":")[1]))


def _sections(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in text.splitlines():
        if line.rstrip().endswith(":") and line[:1].isupper():
            current = found.setdefault(line.strip().rstrip(":"), [])
        elif line.strip() and not line.startswith("*"):
            current.append(line.strip())
    return found


def write_sm(project: Project, *, seed: int) -> str:
    """The project as PSPLIB writes it."""
    rule, names = "*" * 72, "  ".join(f"R {n + 1}" for n in range(len(project.capacities)))
    lines = [
        rule, "file with basedata            : drawn", f"initial value random generator: {seed}",
        rule, "projects                      :  1",
        f"jobs (incl. supersource/sink ):  {len(project.jobs)}",
        f"horizon                       :  {project.horizon}", "RESOURCES",
        f"  - renewable                 :  {len(project.capacities)}   R",
        "  - nonrenewable              :  0   N", "  - doubly constrained        :  0   D",
        rule, "PRECEDENCE RELATIONS:", "jobnr.    #modes  #successors   successors",
    ]  # fmt: skip
    for number, job in project.jobs.items():
        after = "".join(f"{successor:>6}" for successor in job.successors)
        lines.append(f"{number:>4}        1       {len(job.successors):>3}     {after}")
    lines += [rule, "REQUESTS/DURATIONS:", f"jobnr. mode duration  {names}", "-" * 72]
    for number, job in project.jobs.items():
        units = "".join(f"{request:>5}" for request in job.requests)
        lines.append(f"{number:>3}      1    {job.duration:>3}  {units}")
    lines += [rule, "RESOURCEAVAILABILITIES:", f"  {names}"]
    lines += ["".join(f"{capacity:>5}" for capacity in project.capacities), rule]
    return "\n".join(lines) + "\n"


def drawn(
    seed: int,
    *,
    jobs: int,
    resources: int = 4,
    most_units: int = 2,
    arcs_per_job: float = 1.5,
    factor: float = 0.75,
) -> Project:
    """A project of the kind that pads can be: one unit of one resource, one duration each.

    ``factor`` is the share of jobs that need a resource, ``arcs_per_job`` the network complexity.
    """
    random = Random(seed)
    capacities = tuple(random.randint(1, most_units) for _ in range(resources))
    hold = [random.randint(2, 9) for _ in range(resources)]
    last = jobs + 2
    follows: dict[int, set[int]] = {number: set() for number in range(1, last + 1)}
    for number in range(2, last):
        earlier = range(max(1, number - jobs // 2), number)
        follows[random.choice(earlier)].add(number)
    while sum(map(len, follows.values())) < arcs_per_job * jobs:
        before, after = sorted(random.sample(range(2, last), 2))
        follows[before].add(after)
    for number in range(1, last):
        if not follows[number]:
            follows[number].add(last)
    drawn_jobs = {1: Job(0, (0,) * resources, tuple(sorted(follows[1])))}
    for number in range(2, last):
        which = random.randrange(resources) if random.random() < factor else None
        duration = random.randint(1, 10) if which is None else hold[which]
        requests = tuple(int(n == which) for n in range(resources))
        drawn_jobs[number] = Job(duration, requests, tuple(sorted(follows[number])))
    drawn_jobs[last] = Job(0, (0,) * resources, ())
    return Project(drawn_jobs, capacities, sum(job.duration for job in drawn_jobs.values()))
