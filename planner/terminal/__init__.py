"""The planner from a terminal: answers on stdout, progress and faults on stderr."""
