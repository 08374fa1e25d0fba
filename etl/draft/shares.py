"""Shares: whose part of whose trade in what, of all goods, a fuel or arms, or what part of all goods a fuel is."""

from __future__ import annotations

import re

from etl.draft.frames import UNKNOWN, Frame
from etl.draft.heard import ARMS, GOODS, MIRROR, Heard, Line, NotUnderstood


def share(heard: Heard) -> Line:
    """Return whose part of what a share is. Raises NotUnderstood."""
    frame, whole = heard.frame, heard.behind
    if re.match(r"\s*of\b", heard.after) and not whole.flow and not re.match(r"\s*of (?:its|their)\b", heard.after):
        raise NotUnderstood("of what it is a share is not said in words of trade")
    holder = frame.holder or heard.ahead.other or frame.other
    product = frame.product or (GOODS if frame.flow else "")
    if heard.ahead.product and whole.flow in MIRROR and not whole.product:
        product = heard.ahead.product
        if whole.importer and whole.exporter and product not in (ARMS, UNKNOWN):
            return {"product": product, "reporter": whole.importer, "partner": whole.exporter, "flow": "import", "compared_with": GOODS}  # fmt: skip
    if product not in ("", GOODS, ARMS) and whole.flow and (whole.flow == "export" or not whole.product):
        raise NotUnderstood("of whose imports of what it is a share is not clear")
    if not product:
        raise NotUnderstood("of what it is a share is not said")
    if product == ARMS:
        return _share_of_arms(frame, holder)
    if frame.flow == "total" or (product == GOODS and frame.flow == "balance"):
        return {"product": product, "flow": "total"} | _owned(frame, holder)
    return {"product": product} | _share_of_flow(frame, holder, product)


def _owned(frame: Frame, holder: str) -> Line:
    rest = [one for one in frame.pair if one != holder]
    if holder and len(rest) == 1:
        return {"reporter": rest[0], "partner": holder}
    raise NotUnderstood("whose share of whose trade is not said")


def _share_of_flow(frame: Frame, holder: str, product: str) -> Line:
    flow = frame.flow if product == GOODS else "import"
    own, partner = frame.ends(flow)
    partner = partner or (holder if holder != own else "")
    if frame.holder and frame.holder != own:
        partner = frame.holder
    if not own or not partner or (product != GOODS and frame.flow == "export" and not frame.importer):
        raise NotUnderstood("whose share of whose trade is not said")
    return {"reporter": own, "partner": partner, "flow": flow}


def _share_of_arms(frame: Frame, holder: str) -> Line:
    if frame.world:
        seller = frame.holder or frame.exporter or holder
        if not seller:
            raise NotUnderstood("whose share of the world's arms exports is not said")
        return {"product": ARMS, "reporter": seller, "partner": "WLD", "flow": "export", "compared_with": "WLD"}
    seller, buyer = frame.exporter or holder, frame.importer
    if not seller or not buyer or seller == buyer:
        raise NotUnderstood("who sells arms to whom is not said")
    if frame.flow == "export":
        return {"product": ARMS, "reporter": seller, "partner": buyer, "flow": "export"}
    return {"product": ARMS, "reporter": buyer, "partner": seller, "flow": "import"}
