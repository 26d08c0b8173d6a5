"""The real server in a process of its own, and the memory that it and its workers take."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
_PROC: Final = Path("/proc")
_START_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: ``address`` such as ``127.0.0.1:8501``."""

    process: subprocess.Popen[bytes]
    address: str

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None


@contextlib.contextmanager
def running(*, port: int | None = None, log: Path | None = None) -> Iterator[Server]:
    """Run ``streamlit run app.py`` on 127.0.0.1, on a free port, until the block ends.

    Raises
    ------
    RuntimeError
        It did not answer within a minute.
    """
    port = port or _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    with contextlib.ExitStack() as stack:
        out = stack.enter_context(log.open("wb")) if log else subprocess.DEVNULL
        process = subprocess.Popen(
            [*command, "--server.address=127.0.0.1", f"--server.port={port}"],
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        server = Server(process, f"127.0.0.1:{port}")
        try:
            _wait(server)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(server: Server) -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline and server.alive:
        with contextlib.suppress(OSError):
            url = f"http://{server.address}/_stcore/health"
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.read() == b"ok":
                    return
        time.sleep(0.05)
    raise RuntimeError(f"the server at {server.address} did not answer within {_START_S:.0f} s")


def memory_mb(pid: int) -> tuple[float, float] | None:
    """Return the resident memory of a process and of its descendants (MB); None if unknown.

    Read from /proc where there is one, else from ``ps``.
    """
    found = _from_proc() if _PROC.joinpath("self/stat").exists() else _from_ps()
    if found is None or pid not in found:
        return None
    children: dict[int, list[int]] = {}
    for one, (parent, _) in found.items():
        children.setdefault(parent, []).append(one)
    below, waiting = 0.0, list(children.get(pid, ()))
    while waiting:
        one = waiting.pop()
        below += found[one][1]
        waiting += children.get(one, ())
    return found[pid][1], below


def _from_proc() -> dict[int, tuple[int, float]]:
    """Parent and resident memory (MB) of every process."""
    found = {}
    for folder in _PROC.iterdir():
        if not folder.name.isdecimal():
            continue
        with contextlib.suppress(OSError, IndexError, KeyError, ValueError):
            lines = (folder / "status").read_text().splitlines()
            fields = dict(line.split(":", 1) for line in lines if ":" in line)
            resident_kb = float(fields["VmRSS"].split()[0])
            found[int(folder.name)] = (int(fields["PPid"]), resident_kb / 1024.0)
    return found


def _from_ps() -> dict[int, tuple[int, float]] | None:
    try:
        told = subprocess.run(
            ["ps", "-axo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    rows = (line.split() for line in told.splitlines())
    return {int(pid): (int(parent), float(kb) / 1024.0) for pid, parent, kb in rows}
