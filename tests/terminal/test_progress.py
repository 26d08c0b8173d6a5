"""Progress overwrites one line of a terminal and stays short in a log."""

from __future__ import annotations

import io

from planner.terminal.progress import ProgressLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def screen(text: str) -> str:
    """What a terminal shows of one line after the carriage returns in ``text``."""
    shown: list[str] = []
    for part in text.split("\r"):
        shown[: len(part)] = part
    return "".join(shown).rstrip()


def test_a_terminal_gets_one_line_written_over() -> None:
    terminal = Terminal()
    line = ProgressLine(terminal)
    line.show("computing transfers from wenchang", 0.1)
    line.show("scheduling", 0.7)
    assert screen(terminal.getvalue()) == " 70%  scheduling"
    assert "\n" not in terminal.getvalue()


def test_a_terminal_is_left_clean_even_after_an_error() -> None:
    terminal = Terminal()
    try:
        with ProgressLine(terminal) as line:
            line.show("scheduling", 0.5)
            raise RuntimeError
    except RuntimeError:
        pass
    assert screen(terminal.getvalue()) == ""


def test_a_log_gets_a_line_when_the_work_changes() -> None:
    log = io.StringIO()
    with ProgressLine(log) as line:
        line.show("transfers", 0.0)
        line.show("transfers", 0.1)
        line.show("scheduling", 0.2)
    assert log.getvalue() == "  0%  transfers\n 20%  scheduling\n"


def test_a_log_of_long_work_does_not_grow_without_end() -> None:
    log = io.StringIO()
    with ProgressLine(log) as line:
        for step in range(1000):
            line.show("transfers", step / 1000)
    assert log.getvalue().count("\n") == 4
