"""``lesson``: the list, a key, and words that are not known."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.lessons import LESSONS
from planner.terminal.door import main

SCENARIOS = str(Path(__file__).parents[2] / "scenarios")


def test_without_an_id_every_lesson_and_choice_is_listed(capsys):
    assert main(["lesson"]) == 0
    said = capsys.readouterr().out
    for lesson in LESSONS.values():
        assert lesson.title in said
        assert all(f"--choice {one.id}:" in said for one in lesson.options)


def test_the_key_has_every_question_with_its_answer(capsys):
    assert main(["lesson", "order", "--choice", "free", "--scenarios", SCENARIOS]) == 0
    said = capsys.readouterr().out
    result = LESSONS["order"].run("free", folder=Path(SCENARIOS), progress=lambda _t, _f: None)
    for question in LESSONS["order"].questions(result):
        assert question.asks in said
        assert question.because in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["lesson", "ordre"], "order"),
        (["lesson", "order", "--choice", "all"], "link, free"),
        (["lesson", "order", "--scenarios", "tests"], "order_of_work.yaml"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(words, told, capsys):
    assert main(words) == 1
    out = capsys.readouterr()
    assert out.out == ""
    assert told in out.err


def test_a_folder_that_is_not_there_is_wrong_usage(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["lesson", "order", "--scenarios", "nowhere"])
    assert ended.value.code == 2
    assert "there is no folder 'nowhere'" in capsys.readouterr().err
