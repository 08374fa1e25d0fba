"""The page Methods: what is done to a figure between its publisher and the reader, a part a thought, each in words."""

from __future__ import annotations

from functools import cache
from html import escape

import streamlit as st

from dashboard.views.frame import frame
from dashboard.views.markup import html
from dashboard.views.methods import rules
from dashboard.views.methods.rules import Part

FEW = 8  # rules that a part shows at once; a longer list is folded


def show_methods() -> None:
    """Show every rule; it needs no figures."""
    with frame("methods", dated=False), st.container(key="methods"):
        html(_page())


@cache
def _page() -> str:
    parts = rules.parts()
    jumps = "".join(f'<a href="#ky-{one.name}">{escape(one.title)}</a>' for one in parts)
    return f'<nav class="ky-jumps" aria-label="On this page">{jumps}</nav>{"".join(map(_part, parts))}'


def _part(one: Part) -> str:
    listed = "".join(f"<dt>{escape(term)}</dt><dd>{escape(said)}</dd>" for term, said in one.rules)
    told = f'<dl class="ky-rules">{listed}</dl>' if listed else ""
    if len(one.rules) > FEW:
        told = f'<details class="ky-more"><summary>The {len(one.rules)} {escape(one.each)}</summary>{told}</details>'
    return (
        f'<section class="ky-group" id="ky-{one.name}"><h2>{escape(one.title)}</h2>'
        f'<p class="ky-lead">{escape(one.lead)}</p>{told}</section>'
    )
