"""Speed and agreement of the planner beside other libraries: ``python -m benchmarks``."""
