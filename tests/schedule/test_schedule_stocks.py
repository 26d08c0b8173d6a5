"""Berths taken for a stay, stocks used up, sources for a time: worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.errors import OutOfRangeError
from planner.schedule.problem import Balance, ElementTask, ScheduleProblem, Use
from planner.schedule.schedule import Schedule
from tests.schedule.handmade import DAY0, answer, element, problem, window

BERTHS = Balance(id="berths", name="in the habitat", in_place=0, unit="people")
STOCK = Balance(id="stock", name="in the stores", in_place=0, unit="kg")


def sharing(*elements: ElementTask, balance: Balance, days: range = range(0, 100, 10)):
    return replace(problem(*elements, windows=map(window, days)), balances=(balance,))


def works(asked: ScheduleProblem, schedule: Schedule) -> dict[str, int]:
    """Operational day after DAY0, worked out from the flights."""
    windows = {w.key: w for w in asked.options[0].windows}
    wait_d = {task.id: task.commissioning_d for task in asked.elements}
    return {
        e: windows[flight.window].delivery_day + wait_d[e] - DAY0
        for flight in schedule.flights
        for e in flight.elements
    }


def crew(name: str, *, stay_d: int | None, people: int = 4, **changes: object) -> ElementTask:
    return element(name, uses=(Use(balance="berths", amount=-people, for_d=stay_d),), **changes)


def test_the_second_crew_waits_until_the_first_has_left():
    hab = element("hab", uses=(Use(balance="berths", amount=4),))
    asked = sharing(hab, crew("crew_1", stay_d=25), crew("crew_2", stay_d=25), balance=BERTHS)
    found = answer(asked)
    # crews arrive from day 15 on; the first is gone on day 40, the next flight arrives on day 45
    assert sorted(works(asked, found).values()) == [5, 15, 45]
    assert any(
        "It waits for berths until 2031-02-10" in reason
        and "with 0 people left in the habitat of the 4 people it needs" in reason
        for reason in found.reasons
    ), found.reasons


def test_berths_for_good_are_counted_in_people():
    asked = sharing(crew("crew", stay_d=None), balance=replace(BERTHS, in_place=3))
    (reason,) = answer(asked).reasons
    assert reason == (
        "With everything at work there are berths for 3 people in the habitat; crew needs 4 people."
    )
    one = replace(BERTHS, in_place=1)
    (reason,) = answer(sharing(crew("crew", stay_d=None, people=2), balance=one)).reasons
    assert "berths for 1 person in the habitat; crew needs 2 people" in reason


def test_an_element_takes_from_its_delivery_on():
    hab = element("hab", uses=(Use(balance="berths", amount=1),), release_day=DAY0 + 20)
    early = element(
        "early", commissioning_d=8, uses=(Use(balance="berths", amount=-1, after_d=-8),)
    )
    asked = sharing(hab, early, balance=BERTHS)
    # hab works on day 25, so early may be delivered on day 25 or later, not merely work then
    found = works(asked, answer(asked))
    assert found["hab"] == 25
    assert found["early"] == 35 + 8


def test_a_source_gives_for_a_time_only():
    lamp = element("lamp", uses=(Use(balance="berths", amount=1, for_d=20),))
    user = element("user", uses=(Use(balance="berths", amount=-1, for_d=10),))
    asked = sharing(lamp, user, balance=BERTHS)
    when = works(asked, answer(asked))
    assert when["lamp"] <= when["user"] <= when["lamp"] + 10
    forever = replace(user, uses=(Use(balance="berths", amount=-1),))
    assert answer(sharing(lamp, forever, balance=BERTHS)).status == "infeasible"


def test_a_rule_that_ends_asks_nothing_after_its_last_day():
    user = element("user", uses=(Use(balance="berths", amount=-1),))
    for until, expected in ((DAY0 + 14, 15), (DAY0 + 15, 25), (DAY0 + 4, 5)):
        asked = sharing(user, balance=replace(BERTHS, until_day=until))
        assert works(asked, answer(asked)) == {"user": expected}


def test_lots_fly_only_as_far_as_the_stock_needs_them():
    lots = [
        element(
            f"lot_{n}",
            optional=True,
            completes=False,
            commissioning_d=12,
            uses=(Use(balance="stock", amount=500),),
        )
        for n in range(1, 6)
    ]
    eaters = element("crew", uses=(Use(balance="stock", amount=-1100),))
    asked = sharing(eaters, *lots, balance=STOCK)
    found = answer(asked)
    assert found.status == "optimal"
    when = works(asked, found)
    assert set(when) == {"crew", "lot_1", "lot_2", "lot_3"}
    assert when["lot_1"] <= when["lot_2"] <= when["lot_3"] <= when["crew"]
    told = (
        "It waits for supplies until lot_3 works: cargo of 2031-01-31 would have it operational on "
        "2031-02-05, with 1000 kg left in the stores of the 1100 kg it takes, 2 days before lot_3 "
        "is operational."
    )
    assert any(told in reason for reason in found.reasons), found.reasons


def test_a_stock_too_small_with_every_lot_is_counted_in_kilograms():
    lot = element("lot", optional=True, uses=(Use(balance="stock", amount=500),))
    eaters = element("crew", uses=(Use(balance="stock", amount=-600),))
    (reason,) = answer(sharing(eaters, lot, balance=STOCK)).reasons
    assert reason == (
        "With everything at work there are 500 kg of supplies in the stores; crew takes 600 kg."
    )


def test_spares_year_after_year_are_due_only_inside_the_horizon():
    rover = element(
        "rover", uses=tuple(Use(balance="stock", amount=-10, after_d=365 * k) for k in range(1, 9))
    )
    # 1000 days: the years that begin within them are two, whatever lies beyond is not asked
    for in_place, status in ((20, "optimal"), (19, "infeasible")):
        asked = sharing(rover, balance=replace(STOCK, in_place=in_place), days=range(0, 200, 10))
        assert answer(asked).status == status


def test_what_one_element_gives_and_takes_at_once_counts_as_the_difference():
    lander = element(
        "lander", uses=(Use(balance="stock", amount=80), Use(balance="stock", amount=-80))
    )
    assert answer(sharing(lander, balance=STOCK)).status == "optimal"


def test_an_element_moved_earlier_takes_nothing_that_another_needs_later():
    # The stock has 10: guest would like the first window, but owner is due on day 5 with all of it.
    guest = element("guest", uses=(Use(balance="berths", amount=-1, for_d=10),))
    owner = element(
        "owner", due_day=DAY0 + 15, release_day=DAY0 + 10,
        uses=(Use(balance="berths", amount=-1, for_d=10),),
    )  # fmt: skip
    asked = sharing(guest, owner, balance=replace(BERTHS, in_place=1))
    assert works(asked, answer(asked)) == {"guest": 5, "owner": 15}
    longer = replace(guest, uses=(Use(balance="berths", amount=-1, for_d=11),))
    asked = sharing(longer, owner, balance=replace(BERTHS, in_place=1))
    assert works(asked, answer(asked)) == {"guest": 25, "owner": 15}


@pytest.mark.parametrize(
    ("balance", "use", "named"),
    [
        (replace(STOCK, unit="t"), Use(balance="stock", amount=1), "stock.unit"),
        (STOCK, Use(balance="stock", amount=1, for_d=0), "user.uses.for_d"),
        (STOCK, Use(balance="berths", amount=1), "user.uses"),
    ],
)
def test_uses_that_make_no_sense_are_refused(balance: Balance, use: Use, named: str):
    with pytest.raises(OutOfRangeError) as refusal:
        answer(sharing(element("user", uses=(use,)), balance=balance))
    assert refusal.value.name == named
