"""The yardstick: a plain Streamlit page that draws the same charts with graph_objects from ready data.

Run by `streamlit run`, with Streamlit's own settings. Each chart is built from plain columns, once a run, with title and
height and nothing else: less than the cards of the dashboard show.
"""

import json
import os
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st


@st.cache_data
def ready() -> dict:
    """Return every page's charts as columns: name, x and y of each trace."""
    return json.loads(Path(os.environ["KYAKHTA_BENCH_DATA"]).read_text())


st.set_page_config(layout="wide")
page = st.query_params.get("page", "trade")
st.title(page)
for chart in ready()[page]:
    figure = go.Figure()
    for trace in chart["traces"]:
        if trace["type"] == "bar":
            figure.add_bar(x=trace["x"], y=trace["y"], name=trace["name"])
        else:
            figure.add_scatter(x=trace["x"], y=trace["y"], name=trace["name"], mode="lines+markers")
    figure.update_layout(title=chart["title"], height=400, margin={"l": 40, "r": 40, "t": 60, "b": 40})
    st.subheader(chart["title"])
    st.plotly_chart(figure)
    st.caption(chart["source"])
