"""The yardstick: a plain Streamlit page that shows the same charts, tables and fields from ready data.

Run by `streamlit run`, with Streamlit's own settings. Each picture is built once a run from ready data, with the labels and
events that the dashboard's picture has; the page has no tabs, choices, phone version or downloads.
"""

import json
import os
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

TRACES = {"scatter": go.Scatter, "bar": go.Bar, "heatmap": go.Heatmap}
FIELDS = {"file": st.file_uploader, "area": st.text_area, "text": st.text_input}


@st.cache_data
def ready() -> dict:
    """Return what every page shows."""
    return json.loads(Path(os.environ["KYAKHTA_BENCH_DATA"]).read_text())


st.set_page_config(layout="wide")
page = st.query_params.get("page", "trade")
content = ready()[page]
st.title(page)
for position, kind in enumerate(content["fields"]):
    FIELDS[kind](f"{page} {position}")
for chart in content["charts"]:
    figure = go.Figure()
    for trace in chart["traces"]:
        figure.add_trace(TRACES[trace["type"]](trace))
    figure.update_layout(chart["layout"])
    st.subheader(chart["title"])
    st.plotly_chart(figure, theme=None)
    st.caption(chart["source"])
for heads, *rows in content["tables"]:
    st.dataframe(pd.DataFrame(rows, columns=[*heads] if len(set(heads)) == len(heads) else None))
