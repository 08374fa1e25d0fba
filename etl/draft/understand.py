"""One figure understood: its frame and measure become a line of a claims file, or the reason why not."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from etl.draft import frames, shares, words
from etl.draft.figures import EVERY, Figure
from etl.draft.frames import UNCLEAR, UNKNOWN, Frame
from etl.draft.heard import ARMS, GOODS, MIRROR, Heard, Line, NotUnderstood

TURNED = {"over": "less_than", "more_than": "less_than", "less_than": "over", "at_least": "at_most", "at_most": "at_least", "almost": "about"}  # fmt: skip


def line(figure: Figure, heard: Heard, measure: str, sign: str, period: str) -> Line:
    """Return the line of a claims file for a figure. Raises NotUnderstood."""
    frame = heard.frame
    alone = {"share": shares.share, "ratio": _ratio, "balance": _balance}
    of_figure = {"rank": _rank, "growth": _trade, "level": _trade}
    made = alone[measure](heard) if measure in alone else of_figure[measure](figure, heard)
    product = made["product"]
    made = {"measure": measure, "period": period, "family": frame.family} | made
    if product == UNCLEAR:
        raise NotUnderstood("whether all goods are meant or those named before is not clear")
    if product == UNKNOWN:
        raise NotUnderstood("no series of the ledger holds the product that is named")
    made["measure"] = _windowed(measure, product, period)
    made |= _based(figure, made, frame)
    if made.pop("turned", ""):
        sign = "" if sign else "-"
    return made | _signed(figure, heard, sign)


def valued(figure: Figure) -> Line:
    """Return value, unit and qualifier of a figure as the text has them."""
    return {"value": figure.value, "printed": plain(figure.value), "unit": figure.unit, "qualifier": figure.qualifier}


def _signed(figure: Figure, heard: Heard, sign: str) -> Line:
    """Return what the words around a figure change of its value and qualifier."""
    given = valued(figure)
    if sign:
        given |= {"value": sign + given["value"], "printed": sign + given["printed"]}
        given["qualifier"] = TURNED.get(figure.qualifier, figure.qualifier)
    return given | ({"qualifier": "any_year"} if EVERY.search(heard.before) else {})


def plain(value: str) -> str:
    """Return a value without powers of ten: 1.28E+3 is 1280."""
    return f"{Decimal(value):f}" if "E" in value else value


def _windowed(measure: str, product: str, period: str) -> str:
    """Return the measure over a window of years. Raises NotUnderstood where there is none over several years."""
    if not re.fullmatch(r"\d{4}/\d{4}", period):
        return measure
    if measure == "share":
        return "window_share"
    if measure == "growth" and product == ARMS:
        return "window_change"
    raise NotUnderstood("it is of several years together, for which the ledger has only shares and sums of arms")


def _based(figure: Figure, made: Line, frame: Frame) -> Line:
    """Return the basis: as said, by the unit, of all goods by value; of a share or rank by volume where nothing is said."""
    product = made["product"]
    if product == ARMS:
        return {"basis": "value" if figure.kind == "money" else "tiv"}
    if figure.kind == "money" or product in (GOODS, "gdp") or made.get("compared_with") == GOODS:
        return {"basis": "value"}
    if figure.kind in ("mass", "bcm", "bpd"):
        return {"basis": "volume"}
    if said := figure.basis or frame.basis:
        return {"basis": said}
    if made["measure"] == "growth":
        raise NotUnderstood("whether by volume or by value is not said")
    return {"basis": "volume", "ours": "basis"}


def _trade(figure: Figure, heard: Heard) -> Line:
    """Return product and sides of a level or a growth rate. Raises NotUnderstood."""
    frame = heard.frame
    product = frame.product or (GOODS if frame.flow else "")
    if not product:
        raise NotUnderstood("what is traded is not said")
    if product == "gdp":
        raise NotUnderstood("of economies the ledger compares sizes only")
    if product == GOODS and figure.kind in ("mass", "bcm", "bpd"):
        raise NotUnderstood("what is weighed or measured is not said")
    if product in (GOODS, UNKNOWN) and frame.flow == "total":
        return {"product": product, "flow": "total"} | _pair(frame.pair)
    if product in (GOODS, UNKNOWN):
        return {"product": product} | _flow(frame)
    importer, exporter = frame.importer, frame.exporter
    if not importer or not exporter:
        raise NotUnderstood("who buys and who sells is not both said")
    if product == ARMS:
        return {"product": product, "reporter": exporter, "partner": importer, "flow": "export"}
    if figure.kind == "bcm" and product != "pipeline_gas":
        raise NotUnderstood("cubic metres are held of pipeline gas only")
    return {"product": product, "reporter": importer, "partner": exporter, "flow": "import"}


def _pair(pair: tuple[str, ...]) -> Line:
    if len(set(pair)) != 2:
        raise NotUnderstood("between whom is not said")
    first, second = pair
    return {"reporter": second, "partner": first} if second == "CHN" else {"reporter": first, "partner": second}


def _flow(frame: Frame) -> Line:
    """Return the sides of imports or exports of all goods; China's count where China is one of them."""
    own, partner = frame.ends(frame.flow)
    if frame.flow not in MIRROR:
        raise NotUnderstood("whether imports, exports or both are meant is not said")
    if own and not partner and frame.world:
        partner = "WLD"
    if not own or not partner:
        raise NotUnderstood("from whom or to whom is not said")
    if partner == "CHN":
        return {"reporter": partner, "partner": own, "flow": MIRROR[frame.flow]}
    return {"reporter": own, "partner": partner, "flow": frame.flow}


