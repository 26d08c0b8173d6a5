"""A planning service without processes: each job stands in the state a test gives it."""

from __future__ import annotations

from views.jobs.job import Job
from views.jobs.messages import Progress


class StillService:
    def __init__(self, ending):
        self.ending = ending
        self.progress = None
        self.jobs = {}
        self.submitted = []

    def find(self, sha256):
        return self.jobs.get(sha256)

    def submit(self, scenario, *, watcher):
        self.submitted.append(scenario.id)
        job = self.jobs.get(scenario.sha256)
        if job is None or not job.view.active:
            job = self.jobs[scenario.sha256] = Job(scenario)
        job.watch(watcher)
        if self.progress is not None:
            job.start()
            job.report(self.progress)
        else:
            job.end(self.ending)
        return job

    def keep_busy(self, text, fraction):
        """Leave every job running, with this progress."""
        self.progress = Progress(text, fraction)

    def cancel(self, job, *, watcher):
        job.leave(watcher, fresh_s=0.0)
        job.end("cancelled")

    def ahead_of(self, job):  # noqa: ARG002 - the service's signature
        return 0
