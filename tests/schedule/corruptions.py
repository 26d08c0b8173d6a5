"""Ways to spoil a plan's JSON, each at a place drawn by a seed, and the rule that must notice.

Where a fault can be hidden by changing what repeats it, it is: a mass is changed in the manifest,
in the sum and in the element's record, so that only the judge's own sums can tell.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

Plan = dict[str, Any]
Spoil = Callable[[Plan, Random], None]


def moved(entry: Plan, days: float, *keys: str) -> None:
    for key in keys:
        if entry[key] is not None:
            at = datetime.fromisoformat(entry[key]) + timedelta(days=days)
            entry[key] = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def aboard(plan: Plan, flight: Plan) -> list[Plan]:
    names = {item["element"] for item in flight["manifest"]}
    return [element for element in plan["elements"] if element["id"] in names]


def any_flight(plan: Plan, random: Random, **wanted: object) -> Plan:
    fits = [f for f in plan["flights"] if all(f[key] == value for key, value in wanted.items())]
    return random.choice(fits)


def landing_flight(plan: Plan, random: Random) -> Plan:
    return any_flight(plan, random, destination="surface")


def whole_flight_moved(plan: Plan, flight: Plan, days: float) -> None:
    """Every date of a flight and of what it carries, and the epoch of its state."""
    moved(flight, days, "launch_utc", "tli_utc", "arrival_utc", "landing_utc")
    flight["tli_state"]["epoch_tdb_jd"] += days
    for element in aboard(plan, flight):
        moved(element, days, "landed_utc", "operational_utc")


def turned(vector: list[float], degrees: float) -> list[float]:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [c * vector[0] - s * vector[1], s * vector[0] + c * vector[1], vector[2]]


def lighter_element(plan: Plan, random: Random) -> None:
    flight = landing_flight(plan, random)
    item = random.choice(flight["manifest"])
    item["mass_kg"] -= 50.0
    flight["mass_kg"]["payload"] -= 50.0
    next(e for e in plan["elements"] if e["id"] == item["element"])["mass_kg"] -= 50.0


def one_more_aboard(plan: Plan, random: Random) -> None:
    """An element moves to another flight, and everything that repeats it with it."""
    giver, taker = random.sample([f for f in plan["flights"] if f["lander"]], 2)
    item = giver["manifest"].pop()
    taker["manifest"].append(item)
    giver["mass_kg"]["payload"] -= item["mass_kg"]
    taker["mass_kg"]["payload"] += item["mass_kg"]
    element = next(e for e in plan["elements"] if e["id"] == item["element"])
    days = datetime.fromisoformat(taker["landing_utc"]) - datetime.fromisoformat(
        element["landed_utc"]
    )
    element["flight"] = taker["id"]
    moved(element, days / timedelta(days=1), "landed_utc", "operational_utc")


def overloaded(plan: Plan, random: Random) -> None:
    flight = landing_flight(plan, random)
    flight["capacity_kg"] = flight["mass_kg"]["payload"] - 1.0


def roomier(plan: Plan, random: Random) -> None:
    landing_flight(plan, random)["capacity_kg"] *= 1.5


def crowded_year(plan: Plan, random: Random) -> None:
    """All flights of a rocket that flies often in one year."""
    flown = [f["launcher"] for f in plan["flights"]]
    launcher = random.choice(sorted({one for one in flown if flown.count(one) > 4}))
    for flight in [f for f in plan["flights"] if f["launcher"] == launcher]:
        years = 2032 - datetime.fromisoformat(flight["launch_utc"]).year
        whole_flight_moved(plan, flight, 365.25 * years)


def two_on_a_pad(plan: Plan, random: Random) -> None:
    pads = [f["pad"] for f in plan["flights"]]
    pad = random.choice(sorted({pad for pad in pads if pads.count(pad) > 1}))
    first, second, *_ = [f for f in plan["flights"] if f["pad"] == pad]
    apart = datetime.fromisoformat(first["launch_utc"]) - datetime.fromisoformat(
        second["launch_utc"]
    )
    whole_flight_moved(plan, second, apart / timedelta(days=1) + 2.0)


def same_window(plan: Plan, random: Random) -> None:
    """One dated transfer flown twice, with a manifest each."""
    options = [f["option"] for f in plan["flights"]]
    option = random.choice(sorted({one for one in options if options.count(one) > 1}))
    first, second, *_ = [f for f in plan["flights"] if f["option"] == option]
    kept = ("id", "manifest", "mass_kg", "phase")
    second.update({key: value for key, value in copy.deepcopy(first).items() if key not in kept})


def before_what_it_needs(plan: Plan, random: Random) -> None:
    """The flights change places, the last first: what was waited for comes after."""
    del random
    dates = [datetime.fromisoformat(f["launch_utc"]) for f in plan["flights"]]
    for flight, now, then in zip(plan["flights"], dates, reversed(dates), strict=True):
        whole_flight_moved(plan, flight, (then - now) / timedelta(days=1))


def at_work_at_once(plan: Plan, random: Random) -> None:
    waiting = [e for e in plan["elements"] if e["landed_utc"] != e["operational_utc"]]
    element = random.choice(waiting)
    element["operational_utc"] = element["landed_utc"]


def too_late(plan: Plan, random: Random) -> None:
    flight = any_flight(plan, random, phase="first")
    whole_flight_moved(plan, flight, 6.0 * 365.25)


def outside_the_horizon(plan: Plan, random: Random) -> None:
    whole_flight_moved(plan, random.choice(plan["flights"]), 7000.0)


def too_early(plan: Plan, random: Random) -> None:
    """A flight of the last quarter's elements, none of which may fly in 2029."""
    late = {e["flight"] for e in plan["elements"] if e["id"] >= "part_045"}
    flight = random.choice([f for f in plan["flights"] if f["id"] in late])
    years = datetime.fromisoformat(flight["launch_utc"]).year - 2029
    whole_flight_moved(plan, flight, -365.25 * years)


