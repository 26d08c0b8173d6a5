"""A worker that speaks the protocol and plans nothing: the scenario's id says what it does."""

from __future__ import annotations

import os
import pickle
import sys
import time

from tests.views.sample_plan import sample_plan
from views.jobs.messages import Failed, Infeasible, Planned, Progress


def main() -> None:
    out = sys.stdout.buffer
    while True:
        try:
            order = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        for message in answer(order.scenario.id):
            pickle.dump(message, out)
            out.flush()


def answer(scenario_id):
    yield Progress(f"pid {os.getpid()}", 0.25)
    match scenario_id:
        case "sleeps":
            time.sleep(60.0)
        case "dies":
            os._exit(3)
        case "impossible":
            yield Infeasible(("a before b", "b before a"))
        case "undecided":
            yield Infeasible(("raise the time limit",), proven=False)
        case "breaks":
            yield Failed("ZeroDivisionError", "division by zero", "planner/somewhere.py:1")
        case _:
            yield Planned(sample_plan(title=scenario_id))


main()
