"""Editor: a scenario as forms, as tables and as the text they stand for."""

from __future__ import annotations

import streamlit as st

from views.editing.boxes import end_run
from views.editing.forms import show_key
from views.editing.head import show_acts, show_changes, show_faults, show_state
from views.editing.places import PLACES
from views.editing.session import checked, take_notice, the_draft
from views.editing.shapes import scenario_shapes
from views.editing.text_box import show_text_box
from views.editing.variant import show_variant
from views.parts.linked import linked_radio
from views.parts.safe_text import plain

draft = the_draft()
read = checked(draft)
st.caption(f"Draft of {plain(draft.origin)}")
show_state(draft, read)
# What comes and goes has a place of its own, so that what stands below is not drawn anew.
with st.container():
    if notice := take_notice():
        st.warning(plain(notice))
show_acts(draft, read)
with st.container():
    show_faults(draft, read)
with st.container():
    has_parts = read.data is not None and not read.is_variant
    place = linked_radio("Part", {name: name for name in PLACES}, key="part") if has_parts else ""
form, text = st.columns(2, gap="medium")
with form:
    if read.data is None:
        st.markdown("There are no forms while the text is not YAML. Mend the line named above.")
    elif read.is_variant:
        show_variant(read)
    else:
        for key in PLACES[place]:
            show_key(scenario_shapes()[key], (key,), read)
with text:
    show_text_box(draft, read)
    show_changes(draft)
end_run()