def other_phase(plan: Plan, random: Random) -> None:
    random.choice(plan["flights"])["phase"] = "third"


def in_the_dark(plan: Plan, random: Random) -> None:
    """Half a year on or back the Sun stands on the other side of the pole."""
    flight = landing_flight(plan, random)
    for days in range(-13, 14):
        trial = copy.deepcopy(flight)
        moved(trial, days, "landing_utc")
        if dark(trial["landing_utc"]):
            flight.update(trial)
            for element in aboard(plan, flight):
                moved(element, days, "landed_utc", "operational_utc")
            return
    whole_flight_moved(plan, flight, 173.0)


def dark(landing_utc: str) -> bool:
    """Near enough for a choice of day; the judge has its own sum."""
    from planner.schedule.check.sun import sun_elevation_deg

    at = datetime.fromisoformat(landing_utc)
    return sun_elevation_deg(at=at, lat_deg=-88.8, lon_deg=123.4) < -2.0


def cheaper_burn(name: str, factor: float) -> Spoil:
    def spoil(plan: Plan, random: Random) -> None:
        landing_flight(plan, random)["dv_m_s"][name] *= factor

    return spoil


def faster_injection(plan: Plan, random: Random) -> None:
    state = random.choice(plan["flights"])["tli_state"]
    state["v_km_s"] = [1.0005 * v for v in state["v_km_s"]]


def turned_plane(plan: Plan, random: Random) -> None:
    """The whole state turned about the Earth's axis: speed, height and C3 stay."""
    state = random.choice(plan["flights"])["tli_state"]
    for key in ("r_km", "v_km_s"):
        state[key] = turned(state[key], 3.0)


def launched_sooner(plan: Plan, random: Random) -> None:
    moved(random.choice(plan["flights"]), -0.03, "launch_utc")


def later_epoch(plan: Plan, random: Random) -> None:
    random.choice(plan["flights"])["tli_state"]["epoch_tdb_jd"] += 0.01


def longer_flight(plan: Plan, random: Random) -> None:
    random.choice(plan["flights"])["tof_d"] += 0.1


def higher_perilune(plan: Plan, random: Random) -> None:
    random.choice(plan["flights"])["perilune_alt_km"] += 20.0


def heavier_at_tli(plan: Plan, random: Random) -> None:
    landing_flight(plan, random)["mass_kg"]["tli"] += 5.0


def beyond_the_launcher(plan: Plan, random: Random) -> None:
    landing_flight(plan, random)["mass_kg"]["tli"] *= 3.0


