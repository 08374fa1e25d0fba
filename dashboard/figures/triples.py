"""Which family answers for a partner and period: exports, imports and total together, on every page the same.

The best family whose triple is complete and adds up answers for all three (`triple_index.Triple.state`). Where none has one, the
family that has the flow asked for does, and `said` tells in words what does not add up on the page then.
"""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.figures import query, words
from dashboard.figures.query import Data
from dashboard.figures.triple_index import Place, Record, Triple, adds_up
from etl.build.triples import FLOWS
from etl.tables.registry import place_name

FAMILIES = ("gacc", "comtrade", "imf")  # China's own count, best first
PARTNER_FAMILIES = ("comtrade", "imf", "census", "eurostat", "aseanstats", "fcs")  # a partner's own count, finest first
NAMES = {"gacc": "China Customs", "comtrade": "UN Comtrade", "imf": "IMF", "fcs": "Russian customs", "census": "US Census",
         "eurostat": "Eurostat", "aseanstats": "ASEANstats"}  # fmt: skip
OTHER = {"exports": "imports", "imports": "exports"}
MOST = 4  # places named under a picture


def chosen(data: Data, at: Place, families: Iterable[str] = FAMILIES, flow: str = "") -> Triple | None:
    """Return the triple that answers at a place, families best first; with `flow` one that has it. None where nobody has."""
    cell = data.triples.get(at, {})
    order = [cell[family] for family in families if family in cell]
    fit = [triple for triple in order if not flow or flow in triple.rows]
    return min(fit, key=lambda triple: max(triple.state, 1), default=None)  # the first that is complete and adds up


def level(
    data: Data, at: Place, flow: str, families: Iterable[str] = FAMILIES, also: Iterable[str] = ()
) -> Record | None:
    """Return the one row that every page shows of a flow at a place, or None.

    Where none of the families has it: the total of one less the other flow of another, computed and `said` to be so; `also`
    are further families that may give the other flow.
    """
    families = tuple(families)
    triple = chosen(data, at, families, flow)
    if triple:
        return dict(triple.rows[flow])
    return _mixed_third(data, at, flow, (families, (*families, *also))) if flow != "total" else None


def _mixed_third(data: Data, at: Place, flow: str, families: tuple[tuple[str, ...], tuple[str, ...]]) -> Record | None:
    """Return a total less the other flow where they come from two families, with words; None where one is missing."""
    whole, part = chosen(data, at, families[0], "total"), chosen(data, at, families[1], OTHER[flow])
    if whole is None or part is None or part.rows[OTHER[flow]]["value"] > whole.rows["total"]["value"]:
        return None
    total, other = whole.rows["total"], part.rows[OTHER[flow]]
    value, rounding = total["value"] - other["value"], total["rounding"] + other["rounding"]
    row = query.computed_row((total, other), "third", f"goods_{flow}_{at[4]}", value, rounding)
    names = [str(NAMES.get(each.family, each.family)) for each in (whole, part)]
    place = f"{place_name(at[1], short=True)} {words.period(at[2], at[3])}"
    return row | {"said": f"{place}: {flow} are the total ({names[0]}) less {OTHER[flow]} ({names[1]})"}


def mismatch_words(data: Data, at: Place, families: Iterable[str] = FAMILIES) -> str:
    """Return what does not add up in the figures shown at a place, with both figures in words; "" where all does."""
    rows = {flow: level(data, at, flow, families) for flow in FLOWS}
    exports, imports, total = (rows[flow] for flow in FLOWS)
    if exports is None or imports is None or total is None or adds_up(exports, imports, total):
        return ""
    made = exports["value"] + imports["value"]
    whose = words.listed(dict.fromkeys(str(NAMES.get(row["family"], row["family"])) for row in (exports, imports)))
    name = place_name(at[1], short=True)
    when = words.period(at[2], at[3])
    amount, printed = (words.money(value / 1e9, currency=at[4]) for value in (made, total["value"]))
    kind = "printed total" if total["status"] != "derived" else "total"
    if amount == printed:
        amount, printed = (words.money(value / 1e9, 3, at[4]) for value in (made, total["value"]))
    return f"{name} {when}: exports and imports ({whose}) sum to {amount}, the {kind} ({NAMES.get(total['family'], total['family'])}) is {printed}"


def balance(data: Data, at: Place, families: Iterable[str] = FAMILIES, also: Iterable[str] = ()) -> Record | None:
    """Return exports less imports as every page shows them, or a printed balance where one is missing; None without."""
    families = tuple(families)
    exports, imports = (level(data, at, flow, families, also) for flow in ("exports", "imports"))
    if exports and imports:
        value, rounding = exports["value"] - imports["value"], exports["rounding"] + imports["rounding"]
        row = query.computed_row((exports, imports), "balance", f"goods_balance_{at[4]}", value, rounding)
        return row | {"said": "; ".join(filter(None, (one.get("said", "") for one in (exports, imports))))}
    found = query.pick(data, f"goods_balance_{at[4]}", reporter=at[0], partner=at[1], family=families, months=at[3],
                       first=at[2], last=at[2])  # fmt: skip
    printed = found[(found["period"] == at[2]) & (found["status"] == "reported")]
    return next(iter(printed.to_dict("records")), None)


def share(
    data: Data, at: Place, flow: str, families: Iterable[str] = FAMILIES, also: tuple[str, ...] = ()
) -> Record | None:
    """Return a flow's share of the reporter's trade with the world in per cent, or None; `over` is the whole's family.

    Part and whole come from the one family that has both, the better triples first. Only where none has both, from two, which
    `said` names then; `also` are families that may give the whole then.
    """
    families = tuple(families)
    world = (at[0], "WLD", *at[2:])
    pairs = []
    for family in families:
        one, all_of = (data.triples.get(place, {}).get(family) for place in (at, world))
        if one and all_of and flow in one.rows and flow in all_of.rows:
            pairs.append((max(one.state, all_of.state), one.rows[flow], all_of.rows[flow]))
    part, whole = level(data, at, flow, families), level(data, world, flow, (*families, *also))
    if pairs:
        _, part, whole = min(pairs, key=lambda pair: pair[0])
    if part is None or whole is None or whole["value"] <= 0:
        return None
    value, rounding = query.quotient(part, whole, 100)
    names = [str(NAMES.get(row["family"], row["family"])) for row in (part, whole)]
    when = words.period(at[2], at[3])
    mismatch_words = (
        "" if pairs else f"{place_name(at[1], short=True)} {when}: {names[0]}’s figure over {names[1]}’s total"
    )
    row = query.computed_row((part, whole), "share", f"goods_{flow}_share_pct", value, rounding)
    return row | {"over": whole["family"], "said": mismatch_words}


def told(texts: Iterable[str]) -> list[str]:
    """Return what does not add up, for the line under a picture: in full where it is one thing, else the places alone.

    Each text is "place: figures"; both figures of every place stand under Sources and at its point.
    """
    found = sorted({text for text in texts if text})
    if len(found) < 2:
        return found
    places = [text.partition(": ")[0] for text in found]
    named = words.listed(places) if len(places) <= MOST else f"{len(places)} places, among them {places[-1]}"
    return [f"what is shown does not add up, both figures under Sources: {named}"]
