"""The heavy work of the pages, one module a kind of task; read ``views.jobs`` first."""