def more_landed(plan: Plan, random: Random) -> None:
    landing_flight(plan, random)["mass_kg"]["landed"] += 5.0


def cheaper_flight(plan: Plan, random: Random) -> None:
    """A price lowered, and every total with it."""
    random.choice(plan["flights"])["cost_musd"] -= 100.0
    plan["headline"]["cost_musd"] -= 100.0
    plan["objective"]["cost_musd"] -= 100.0
    plan["lower_bound"]["cost_musd"] -= 100.0


def wrong(key: str, value: str) -> Spoil:
    def spoil(plan: Plan, random: Random) -> None:
        any_flight(plan, random, option="cz5_cargo")[key] = value

    return spoil


def lost_element(plan: Plan, random: Random) -> None:
    """An element gone from everywhere."""
    flight = random.choice([f for f in plan["flights"] if len(f["manifest"]) > 1])
    gone(plan, flight["manifest"][-1]["element"])


def gone(plan: Plan, name: str) -> None:
    """Take an element out of its flight, the elements and the phases."""
    for flight in plan["flights"]:
        for item in [i for i in flight["manifest"] if i["element"] == name]:
            flight["manifest"].remove(item)
            flight["mass_kg"]["payload"] -= item["mass_kg"]
    plan["elements"] = [e for e in plan["elements"] if e["id"] != name]
    for phase in plan["phases"]:
        phase["elements"] = [one for one in phase["elements"] if one != name]


def twice_aboard(plan: Plan, random: Random) -> None:
    giver, taker = random.sample(plan["flights"], 2)
    taker["manifest"].append(copy.deepcopy(giver["manifest"][0]))


def listed_twice(plan: Plan, random: Random) -> None:
    at = random.randrange(len(plan["elements"]))
    plan["elements"].insert(at, copy.deepcopy(plan["elements"][at]))


def stranger(plan: Plan, random: Random) -> None:
    random.choice(random.choice(plan["flights"])["manifest"])["element"] = "casino"


def same_name(plan: Plan, random: Random) -> None:
    first, second = random.sample(plan["flights"], 2)
    second["id"] = first["id"]


def out_of_order(plan: Plan, random: Random) -> None:
    at = random.randrange(len(plan["flights"]) - 1)
    flights = plan["flights"]
    flights[at], flights[at + 1] = flights[at + 1], flights[at]


def top(place: str, value: Callable[[Any], Any]) -> Spoil:
    def spoil(plan: Plan, random: Random) -> None:
        del random
        *path, last = place.split(".")
        target = plan
        for key in path:
            target = target[key]
        target[last] = value(target[last])

    return spoil


def day_before(text: str) -> str:
    return (datetime.fromisoformat(text) - timedelta(days=1)).date().isoformat()


def done_sooner(plan: Plan, random: Random) -> None:
    """Completion a day early, in every figure that repeats it."""
    del random
    plan["headline"]["sentence"] = plan["headline"]["sentence"].replace(
        plan["completion_date"], day_before(plan["completion_date"])
    )
    plan["completion_date"] = day_before(plan["completion_date"])
    plan["objective"]["completion_d"] -= 1.0
    plan["headline"]["slack_d"] += 1


def called_optimal(plan: Plan, random: Random) -> None:
    del random
    plan["status"] = "optimal"
    plan["lower_bound"]["cost_musd"] = plan["objective"]["cost_musd"] - 1.0


