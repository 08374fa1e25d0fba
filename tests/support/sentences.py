"""Every sentence that stands over a chart, by chart, view, flow and partner: made once, for the tests that read them."""

import itertools
from functools import lru_cache
from typing import NamedTuple

from dashboard.exhibits import badges
from dashboard.exhibits.exhibit import Exhibit, NothingToShow, catalogue, exhibit, module
from dashboard.exhibits.picks import UnknownPick

ASIDE = {
    "events",
    "family",
    "release",
    "factor",
    "band",
    "fuels",
    "suppliers",
    "systems",
    "partners",
    "beside",
    "reporter",
    "frequency",
}
PARTNERS = ("RUS", "EU27", "RUS,USA")
MORE = {  # choices that are tried beside the usual ones, not multiplied with all others
    "trade_by_partner": [
        *({"view": view, "partners": only} for view in ("absolute", "growth", "index", "share", "ratio", "balance") for only in PARTNERS),
        *({"view": view, "flow": flow, "reporter": "partner"} for view in ("absolute", "share", "balance") for flow in ("export", "import")),
        *({"view": view, "frequency": "M", "currency": kind} for view in ("absolute", "growth", "balance") for kind in ("usd", "cny")),
        *({"first": "2022", "last": "2022", "flow": flow} for flow in ("total", "export", "import")),
    ],
    "arms_deliveries": [{"release": name} for name in ("sipri_2022", "sipri_2024", "sipri_2026")],
    "arms_share_windows": [{"release": name} for name in ("sipri_2022", "sipri_2024")],
    "crude_share": [{"suppliers": "SAU,IRQ"}, {"last": "2022"}],
    "fossil_share": [{"frequency": "M"}],
    "crude_volume": [{"frequency": "M"}],
    "crude_unit_value": [{"frequency": "M"}],
}  # fmt: skip


class Sentence(NamedTuple):
    """What stands over one chart with some choices."""

    chart: str
    picks: str  # those that differ from the usual ones
    headline: str
    subtitle: str
    badges: str
    item: Exhibit | None


def choices(chart: str) -> list[dict[str, str]]:
    """Return the choices to try: every combination of those that change the words, then the chart's own more."""
    offered = [pick for pick in module(chart).PICKS if pick.options and pick.kind != "many" and pick.name not in ASIDE]
    every = itertools.product(*([option for option, _ in pick.options] for pick in offered))
    combined = [dict(zip((pick.name for pick in offered), values, strict=True)) for values in every]
    return [*combined, *MORE.get(chart, [])]


def sentences(data, charts=None) -> list[Sentence]:
    """Return each different sentence once, in the order of the catalogue; a refusal is a sentence too."""
    found: dict[tuple, Sentence] = {}
    for chart in charts or catalogue():
        usual = {pick.name: pick.default for pick in module(chart).PICKS}
        for picks in choices(chart):
            said = _said(chart, data, tuple(sorted(picks.items())))
            told = " ".join(f"{name}={value}" for name, value in picks.items() if value != usual[name])
            found.setdefault((chart, *said[:3]), Sentence(chart, told, *said))
    return list(found.values())


@lru_cache(maxsize=4096)
def _look(chart, edition, as_of, picks):
    return exhibit(chart, _DATA[edition, as_of], dict(picks))


_DATA: dict = {}


def _said(chart, data, picks):
    _DATA[data.edition, data.as_of] = data
    try:
        item = _look(chart, data.edition, data.as_of, picks)
    except (NothingToShow, UnknownPick) as reason:
        return str(reason), "", "", None
    return item.headline, item.subtitle, " · ".join(one.words for one in badges.for_exhibit(item)), item


def as_text(found: list[Sentence]) -> str:
    """Return the sentences as a text to be read through: choices, headline, subtitle, badges."""
    out, chart = [], ""
    for one in found:
        if one.chart != chart:
            chart = one.chart
            out.append(f"== {chart}")
        out.append(f"- {one.picks or 'usual'}")
        out += [f"  {line}" for line in (one.headline, one.subtitle, one.badges and f"[{one.badges}]") if line]
    return "\n".join(out) + "\n"
