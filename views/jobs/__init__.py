"""Heavy work in worker processes: a page never waits, it watches a job.

A piece of work is a :class:`~views.jobs.task.Task`: a frozen dataclass that can be
pickled, with a ``key`` (the hash of everything its answer depends on) and ``run``. It
runs in one of a few worker processes, once for the whole class: whoever asks for the
same key again, in whatever session, gets the answer that is there.

Write a task in ``views/tasks/``, in a module that imports no streamlit and, at its top,
nothing heavy (the page imports it too)::

    @dataclass(frozen=True, slots=True, kw_only=True)
    class ScanTask(Task[WindowTable]):
        scenario: Scenario
        year: int

        @property
        def key(self) -> str:
            return content_key(self.scenario.sha256, self.year)

        @property
        def name(self) -> str:
            return f"windows of {self.year}"

        def run(self, report: Report) -> WindowTable:
            from planner.transfers import scan

            return scan(self.scenario, self.year, progress=report)

Ask for it in a page::

    table = answer_of(ScanTask(scenario=scenario, year=2030))
    if table is not None:
        draw(table)

:func:`views.parts.answers.answer_of` returns the answer, or draws what stands in its
place (progress with Cancel, the early answer, a refusal, an apology) and returns None.
It never blocks: the progress is a fragment that draws the page anew when the job ends.

What holds for every task:

- **An answer belongs to everybody.** It must be frozen, or never changed by a page.
- **One job a session.** A page may ask for several answers; they are computed one after
  the other, in the order of the page. Asking again under the same ``slot`` gives up what
  that slot asked for before; a job that nobody watches is stopped, its process killed.
- **A closed tab frees its worker** within ``service.GRACE_S``, whatever it computed.
- **Fair to the class.** Jobs run in the order they were asked for, and nobody has more
  than one waiting.
- **Bounded.** Workers, memory of a worker, time of a job, size of an answer, number and
  size of the answers kept: all have limits, each told in words when it is met.
- **Progress.** ``report(text, fraction)`` at least every second or so;
  ``report.partial(answer)`` gives an early answer, which the page draws while it waits.
- **Errors.** A ``PlannerError`` is an answer of its own kind: an ``InfeasiblePlanError``
  comes back as ``Infeasible``, any other as ``Declined``, its message shown as it is.
  Everything else is a fault of ours and shown as an apology with a report to copy.
"""
