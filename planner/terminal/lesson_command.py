"""``lesson [ID]``: a guided lesson with its questions and their computed answers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from planner.errors import PlannerError
from planner.terminal.codes import DONE, REFUSED
from planner.terminal.progress import ProgressLine

_FOLDER = Path("scenarios")


def add_to(verbs: Any) -> None:
    """Add the command to the command line."""
    parser = verbs.add_parser(
        "lesson",
        help="do a guided lesson and print its questions with their answers",
        description="The key for the teacher: every answer is computed from the lesson's own "
        "result. Without an id the lessons and their choices are listed.",
    )
    parser.add_argument("id", nargs="?", metavar="ID", help="of the lesson; all are listed without")
    parser.add_argument(
        "--choice", metavar="ID", help="what the student chose; the first if absent"
    )
    parser.add_argument(
        "--scenarios",
        type=_folder,
        default=_FOLDER,
        metavar="FOLDER",
        help="folder of the scenarios lessons start from (scenarios)",
    )
    parser.set_defaults(run=run)


def _folder(words: str) -> Path:
    if not words or not Path(words).is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder '{words}'")
    return Path(words)


def run(chosen: argparse.Namespace) -> int:
    """Do a lesson and print it; exit code."""
    from planner.lessons import LESSONS

    if chosen.id is None:
        print("\n".join(_listed()))
        return DONE
    lesson = LESSONS.get(chosen.id)
    if lesson is None:
        return _refuse(f"there is no lesson '{chosen.id}'; there are {', '.join(LESSONS)}")
    choices = [one.id for one in lesson.options]
    choice = choices[0] if chosen.choice is None else chosen.choice
    if choice not in choices:
        return _refuse(f"--choice: lesson '{lesson.id}' has {', '.join(choices)}, no '{choice}'")
    try:
        with ProgressLine(sys.stderr) as line:
            found = lesson.run(choice, folder=chosen.scenarios, progress=line.show)
    except PlannerError as error:
        return _refuse(str(error))
    print("\n".join(_told(lesson, choice, found)))
    return DONE


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return REFUSED


def _listed() -> Iterator[str]:
    from planner.lessons import LESSONS

    for lesson in LESSONS.values():
        yield f"{lesson.id:9} {lesson.title}"
        yield from (f"{'':11}--choice {one.id}: {one.says}" for one in lesson.options)


def _told(lesson: Any, choice: str, found: Any) -> Iterator[str]:
    from planner.lessons import right_answer
    from planner.terminal.table import aligned

    yield lesson.title
    yield f"{lesson.control}: {lesson.option(choice).says}"
    yield f"\n{lesson.sentence(found)}\n"
    facts = lesson.facts(found)
    yield aligned(facts.columns, facts.rows, right=frozenset(facts.columns[1:]))
    for place, question in enumerate(lesson.questions(found), start=1):
        yield f"\n{place}. {question.asks}"
        yield f"   Answer: {right_answer(question)}"
        yield f"   Why: {question.because}"
    yield f"\nFor the teacher: {lesson.teacher}"
