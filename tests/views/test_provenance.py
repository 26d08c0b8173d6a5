"""Every value the plan used is cited, once."""

from __future__ import annotations

from dataclasses import replace

from planner.catalogue.models import AnchorPerformance
from views.parts.limits import model_rows
from views.parts.provenance import citations


def find(cited, thing, name):
    (found,) = [c for c in cited if (c.thing, c.name) == (thing, name)]
    return found


def test_values_carry_what_the_catalogue_says(plan, minimal):
    cited = citations(plan, minimal)
    launcher = minimal.fleet[1].launcher
    assert isinstance(launcher.performance, AnchorPerformance)
    mass = find(cited, launcher.name, "mass at C3 = −2 km²/s²")
    assert float(mass.value) == launcher.performance.mass_kg.value
    assert mass.unit == "kg"
    assert mass.confidence == launcher.performance.mass_kg.confidence
    assert mass.source == minimal.sources[launcher.performance.mass_kg.source].title


def test_stages_pads_site_and_elements_are_cited(plan, minimal):
    cited = citations(plan, minimal)
    lander, site = minimal.fleet[1].lander, minimal.site
    stage = lander.stages[0]
    isp = find(cited, lander.name, f"{stage.name}, specific impulse")
    assert (float(isp.value), isp.unit) == (stage.isp_s.value, "s")
    assert float(find(cited, site.name, "latitude").value) == site.lat_deg.value
    for option in minimal.fleet:
        assert find(cited, option.pad.name, "turnaround").unit == "d"
    for element in minimal.elements:
        assert float(find(cited, element.spec.name, "mass").value) == element.spec.mass_kg.value


def test_what_did_not_fly_is_not_cited(plan, minimal):
    relay, cargo = minimal.fleet
    landings = tuple(flight for flight in plan.flights if flight.option == cargo.id)
    things = {c.thing for c in citations(replace(plan, flights=landings), minimal)}
    assert cargo.launcher.name in things
    assert relay.launcher.name not in things


def test_no_value_is_cited_twice_and_links_are_web_links(plan, minimal):
    cited = citations(plan, minimal)
    assert len(cited) == len(set(cited))
    assert all(c.url == "" or c.url.startswith("http") for c in cited)
    assert any(c.url for c in cited)


def test_the_model_is_told_in_words_with_units(plan):
    rows = model_rows(plan)
    assert not any("_" in part for part, _ in rows)
    values = dict(rows)
    assert values["Radius of the Moon"] == f"{plan.model['moon_radius_km']} km"
    number, unit = values["Gravitational parameter of the Sun"].split(" ")
    assert float(number) == plan.model["gm_km3_s2"]["sun"]
    assert unit == "km³/s²"