KINDS: dict[str, tuple[str, Spoil]] = {
    "an element weighs less": ("manifest", lighter_element),
    "an element changes flight": ("mass_balance", one_more_aboard),
    "more aboard than can be delivered": ("capacity", overloaded),
    "a roomier flight than its burns allow": ("capacity_claim", roomier),
    "too many launches in a year": ("cadence", crowded_year),
    "two launches at once from a pad": ("pad_turnaround", two_on_a_pad),
    "one window flown twice": ("pad_turnaround", same_window),
    "delivered before what it needs": ("precedence", before_what_it_needs),
    "no commissioning": ("commissioning", at_work_at_once),
    "after its due date": ("due", too_late),
    "outside the horizon": ("horizon", outside_the_horizon),
    "before its release": ("earliest", too_early),
    "a phase that is not its own": ("phase", other_phase),
    "a landing in the dark": ("light", in_the_dark),
    "an insertion too cheap": ("burns", cheaper_burn("loi", 0.5)),
    "a descent too cheap": ("burns", cheaper_burn("descent", 0.9)),
    "a burn 1 % cheaper": ("mass_balance", cheaper_burn("loi", 0.99)),
    "a faster injection": ("tli_state", faster_injection),
    "a plane turned by 3 degrees": ("launch_plane", turned_plane),
    "a launch 43 minutes sooner": ("launch_plane", launched_sooner),
    "a state at another time": ("tli_state", later_epoch),
    "a longer flight": ("time_of_flight", longer_flight),
    "another lunar orbit": ("arrival_orbit", higher_perilune),
    "5 kg more at TLI": ("mass_balance", heavier_at_tli),
    "more than the launcher lifts": ("launch_mass", beyond_the_launcher),
    "5 kg more on the ground": ("mass_balance", more_landed),
    "a flight at a lower price": ("option", cheaper_flight),
    "a lander of another rocket": ("option", wrong("lander", "cargo_cz9")),
    "a launcher that is not the option's": ("option", wrong("launcher", "cz9")),
    "a pad that is not the option's": ("option", wrong("pad", "wenchang_201")),
    "an element lost": ("delivered_once", lost_element),
    "an element aboard twice": ("delivered_once", twice_aboard),
    "an element listed twice": ("element", listed_twice),
    "an element nobody asked for": ("manifest", stranger),
    "two flights of one name": ("duplicate", same_name),
    "flights out of order": ("order", out_of_order),
    "a total cost": ("headline", top("headline.cost_musd", lambda cost: cost - 1.0)),
    "a total mass": ("headline", top("headline.landed_kg", lambda mass: mass + 1.0)),
    "a count of flights": ("headline", top("headline.flights", lambda count: count - 1)),
    "a completion a day sooner": ("completion", done_sooner),
    "an objective of its own": ("objective", top("objective.completion_d", lambda d: d - 1.0)),
    "a bound above the answer": ("bound", top("lower_bound.completion_d", lambda d: d + 1e4)),
    "called optimal with a gap": ("bound", called_optimal),
    "a status nobody knows": ("status", top("status", lambda _: "flawless")),
    "another scenario's plan": ("scenario", top("scenario_sha256", lambda text: text[::-1])),
    "another title": ("scenario", top("title", str.upper)),
    "a gravity of its own": ("model", top("model.gm_km3_s2.earth", lambda gm: gm * 1.001)),
    "a headline of another year": (
        "headline",
        top("headline.sentence", lambda text: text.replace("20", "19")),
    ),
    "no reasons": ("reasons", top("reasons", lambda _: [])),
}


def renamed(plan: Plan, old: str, new: str) -> None:
    """Another element in an element's place, wherever it is named."""
    for flight in plan["flights"]:
        for item in flight["manifest"]:
            item["element"] = new if item["element"] == old else item["element"]
    for element in plan["elements"]:
        element["id"] = new if element["id"] == old else element["id"]
    for phase in plan["phases"]:
        phase["elements"] = [new if name == old else name for name in phase["elements"]]
    for entry in plan["left_out"]:
        entry["id"] = old if entry["id"] == new else entry["id"]


def of_no_choice(plan: Plan, random: Random) -> None:
    """All that was chosen of an alternative is gone, and said to be left out."""
    chosen = random.choice(plan["alternatives"])
    for name in chosen["elements"]:
        gone(plan, name)
        plan["left_out"].append({"id": name, "why": "alternative"})


def of_two_choices(plan: Plan, random: Random) -> None:
    """What was not chosen flies as well, and nothing says it did not."""
    not_taken = [entry for entry in plan["left_out"] if entry["why"] == "alternative"]
    from tests.schedule.stations import CHOICES

    ways = [set(names) for way in CHOICES.values() for names in way.values()]
    flown = {element["id"] for element in plan["elements"]}
    mine = [set().union(*map(set, way.values())) & flown for way in CHOICES.values()]
    added = [e for e in not_taken if all(one | {e["id"]} not in ways for one in mine)]
    entry = random.choice(added)
    plan["left_out"].remove(entry)
    landing_flight(plan, random)["manifest"].append({"element": entry["id"], "mass_kg": 1.0})


