"""A job service without processes: each job stands in the state a test gives it."""

from __future__ import annotations

from views.jobs.job import Job
from views.jobs.messages import Progress


class StillService:
    """Ends each job at once.

    ``ending`` is how; ``endings`` says otherwise for a kind of task, by its class: an ending,
    or a function from the task to one.
    """

    def __init__(self, ending):
        self.ending = ending
        self.endings = {}
        self.progress = None
        self.early = []
        self.jobs = {}
        self.submitted = []

    def find(self, task):
        return self.jobs.get(task.identity)

    def submit(self, task, *, watcher):
        self.submitted.append(task)
        job = self.jobs.get(task.identity)
        if job is None or not job.view.active:
            job = self.jobs[task.identity] = Job(task)
        job.watch(watcher)
        if self.progress is not None:
            job.start()
            for message in (self.progress, *self.early):
                job.report(message)
        else:
            ending = self.endings.get(type(task), self.ending)
            job.end(ending(task) if callable(ending) else ending)
        return job

    def keep_busy(self, text, fraction):
        """Leave every job running, with this progress."""
        self.progress = Progress(text, fraction)

    def cancel(self, job, *, watcher):
        job.leave(watcher)
        job.end("cancelled")

    def ahead_of(self, job):  # noqa: ARG002 - the service's signature
        return 0
