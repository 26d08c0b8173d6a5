"""How two processes share the files of a run: one from the front of the list, one from its end.

The kernels are compiled once a clone, which takes minutes. Files that fly stand at the front, those
that solve and read at the end: one process compiles while the other plans, and what that needs of
the kernels later it loads.
"""

from __future__ import annotations

from xdist.scheduler.loadfile import LoadFileScheduling
from xdist.workermanage import WorkerController


class TwoEnds(LoadFileScheduling):
    """The last process takes files from the end of the list, the others from its front."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        if len(self.nodes) > 1 and node is self.nodes[-1]:
            self.workqueue.move_to_end(next(reversed(self.workqueue)), last=False)
        super()._assign_work_unit(node)
