"""Planning in worker processes: a page never waits for the planner, it watches a job."""
