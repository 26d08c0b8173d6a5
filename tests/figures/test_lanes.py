from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from planner.figures.lanes import lanes

START = datetime(2030, 1, 1, tzinfo=UTC)
SPAN = timedelta(days=2000)
END = START + SPAN
LABEL = "ABCDEF"
#: Six characters in the page's font are about 36 px of the phone's 330.
WIDTH = SPAN * (36.0 / 330.0)

days = st.lists(st.integers(min_value=0, max_value=2000), max_size=30).map(sorted)


def placed(offsets):
    instants = [START + timedelta(days=offset) for offset in offsets]
    return list(
        zip(instants, lanes([(i, LABEL) for i in instants], first=START, last=END), strict=True)
    )


@given(days)
def test_labels_of_one_lane_never_touch(offsets):
    taken = [
        (place.lane, instant if place.right else instant - WIDTH, instant + WIDTH * place.right)
        for instant, place in placed(offsets)
    ]
    for (lane, start, end), (other, begin, stop) in combinations(taken, 2):
        assert lane != other or end <= begin or stop <= start


@given(days)
def test_labels_stay_in_the_drawing(offsets):
    for instant, place in placed(offsets):
        assert instant + WIDTH <= END if place.right else instant - WIDTH >= START


def test_marks_far_apart_share_a_lane_and_close_ones_do_not():
    assert [place.lane for _, place in placed([0, 1000])] == [0, 0]
    assert [place.lane for _, place in placed([0, 50])] == [0, 1]


def test_a_longer_label_takes_more_room():
    marks = [(START, LABEL * 4), (START + WIDTH * 3, LABEL)]
    assert [place.lane for place in lanes(marks, first=START, last=END)] == [0, 1]


def test_a_label_too_long_for_either_side_goes_where_there_is_more_room():
    long = "A" * 60  # wider than the drawing
    early = lanes([(START + timedelta(days=100), long)], first=START, last=END)
    late = lanes([(START + timedelta(days=1900), long)], first=START, last=END)
    assert early[0].right
    assert not late[0].right


def test_a_label_turns_away_from_a_line_if_it_has_room_there():
    mark, line = START + timedelta(days=900), START + timedelta(days=950)
    (freely,) = lanes([(mark, LABEL)], first=START, last=END)
    (turned,) = lanes([(mark, LABEL)], first=START, last=END, lines=[line])
    assert (freely.right, turned.right) == (True, False)
    near_the_edge = START + timedelta(days=20)
    (kept,) = lanes(
        [(near_the_edge, LABEL)], first=START, last=END, lines=[near_the_edge + timedelta(days=9)]
    )
    assert kept.right
