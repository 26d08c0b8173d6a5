"""Tasks for the job service that compute nothing but behave, well and badly."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from planner.errors import (
    ClashingStatement,
    InfeasiblePlanError,
    OfferedRepair,
    OutOfRangeError,
)
from views.jobs.task import Task


@dataclass(frozen=True, slots=True)
class Sample(Task):
    """Answers with its own name and its process; subclasses do something first."""

    name: str = "any"

    @property
    def key(self):
        return self.name

    def run(self, report):
        report(f"pid {os.getpid()}", 0.25)
        self.act(report)
        return self.name, os.getpid()

    def act(self, report):
        """Do nothing."""


class Sleeps(Sample):
    def act(self, report):  # noqa: ARG002
        time.sleep(60.0)


class Spins(Sample):
    """Never comes back to Python's own loop of signals and threads for long."""

    def act(self, report):  # noqa: ARG002
        sum(range(10**12))


class Dies(Sample):
    def act(self, report):  # noqa: ARG002
        os._exit(3)


class Clashes(Sample):
    proven = True

    def act(self, report):  # noqa: ARG002
        both = tuple(ClashingStatement(says=one, path=(one,)) for one in ("a", "b"))
        raise InfeasiblePlanError(
            ("a before b", "b before a"),
            proven=self.proven,
            conflicts=(both,),
            repairs=(OfferedRepair(says="c", overrides={"d": 1}),),
        )


class Undecided(Clashes):
    proven = False


class Declines(Sample):
    def act(self, report):  # noqa: ARG002
        raise OutOfRangeError(name="tof_d", value=-1.0, allowed="2 to 200 d")


class Breaks(Sample):
    def act(self, report):  # noqa: ARG002
        raise ZeroDivisionError("division by zero")


class Greedy(Sample):
    def act(self, report):  # noqa: ARG002
        bytearray(64 * 2**30)


class Large(Sample):
    """Its answer has so many MiB as its name says."""

    def run(self, report):  # noqa: ARG002
        return bytes(int(self.name) * 2**20)


class Prints(Sample):
    def act(self, report):  # noqa: ARG002
        print("a library that talks")


class Hints(Sample):
    """Gives early answers, then waits for the file named to appear."""

    def act(self, report):
        report.partial("rough")
        report.partial("better")
        deadline = time.monotonic() + 30.0
        while not Path(self.name).exists() and time.monotonic() < deadline:
            time.sleep(0.01)
