"""The choices of a chart: a row of views, then boxes on one line as wide as their words, the rest under "More"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.draw import fonts
from dashboard.exhibits import catalogue
from dashboard.exhibits.picks import SPANS, Pick
from dashboard.figures import words
from dashboard.looks import look
from dashboard.views.folding import describe_picks, write_fold_button
from dashboard.views.frame import Session, View, settle_picks, write_address

ROOM = 1232 - 90  # what the line holds beside "More"
BOX = 62  # frame and arrow of a box
GAP = 15
YEAR_BOX = 96
MONTH_BOX = 124


def picks(chart_id: str, kept: Session, view: View, first: bool = True) -> str:
    """Draw the choices of a chart and return a sentence on choices that do not go together, or nothing.

    A further card of a page keeps years and events under "More": calmer to the eye, and half the work of a run.
    """
    declared = catalogue.module(chart_id).PICKS
    span = look(view.request(chart_id, kept.picks[chart_id])).years
    offered = [pick for pick in declared if _relevant(pick, kept, chart_id)]
    if offered:
        write_fold_button(chart_id, describe_picks(offered, kept.picks[chart_id], span), "Choose")
        with st.container(key=f"fold_{chart_id}"):
            _boxes(offered, chart_id, kept, span, first)
    return str(st.session_state.pop(f"ky_refused_{chart_id}", ""))


def _boxes(offered: list[Pick], chart_id: str, kept: Session, span: tuple[int, int] | None, first: bool) -> None:
    """Draw the choices that mean something now: views, then a line of boxes, then the rest under "More"."""
    for pick in offered:
        if pick.segmented:
            draw(pick, chart_id, kept, span)
    boxes = [pick for pick in offered if not pick.segmented]
    kept_back = [] if first else [pick for pick in boxes if pick.kind in SPANS or pick.name == "events"]
    shown, more = _fitting([pick for pick in boxes if pick not in kept_back])
    more += kept_back
    if shown or more:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            for pick in shown:
                draw(pick, chart_id, kept, span)
            if more:
                _more(more, chart_id, kept, span, named="More" if shown else "Years and events")


def _more(boxes: list[Pick], chart_id: str, kept: Session, span: tuple[int, int] | None, named: str) -> None:
    """Draw the choices that found no place on the line, when the reader opens them."""
    chosen = [pick for pick in boxes if kept.picks[chart_id][pick.name] != pick.default]
    face = f"{named} ({len(chosen)} set)" if chosen else named
    opened = st.popover(face, type="tertiary", icon=":material/tune:", on_change="rerun", key=f"more_picks_{chart_id}")
    if opened.open:
        with opened:
            for pick in boxes:
                draw(pick, chart_id, kept, span)


def _relevant(pick: Pick, kept: Session, chart_id: str) -> bool:
    """Return whether a choice changes anything now; a chart may say so with `idle(picks)`, the names that do not."""
    idle = getattr(catalogue.module(chart_id), "idle", None)
    return idle is None or pick.name not in idle(kept.picks[chart_id])


def _width(pick: Pick) -> int:
    """Return the width of a box in px: that of its longest words."""
    if pick.kind in SPANS:
        return max(MONTH_BOX if pick.kind == "month" else YEAR_BOX, int(fonts.width(pick.label, 14)) + 12)
    names = [text for _, text in pick.options]
    longest = ", ".join(names) if pick.kind == "many" else max(names, key=len, default="")
    widest = max(fonts.width(longest, 15), fonts.width(pick.label, 14))
    return min(300, int(widest) + BOX)


def _fitting(boxes: list[Pick]) -> tuple[list[Pick], list[Pick]]:
    """Return the boxes that fit on one line, in order, and the rest."""
    used = 0
    for position, pick in enumerate(boxes):
        used += _width(pick) + GAP
        if used > ROOM:
            return boxes[:position], boxes[position:]
    return boxes, []


def draw(pick: Pick, chart_id: str, kept: Session, span: tuple[int, int] | None) -> None:
    """Draw one choice, set to what the reader chose before."""
    key = f"{chart_id}.{pick.name}"
    value = kept.picks[chart_id][pick.name]
    change: dict[str, Any] = {"on_change": _changed, "args": (pick, chart_id, kept), "key": key}
    if pick.segmented:
        st.session_state.setdefault(key, value)
        st.segmented_control(pick.label, list(dict(pick.options)), format_func=pick.words, required=True,
                             label_visibility="collapsed", **change)  # fmt: skip
    elif pick.kind == "many":
        _many(pick, value, change)
    else:
        options, worded = _options(pick, value, span)
        st.session_state.setdefault(key, value)
        st.selectbox(pick.label, options, format_func=worded, width=_width(pick), filter_mode=None, **change)


def _many(pick: Pick, value: str, change: dict[str, Any]) -> None:
    """Draw a choice of several as a box that opens; its face names what is chosen."""
    st.session_state.setdefault(change["key"], value.split(",") if value else [])
    chosen = [part for part in value.split(",") if part]
    face = ", ".join(pick.words(part) for part in chosen) or "None"
    with st.container(width=_width(pick), gap=None):
        st.html(f'<div class="ky ky-label">{pick.label}</div>')
        with st.popover(face, width="stretch", key=f"box_{change['key']}"):
            st.pills(pick.label, list(dict(pick.options)), format_func=pick.words, selection_mode="multi",
                     label_visibility="collapsed", **change)  # fmt: skip


def _options(pick: Pick, value: str, span: tuple[int, int] | None) -> tuple[list[str], Callable[[str], str]]:
    """Return the values of a box and what words them."""
    if pick.kind not in SPANS:
        known = list(dict(pick.options))
        return (known if value in known else [*known, value]), pick.words
    first, last = span or (2000, 2026)
    years = [str(year) for year in range(first, last + 1)]
    if pick.kind == "month":
        years += [f"{year}-{month:02d}" for year in years for month in range(1, 13)]
    extra = [one for one in {value, pick.default} if one and one not in years]
    open_word = {"first": "Earliest", "last": "Latest"}.get(pick.name, "Usual")
    empty = [""] if pick.default == "" or pick.name in ("first", "last") else []
    return [
        *empty,
        *sorted([*years, *extra], reverse=pick.name == "last"),
    ], lambda one: words.day(one) if one else open_word


def _changed(pick: Pick, chart_id: str, kept: Session) -> None:
    """Take a new choice over, or put the old one back with a sentence when it does not go with the others."""
    key = f"{chart_id}.{pick.name}"
    given = st.session_state[key]
    if pick.kind == "many":
        order = list(dict(pick.options))
        value = ",".join(sorted(given, key=order.index)) or pick.default
    else:
        value = given if given is not None else pick.default
    valid, problem = settle_picks(chart_id, {**kept.picks[chart_id], pick.name: value})
    if problem:
        st.session_state.pop(key)
        st.session_state[f"ky_refused_{chart_id}"] = problem
        return
    kept.picks[chart_id] = valid
    kept.problems = ()
    if pick.kind == "many":
        st.session_state[key] = value.split(",")
    write_address(kept)