def half_a_choice(plan: Plan, random: Random) -> None:
    """A part of what was chosen changes places with a part of what was not."""
    chosen = random.choice(plan["alternatives"])
    others = [e["id"] for e in plan["left_out"] if e["why"] == "alternative"]
    from tests.schedule.stations import CHOICES

    ways = CHOICES[chosen["id"]].values()
    mine = [name for name in others if any(name in names for names in ways)]
    renamed(plan, chosen["elements"][0], random.choice(mine))
    sets = [set(names) for names in ways]
    there = {e["id"] for e in plan["elements"]} & set().union(*sets)
    if there in sets:  # a whole choice by chance: then one too many
        of_two_choices(plan, random)


def other_choice_named(plan: Plan, random: Random) -> None:
    random.choice(plan["alternatives"])["chosen"] = "neither"


def no_word_of_a_choice(plan: Plan, random: Random) -> None:
    plan["alternatives"].remove(random.choice(plan["alternatives"]))


def choice_of_other_elements(plan: Plan, random: Random) -> None:
    random.choice(plan["alternatives"])["elements"].append("part_000")


def silently_left_out(plan: Plan, random: Random) -> None:
    plan["left_out"].remove(random.choice(plan["left_out"]))


def said_to_stay(plan: Plan, random: Random) -> None:
    name = random.choice(plan["elements"])["id"]
    plan["left_out"].append({"id": name, "why": "optional"})


def left_out_for_no_reason(plan: Plan, random: Random) -> None:
    entry = random.choice(plan["left_out"])
    entry["why"] = "optional" if entry["why"] == "alternative" else "alternative"


def called_optional(plan: Plan, random: Random) -> None:
    """An element that had to fly is gone and said to have been optional."""
    lost_for_certain = [e["id"] for e in plan["elements"] if int(e["id"][-3:]) % 4 == 0]
    name = random.choice(sorted(set(lost_for_certain) - {"part_008", "part_024"}))
    gone(plan, name)
    plan["left_out"].append({"id": name, "why": "optional"})


def before_what_is_chosen(plan: Plan, random: Random) -> None:
    """A choice works only after everything else has been delivered."""
    names = random.choice(plan["alternatives"])["elements"]
    last = max(e["landed_utc"] for e in plan["elements"])
    for element in [e for e in plan["elements"] if e["id"] in names]:
        days = datetime.fromisoformat(last) - datetime.fromisoformat(element["landed_utc"])
        moved(element, days / timedelta(days=1) + 1.0, "landed_utc", "operational_utc")


def more_science(plan: Plan, random: Random) -> None:
    plan["science"]["point_years"] *= 1.0 + random.choice((1e-4, -1e-4, 0.5))


def science_of_an_element(plan: Plan, random: Random) -> None:
    """A richer element, and the totals with it."""
    random.choice(plan["elements"])["science_per_year"] += 1.0


def science_reached(plan: Plan, random: Random) -> None:
    """More of the goal than the elements bring, and as much proven."""
    more = random.choice((0.5, 3.0))
    plan["objective"]["science_point_years"] += more
    plan["lower_bound"]["science_point_years"] += more


#: Ways to spoil a plan in which something may be left out.
CHOICE_KINDS: dict[str, tuple[str, Spoil]] = {
    "nothing of an alternative": ("choice", of_no_choice),
    "something of two choices": ("choice", of_two_choices),
    "half a choice": ("choice", half_a_choice),
    "a choice nobody offered": ("alternatives", other_choice_named),
    "no word of a choice": ("alternatives", no_word_of_a_choice),
    "a choice of other elements": ("alternatives", choice_of_other_elements),
    "left out without a word": ("left_out", silently_left_out),
    "said to be left out, and aboard": ("left_out", said_to_stay),
    "left out for another reason": ("left_out", left_out_for_no_reason),
    "a needed element called optional": ("delivered_once", called_optional),
    "before what is chosen": ("precedence", before_what_is_chosen),
    "a sum of science": ("science", more_science),
    "science to another day": ("science", top("science.to", day_before)),
    "no science": ("science", top("science", lambda _: None)),
    "a richer element": ("element", science_of_an_element),
    "a goal of science of its own": ("objective", science_reached),
}
