"""Sources: what the plan rests on, value by value, and what it leaves out."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from views.parts.library import current
from views.parts.limits import LEFT_OUT, forces_left_out, model_rows, power_left_out
from views.parts.planning import plan_of
from views.parts.provenance import citations

scenario, plan = plan_of(current())
cited = citations(plan, scenario)
assumed = sum(citation.confidence == "assumed" for citation in cited)

st.title(f"{len(cited)} values: {len(cited) - assumed} from a source, {assumed} assumed")
st.markdown(
    "Sourced: read in the publication named. Assumed: an engineering choice or an estimate, "
    "never to be quoted as a fact."
)
st.dataframe(
    pd.DataFrame(
        {
            "Thing": [c.thing for c in cited],
            "Property": [c.name for c in cited],
            "Value": [c.value for c in cited],
            "Unit": [c.unit for c in cited],
            "Confidence": [c.confidence for c in cited],
            "Source": [c.source for c in cited],
            "Link": [c.url for c in cited],
            "Meaning": [c.meaning for c in cited],
            "Note": [c.note for c in cited],
        }
    ),
    hide_index=True,
    height=520,
    column_config={
        "Thing": st.column_config.TextColumn(width=125),
        "Property": st.column_config.TextColumn(width=178),
        "Value": st.column_config.TextColumn(width=90),
        "Source": st.column_config.TextColumn(width=170),
        "Meaning": st.column_config.TextColumn(width=300),
        "Note": st.column_config.TextColumn(width=300),
        "Link": st.column_config.LinkColumn(display_text="open"),
    },
    alt="Every catalogue value the plan used, with unit, source and confidence",
)

st.header("What the model leaves out")
st.markdown(
    "\n".join(f"- {line}" for line in [*LEFT_OUT, power_left_out(scenario), forces_left_out(plan)])
)

st.header("The model behind every trajectory")
st.dataframe(
    pd.DataFrame(model_rows(plan), columns=["Part", "Value"]),
    hide_index=True,
    height="content",
    alt="Bodies, terms, constants and tools behind every trajectory",
)
