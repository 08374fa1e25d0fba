"""The yardstick: a plain Streamlit page that draws the same charts with graph_objects from ready data.

Run by `streamlit run`, with Streamlit's own settings. Each picture is built once a run from ready data, with the labels and
events that the dashboard's picture has; the page has no tabs, choices, phone version or downloads.
"""

import json
import os
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

TRACES = {"scatter": go.Scatter, "bar": go.Bar, "heatmap": go.Heatmap}


@st.cache_data
def ready() -> dict:
    """Return every page's charts as columns, with layout and words."""
    return json.loads(Path(os.environ["KYAKHTA_BENCH_DATA"]).read_text())


st.set_page_config(layout="wide")
page = st.query_params.get("page", "trade")
st.title(page)
for chart in ready()[page]:
    figure = go.Figure()
    for trace in chart["traces"]:
        figure.add_trace(TRACES[trace["type"]](trace))
    figure.update_layout(chart["layout"])
    st.subheader(chart["title"])
    st.plotly_chart(figure, theme=None)
    st.caption(chart["source"])
