"""What differs: published values that contradict the one shown, and what an edition (or a later day) shows otherwise.

Pure: frame in, frame out. A finer printing of the same value is no difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.figures import words
from etl.tables import registry

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.figures.query import Data

CELL = ["series", "reporter", "partner", "period", "months", "family"]


def disagreements(data: Data) -> pd.DataFrame:
    """Return the published values outside the roundings of the one shown of their source family, the widest first.

    Ranks are not among them: two by different rules of counting both hold, and no per cent lies between them.
    Columns: the cell, `label`, `shown`, `says` (display units), `unit`, `apart_pct`, both sources, vintages, citations.
    """
    ranks = {series for series, line in registry.table("series").items() if line["measure"] == "rank"}
    fits = (data.shown["disagree"] > 0) & (data.shown["status"] != "derived") & ~data.shown["series"].isin(ranks)
    shown = data.shown[fits]
    known = data.known[data.known["status"] != "derived"]
    columns = [*CELL, "value", "rounding", "source", "vintage", "citation"]
    both = known[columns].merge(shown[columns], on=CELL, suffixes=("_says", "_shown"), validate="m:1")
    apart = (both["value_says"] - both["value_shown"]).abs() > both["rounding_says"] + both["rounding_shown"]
    both = _scaled(both[apart], {"value_says": "says", "value_shown": "shown"})
    both["apart_pct"] = (both["value_says"] / both["value_shown"] - 1) * 100
    order = both["apart_pct"].abs().sort_values(ascending=False).index
    return both.loc[order].reset_index(drop=True)


def _scaled(frame: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Return the frame with values in display units under new names, the series' label and its unit."""
    unnamed = {"label": "", "shown": "", "scale": "1"}
    lines = {
        series: registry.table("series").get(series, unnamed | {"label": series}) for series in set(frame["series"])
    }
    scale = frame["series"].map({series: float(line["scale"]) for series, line in lines.items()}).astype(float)
    return frame.assign(
        label=frame["series"].map({series: line["label"] for series, line in lines.items()}),
        unit=frame["series"].map({series: line["shown"] for series, line in lines.items()}),
        **{new: frame[old] / scale for old, new in names.items()},
    )


def changes(before: Data, after: Data) -> pd.DataFrame:
    """Return what a later edition (or day) shows otherwise than an earlier one: a row a cell, the largest change first.

    Columns: the cell, `label`, `kind` (added, revised, gone), `was`, `now` (display units), `unit`, `change_pct`, and
    `derived` for what follows from others. A finer printing of the same value is no change.
    """
    columns = [*CELL, "value", "rounding", "status"]
    both = before.shown[columns].merge(
        after.shown[columns], on=CELL, how="outer", suffixes=("_was", "_now"), indicator=True, validate="1:1"
    )
    apart = (both["value_now"] - both["value_was"]).abs() > both["rounding_was"] + both["rounding_now"]
    both["kind"] = both["_merge"].astype(str).map({"left_only": "gone", "right_only": "added", "both": "revised"})
    both = both[apart | (both["kind"] != "revised")]
    both["derived"] = both["status_now"].fillna(both["status_was"]) == "derived"
    both = _scaled(both, {"value_was": "was", "value_now": "now"})
    both["change_pct"] = (both["now"] / both["was"].where(both["was"] != 0) - 1) * 100
    rank = both["kind"].map({"revised": 0, "added": 1, "gone": 2})
    order = both.assign(rank=rank, size=-both["change_pct"].abs()).sort_values(["derived", "rank", "size", *CELL]).index
    names = [*CELL, "label", "kind", "was", "now", "unit", "change_pct", "derived"]
    return both.loc[order, names].reset_index(drop=True)


def effect(frame: pd.DataFrame) -> str:
    """Return changes in one sentence: "12 figures added, 3 revised (largest: …), 0 gone; 20 computed ones follow"."""
    own, follow = frame[~frame["derived"]], int(frame["derived"].sum())
    if frame.empty:
        return "No figure shown has changed."
    count = own["kind"].value_counts()
    parts = [f"{int(count.get('added', 0))} figures added", f"{int(count.get('revised', 0))} revised"]
    revised = own[own["kind"] == "revised"]
    if len(revised):
        row = revised.iloc[0]
        when = words.period(row["period"], int(row["months"]))
        change = words.percent(row["change_pct"], signed=True)
        parts[-1] += f" (largest: {row['label']}, {registry.place_name(row['partner'], short=True)}, {when}, {change})"
    parts.append(f"{int(count.get('gone', 0))} gone")
    return ", ".join(parts) + (f"; {follow} computed ones follow." if follow else ".")
