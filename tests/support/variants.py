"""Every view of a chart that tests and the contact sheet walk: each pick one away from the usual, spans, sensible pairs."""

from itertools import combinations

from dashboard.exhibits.picks import SPANS, Pick
from tests.support.chart_data import every_choice

Picks = dict[str, str]
SPANNED = ({"first": "2022"}, {"last": "2022"}, {"first": "2022", "last": "2022"}, {"first": "2019", "last": "2024"})
YEARS = ("2015", "2020", "2023")  # of a pick that names one year: a base, a year compared
ALONE = ("events", "beside")  # what lies over a chart, and one more line of many: tried alone, not in pairs


def of_chart(chart) -> list[Picks]:
    """Return the picks to walk, each without what is usual: the usual view first, no view twice."""
    usual = {pick.name: pick.default for pick in chart.PICKS}
    found = [{}, *every_choice(chart), *_of_several(chart), *_of_time(chart), *pairs(chart)]
    kept = ({name: value for name, value in picks.items() if value != usual[name]} for picks in found)
    return [dict(picks) for picks in dict.fromkeys(tuple(sorted(picks.items())) for picks in kept)]


def pairs(chart) -> list[Picks]:
    """Return every two choices together that one away from the usual changes: a view with a flow, a flow with a currency."""
    one = [picks for picks in every_choice(chart) if not set(picks) & set(ALONE) and not _is_many(chart, picks)]
    return [one | other for one, other in combinations(one, 2) if not set(one) & set(other)]


def _is_many(chart, picks: Picks) -> bool:
    return any(pick.kind == "many" and pick.name in picks for pick in chart.PICKS)


def _of_several(chart) -> list[Picks]:
    """Return for a choice of several all but one of the usual, and what is not usual beside them."""
    out = []
    for pick in (pick for pick in chart.PICKS if pick.kind == "many"):
        usual = pick.default.split(",")
        out += [{pick.name: ",".join(name for name in usual if name != left)} for left in usual if len(usual) > 1]
    return out


def _of_time(chart) -> list[Picks]:
    """Return spans for a chart with years, and a few years for a choice of one."""
    names = {pick.name for pick in chart.PICKS}
    spans = [picks for picks in SPANNED if set(picks) <= names]
    single: list[Pick] = [pick for pick in chart.PICKS if pick.kind in SPANS and pick.name not in ("first", "last")]
    return [*spans, *({pick.name: year} for pick in single for year in YEARS)]
