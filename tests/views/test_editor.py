"""The editor: form and text in step, faults by line, nothing lost, the same bytes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.scenario import loads_scenario
from tests.views.conftest import ROOT
from views.editing.draft import as_shown
from views.editing.places import PLACES
from views.parts.failure import SORRY

EDITOR = "views/editor.py"
MINIMAL = (ROOT / "scenarios" / "minimal.yaml").read_bytes()
BROKEN = MINIMAL.replace(b"kind: rover_small", b"kind: rover_smal")


@pytest.fixture
def editor(app):
    app.run()
    return sound(app.switch_page(EDITOR).run())


def sound(app):
    assert not app.exception
    assert all(title.value != SORRY for title in app.title)
    return app


def text_of(app):
    return app.text_area(key="editor_text").value


def typed(app, text):
    return sound(app.text_area(key="editor_text").set_value(text).run())


def upload(app, name, content):
    app.session_state["editor_start"] = True  # the menu is open
    app.run()
    box = app.file_uploader[0]
    return sound(box.upload(name, content).run())


def faults(app):
    return next((block.value for block in app.code if "yaml:" in block.value), "")


def test_the_page_says_what_the_draft_is_and_shows_its_text(editor):
    assert editor.title[0].value == "No faults: 3 elements, 2 ways to fly"
    assert text_of(editor) == MINIMAL.decode()
    assert any("other pages plan this text" in part.value for part in editor.markdown)


@pytest.mark.parametrize("name", ["minimal", "ilrs_2035"])
def test_every_part_opens(app, name):
    app.query_params["scenario"] = name
    app.run()
    shown = sound(app.switch_page(EDITOR).run())
    for place in PLACES:
        shown.radio(key="part").set_value(place).run()
        sound(shown)
        assert shown.title[0].value.startswith("No faults")
    assert text_of(shown) == (ROOT / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8")


def test_a_variant_shows_what_differs(app):
    app.query_params["scenario"] = "ilrs_late_reactor"
    app.run()
    shown = sound(app.switch_page(EDITOR).run())
    assert shown.selectbox(key="editor_field_base_choice").value == "ilrs_2035.yaml"
    shown.text_input(key="editor_field_title_text").set_value("Later").run()
    assert "\ntitle: Later\n" in text_of(sound(shown))
    assert shown.title[0].value.startswith("No faults")


def test_a_form_writes_into_the_text_and_the_text_into_the_form(editor):
    editor.text_input(key="editor_field_title_text").set_value("Mine: first").run()
    assert "title: 'Mine: first'\n" in text_of(sound(editor))
    assert text_of(editor).startswith("# yaml-language-server")
    changed = typed(editor, text_of(editor).replace("id: minimal", "id: mine # short"))
    assert changed.text_input(key="editor_field_id_text").value == "mine"
    editor.button(key="editor_undo").click().run()
    editor.button(key="editor_undo").click().run()
    assert text_of(sound(editor)) == MINIMAL.decode()
    editor.button(key="editor_redo").click().run()
    assert "Mine: first" in text_of(editor)


def test_days_numbers_and_choices_have_their_widgets(editor):
    from datetime import date

    editor.date_input(key="editor_field_horizon.end_day").set_value(date(2032, 6, 30)).run()
    editor.selectbox(key="editor_field_site_text").set_value("ce7_peak").run()
    editor.multiselect(key="editor_field_objective_names").set_value(["cost"]).run()
    editor.radio(key="part").set_value("Rules and search").run()
    editor.number_input(key="editor_field_policies.dv_margin_number").set_value(0.08).run()
    editor.number_input(key="editor_field_policies.tof_d.min_number").set_value(3.5).run()
    scenario = loads_scenario(text_of(sound(editor)), name="x")
    assert scenario.horizon.end == date(2032, 6, 30)
    assert (scenario.site.id, scenario.objective) == ("ce7_peak", ("cost",))
    assert (scenario.policies.dv_margin, scenario.policies.tof_d.min) == (0.08, 3.5)
    editor.number_input(key="editor_field_policies.dv_margin_number").set_value(None).run()
    editor.number_input(key="editor_field_policies.tof_d.min_number").set_value(None).run()
    assert "policies" not in text_of(sound(editor))


def test_a_fault_is_shown_with_its_line_and_mended_by_its_word(editor):
    shown = typed(editor, BROKEN.decode())
    line = BROKEN[: BROKEN.index(b"rover_smal")].count(b"\n") + 1
    assert shown.title[0].value == "1 fault to mend"
    assert faults(shown).startswith(f"minimal.yaml:{line}: elements.2.kind:")
    assert f"{line} |   - {{id: rover, kind: rover_smal," in faults(shown)
    assert any("go on planning" in part.value for part in shown.markdown)
    assert shown.button(key="editor_use").disabled
    shown.button(key="editor_mend_0").click().run()
    assert sound(shown).title[0].value.startswith("No faults")
    assert text_of(shown) == MINIMAL.decode()


@pytest.mark.parametrize("text", ["a: [1,\n", "", "- 1\n", "a: 1\n" * 3 + "\x00"])
def test_a_text_that_is_no_scenario_is_kept(editor, text):
    shown = typed(editor, text)
    assert "to mend" in shown.title[0].value
    assert text_of(shown) == text
    shown.switch_page("views/sources.py").run()
    shown.switch_page(EDITOR).run()
    assert text_of(sound(shown)) == text


def test_use_makes_it_what_the_other_pages_plan(editor, service):
    typed(editor, MINIMAL.decode().replace("id: minimal", "id: mine"))
    editor.button(key="editor_use").click().run()
    assert sound(editor).query_params["scenario"].startswith("upload-")
    assert any("other pages plan this text" in part.value for part in editor.markdown)
    editor.switch_page("views/mission_control.py").run()
    assert service.submitted[-1].scenario.id == "mine"


def test_a_draft_with_faults_leaves_the_others_as_they_were(editor, service):
    typed(editor, BROKEN.decode())
    editor.switch_page("views/mission_control.py").run()
    assert service.submitted[-1].scenario.id == "minimal"


@pytest.mark.parametrize(
    "content",
    [
        MINIMAL,
        b"\xef\xbb\xbf" + MINIMAL.replace(b"\n", b"\r\n"),
        BROKEN.rstrip(b"\n"),
        b"\n\n# only a comment",
        "title: \u2028é\U0001f680\n".encode(),
    ],
)
def test_an_upload_comes_back_byte_for_byte(editor, content):
    shown = upload(editor, "../../etc/mine.yaml", content)
    assert text_of(shown) == as_shown(content.decode())
    draft = shown.session_state["editor_draft"]
    assert draft.text.encode("utf-8") == content  # what the button saves
    assert draft.file_name == "mine.yaml"
    editor_undo = shown.button(key="editor_undo")
    assert editor_undo.disabled == (content == MINIMAL)


@pytest.mark.parametrize("junk", [b"\xff\xfe\x00", b"#" * 300_000, b"a\n" * 20_000])
def test_a_file_beyond_the_limits_is_refused_and_the_draft_kept(editor, junk):
    typed(editor, BROKEN.decode())
    shown = upload(editor, "junk.yaml", junk)
    assert "was not opened" in shown.warning[0].value
    assert "at most 256 kB and 10000 lines" in shown.warning[0].value
    assert not shown.session_state["editor_start"]  # the menu would lie over the notice
    assert text_of(shown) == BROKEN.decode()


def test_a_hostile_title_is_only_text(editor):
    text = MINIMAL.decode().replace("title: A", "title: '![x](http://192.0.2.1/x.png) A")
    shown = typed(editor, text.replace("on the Moon\n", "on the Moon'\n"))
    shown.button(key="editor_use").click().run()
    assert not any("![x](http" in part.value for part in (*shown.markdown, *shown.caption))


def test_another_scenario_in_the_sidebar_is_followed_until_there_is_work(editor):
    editor.selectbox(key="scenario").select("tight_budget").run()
    assert "base: ilrs_2035.yaml" in text_of(sound(editor))
    typed(editor, text_of(editor) + "# mine\n")
    editor.selectbox(key="scenario").select("minimal").run()
    assert text_of(sound(editor)).endswith("# mine\n")
    editor.session_state["editor_start"] = True
    editor.run()
    editor.button(key="editor_start_minimal").click().run()
    assert text_of(sound(editor)) == MINIMAL.decode()
    editor.button(key="editor_undo").click().run()
    assert text_of(editor).endswith("# mine\n")


def test_a_link_opens_the_same_set_up(app):
    app.query_params["scenario"] = "minimal"
    app.query_params["policies.hover_s"] = "40"
    app.query_params["elements.rover.due"] = "2031-10-01"
    app.run()
    shown = sound(app.switch_page(EDITOR).run())
    assert "due: 2031-10-01}" in text_of(shown)
    assert "policies:\n  hover_s: 40\n" in text_of(shown)
    assert shown.title[0].value.startswith("No faults")


def test_the_page_writes_no_file(editor):
    before = sorted(path.name for path in (ROOT / "scenarios").iterdir())
    typed(editor, MINIMAL.decode() + "# x\n")
    editor.button(key="editor_use").click().run()
    assert sorted(path.name for path in (ROOT / "scenarios").iterdir()) == before
    assert Path(editor.session_state["editor_draft"].save_as).name == "minimal.yaml"


def test_a_browser_that_still_says_the_old_value_is_not_heard():
    """A click may reach the server before the browser has drawn what an undo changed."""
    from streamlit.testing.v1 import AppTest

    def script():
        import streamlit as st

        from views.editing.boxes import end_run, is_news, show_value

        heard = st.session_state.setdefault("heard", [])
        values = st.session_state.setdefault("values", ["a"])

        def say():
            heard.append((st.session_state.box, is_news("box")))
            if heard[-1][1]:
                values.append(st.session_state.box)

        show_value("box", values[-1])
        st.text_input("x", key="box", on_change=say)
        end_run()

    app = AppTest.from_function(script).run()
    app.session_state["values"] = ["b"]  # changed elsewhere
    app.run()
    app.text_input(key="box").set_value("a").run()  # the browser had not seen it
    app.text_input(key="box").set_value("c").run()
    assert app.session_state["heard"] == [("a", False), ("c", True)]
    app.text_input(key="box").set_value("b").run()  # c was its own: b is no echo
    assert app.session_state["heard"][-1] == ("b", True)