def _balance(heard: Heard) -> Line:
    """Return the sides of a surplus or deficit, the one whose it is first; as China counts it where it is one of them."""
    near = f"{heard.before} {heard.after}"
    place = words.either("place")
    owner = re.search(rf"(?P<p>{place})(?:'s?)?\s+(?:\w+\s+){{0,2}}(?:surplus|deficit)", near)
    whose = words.value("place", owner["p"]) if owner else ""
    other = next((one for one in heard.frame.pair if one != whose), "")
    if not whose or not other:
        raise NotUnderstood("whose surplus or deficit with whom is not said")
    turned = {"turned": "-"} if other == "CHN" else {}
    made = {"product": heard.frame.product or GOODS, "flow": "balance"}
    return made | turned | ({"reporter": other, "partner": whose} if turned else {"reporter": whose, "partner": other})


def _rank(figure: Figure, heard: Heard) -> Line:
    """Return whose rank among whose partners or suppliers it is. Raises NotUnderstood."""
    frame = heard.frame
    owner, subject = ranked(heard)
    if not owner or not subject or owner == subject:
        raise NotUnderstood("whose rank among whose partners is not said")
    if figure.what == "partner":
        return {"product": GOODS, "reporter": owner, "partner": subject, "flow": "total"}
    product = figure.product or heard.behind.product or frame.product
    if figure.what != "supplier" or product in ("", ARMS):
        raise NotUnderstood("a rank is counted of suppliers of fuels and of partners in all trade only")
    return {"product": product, "reporter": owner, "partner": subject, "flow": "import"}


def ranking(figure: Figure, heard: Heard) -> Frame:
    """Return what a rank says of who trades with whom, for the figures after it."""
    owner, subject = ranked(heard)
    product = figure.product or heard.behind.product or heard.frame.product
    if figure.what == "partner":
        return Frame(flow="total", pair=(owner, subject), holder=subject)
    return Frame(product=product, flow="import", importer=owner, exporter=subject, holder=subject)


def ranked(heard: Heard) -> tuple[str, str]:
    """Return whose ranking it is, and who is ranked: Russia was China's …, its …, the … supplier to China."""
    place = words.pattern("place")
    before = [(one.end(), words.value("place", one[0])) for one in place.finditer(frames.without_asides(heard.before))]
    owned = re.search(r"'s?\s+(?:only |own |single )?$", heard.before)
    if owned and before:
        owner = before[-1][1]
        after = re.search(rf"\b(?:is|was|remained|became)\s+(?P<p>{words.either('place')})", heard.after)
        subject = before[-2][1] if len(before) > 1 else words.value("place", after["p"]) if after else ""
        return owner, subject
    if re.search(r"\bits\s+(?:only )?$", heard.before):
        return heard.frame.importer, heard.frame.exporter
    return heard.behind.importer, before[-1][1] if before else ""


def _ratio(heard: Heard) -> Line:
    """Return what is how many times what. Raises NotUnderstood."""
    one, other = heard.ahead, heard.behind
    if "gdp" in (one.product, other.product):
        places = [words.value("place", found[0]) for found in words.pattern("place").finditer(heard.before)]
        if not places or not other.other:
            raise NotUnderstood("whose economy is compared with whose is not said")
        return {"product": "gdp", "reporter": places[-1], "partner": "", "flow": "", "compared_with": other.other}
    if len(other.sides) == 1 and one.pair and re.search(r"\bits\b", heard.after):
        other = replace(other, pair=(one.pair[0], *other.sides), importer="", exporter="")
    common = set(one.sides) & set(other.sides)
    if one.product or other.product or len(common) != 1 or not one.flow or len(one.sides) != 2 or len(other.sides) != 2:
        raise NotUnderstood("which two trades of one country are compared is not said")
    reporter = common.pop()
    flow = one.flow if one.flow == "total" or one.ends(one.flow)[0] == reporter else MIRROR.get(one.flow, "")
    if not flow:
        raise NotUnderstood("which flow is compared is not said")
    return {
        "product": GOODS, "reporter": reporter, "partner": next(iter(one.sides - {reporter})), "flow": flow,
        "compared_with": next(iter(other.sides - {reporter})),
    }  # fmt: skip
