"""The nearest views of a chart that can be read, where the one picked cannot: in words, and as picks for one click."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dashboard.exhibits import readable
from dashboard.exhibits.picks import SPANS, Pick
from dashboard.exhibits.plot import Panel, Plot
from dashboard.exhibits.readable import Fault
from dashboard.figures import words

Draw = Callable[[Mapping[str, str]], Plot | None]  # the drawing with other picks, None where there is none


@dataclass(frozen=True)
class Offer:
    """A view that can be read: what to call it, and the picks that show it."""

    words: str
    picks: tuple[tuple[str, str], ...]


def pass_gate(
    plot: Plot, declared: tuple[Pick, ...], picks: Mapping[str, str], draw: Draw
) -> tuple[Plot, tuple[Offer, ...]]:
    """Return the plot as it can be read; else one that says in words why not, with the nearest views that can, two at most."""
    mended = readable.mend(plot)
    found = readable.faults(mended)
    if not found:
        return mended, ()
    offers = tuple(
        Offer(named(declared, picks, near), tuple(near.items()))
        for tried in (narrowed(declared, picks, mended), reset(declared, picks))
        if (near := next((one for one in tried if can_be_read(draw(one))), None)) and near != dict(picks)
    )
    offers = tuple(dict.fromkeys(offers))
    said = sentence(found, offers)
    return Plot((Panel(scale=plot.panels[0].scale, empty=said),), axis=plot.axis), offers


def can_be_read(plot: Plot | None) -> bool:
    """Return whether a drawing passes the gate."""
    return plot is not None and not readable.faults(readable.mend(plot))


def sentence(found: tuple[Fault, ...], offered: Iterable[Offer] = ()) -> str:
    """Return why these lines are not drawn and what to choose instead."""
    said = "; ".join(f"{words.listed(names)}: {why}" for why, names in _by_reason(found).items())
    instead = " or ".join(offer.words for offer in offered)
    near = f" Nearest view that can be read: {instead}." if instead else ""
    return f"Not drawn, as too little is published for a line: {said}. The figures stand under Table.{near}"


def _by_reason(found: Iterable[Fault]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for fault in found:
        out.setdefault(fault.why, []).append(fault.name)
    return out


def narrowed(declared: tuple[Pick, ...], picks: Mapping[str, str], plot: Plot) -> list[dict[str, str]]:
    """Return the picks of nearer views, to be tried in this order: a later start, fewer lines, both."""
    names = {pick.name for pick in declared}
    bad = {fault.name for fault in readable.faults(plot)}
    out = []
    start = readable.good_from(readable.lines_of(plot.panels), plot.axis) if "first" in names else ""
    if start:
        out.append({**picks, "first": start})
    for pick in (pick for pick in declared if pick.kind == "many"):
        good = [value for value in picks[pick.name].split(",") if pick.words(value) not in bad]
        kept = [line for line in readable.lines_of(plot.panels) if line.name not in bad]
        lead = any(line.role == "accent" and line.name in bad for line in readable.lines_of(plot.panels))
        if good and not lead and len(good) < len(picks[pick.name].split(",")):
            out.append({**picks, pick.name: ",".join(good)})
        for line in (
            readable.lines_of(plot.panels) if not kept else ()
        ):  # none passes whole: the best one, since it is dense
            since = readable.good_from([line], plot.axis)
            mine = [value for value in picks[pick.name].split(",") if pick.words(value) == line.name]
            out += [{**picks, pick.name: mine[0], "first": since}] if since and mine and "first" in names else []
    return out


def reset(declared: tuple[Pick, ...], picks: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the picks with one choice after the other put back to the usual one, then all of them."""
    moved = [pick for pick in declared if picks[pick.name] != pick.default]
    return [*({**picks, pick.name: pick.default} for pick in moved), {pick.name: pick.default for pick in declared}]


def named(declared: tuple[Pick, ...], now: Mapping[str, str], then: Mapping[str, str]) -> str:
    """Return what changes from one choice to another, in the words of the boxes: "Partners: Russia, from 2021"."""
    said: list[str] = []
    for pick in declared:
        value = then[pick.name]
        if value == now[pick.name]:
            continue
        told = words.listed([pick.words(part) for part in value.split(",")]) if value else "all years"
        label = pick.label.lower() if said else pick.label
        said.append(f"{label} {told}" if pick.kind in SPANS and value else f"{label}: {told}")
    return ", ".join(said)
