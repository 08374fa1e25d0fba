"""Three short lists: what the newest figures changed, which cited figures are contested, how fresh each source is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from dashboard.exhibits import badges
from dashboard.figures import arms_releases, comparisons, settings, words
from dashboard.figures.comparisons import CELL
from dashboard.figures.memo import keep_with_figures
from dashboard.figures.query import Data, load
from dashboard.ledger import verdict_lists
from etl.ledger.claims import Claim
from etl.ledger.verdicts import Verdict
from etl.store import Edition
from etl.tables import registry, releases

if TYPE_CHECKING:
    import pandas as pd

WATCHED = ("goods_total_usd", "goods_total_cny", "goods_exports_usd", "goods_imports_usd", "goods_exports_cny",
           "goods_imports_cny", "crude_imports_t", "crude_imports_usd",
           "lng_imports_t", "lng_imports_usd", "pipeline_gas_imports_usd", "coal_imports_usd",
           "arms_deliveries_tiv")  # fmt: skip


NEAR = ("RUS", "CHN", "EU27", "USA", "ASEAN", "WLD")  # what a reader looks for first
TELLING = 0.0005  # a smaller revision does not show in the figures as printed


class Line(NamedTuple):
    """One line of a list: words left, a value or verdict right."""

    left: str
    right: str
    tone: str = ""  # accent or amber for a verdict
    address: str = ""
    help: str = ""  # what a pointer that rests on it is told


def newest_changes(data: Data, most: int = 3) -> tuple[str, list[Line]]:
    """Return a title and the largest changes: against the edition before, or against what was said before."""
    number = Edition.parse(data.edition).number
    if number:
        before = load(
            data.folder or settings.folder(), str(Edition(Edition.parse(data.edition).base, number - 1)), data.as_of
        )
        return "What changed in this edition", _between(before, data, most) or [Line("Nothing drawn here changed", "")]
    return "Newest figures and revisions", _revised(data, most)


def _between(before: Data, now: Data, most: int) -> list[Line]:
    """Return new and revised values of an edition, revisions first, the largest first."""
    found = comparisons.changes(before, now)
    own = found[~found["derived"]]
    revised, fresh = own[own["kind"] == "revised"], own[own["kind"] == "added"]
    ranks = {
        "near": fresh["partner"].map(lambda place: NEAR.index(place) if place in NEAR else len(NEAR)),
        "watched": fresh["series"].map(lambda name: WATCHED.index(name) if name in WATCHED else len(WATCHED)),
    }
    fresh = fresh.assign(**ranks).sort_values(["near", "watched", "period"], ascending=[True, True, False])
    lines = [_revision(row, row["was"], row["now"]) for row in revised.head(most).to_dict("records")]
    return [*lines, *(_fresh(row, row["now"]) for row in fresh.head(max(0, most - len(lines))).to_dict("records"))]


def _revised(data: Data, most: int) -> list[Line]:
    """Return the newest month of trade with Russia, and the latest revisions of one publisher's own figures."""
    pairs = (data.known["reporter"] + data.known["partner"]).isin(("CHNRUS", "RUSCHN"))
    rows = data.known[pairs]
    rows = rows[rows["series"].isin(WATCHED) & (rows["status"] == "reported")]
    trade = rows[
        rows["series"].isin(("goods_total_usd", "goods_total_cny"))
        & (rows["reporter"] == "CHN")
        & (rows["family"] == "gacc")
    ]
    lines = []
    if not trade.empty:
        last = trade.assign(end=badges.last_months(trade)).sort_values(["end", "months", "vintage"]).iloc[-1].to_dict()
        lines.append(_fresh(last, _in_unit(last, "value")))
    ordered = rows.sort_values([*CELL, "vintage", "rounding"])
    then = ordered.groupby(CELL)[["value", "rounding"]].shift()
    ordered = ordered.assign(value_then=then["value"], rounding_then=then["rounding"])
    apart = (ordered["value"] - ordered["value_then"]).abs() > ordered["rounding"] + ordered["rounding_then"]
    shown = ordered[apart & (ordered["rounding"] <= ordered["rounding_then"])].sort_values("vintage", ascending=False)
    shown = shown[(shown["value"] / shown["value_then"] - 1).abs() >= TELLING].drop_duplicates(["series", "reporter"])
    return [
        *lines,
        *(
            _revision(row, _in_unit(row, "value_then"), _in_unit(row, "value"))
            for row in shown.head(most - len(lines)).to_dict("records")
        ),
    ]


def _in_unit(row: dict[str, Any], column: str) -> float:
    """Return a row's value in the display unit of its series."""
    return float(row[column]) / float(registry.get("series", row["series"])["scale"])


def _label(row: dict[str, Any]) -> str:
    """Return what a row is about in few words: "Crude imports, 2021"."""
    label = registry.get("series", row["series"])["label"].replace("Goods exports plus imports", "Total trade")
    if row["reporter"] == "RUS":
        label += " by Russia’s count"
    if row["partner"] not in ("RUS", "CHN"):
        label += f", {registry.place_name(row['partner'], short=True)}"
    return f"{label}, {words.period(row['period'], int(row['months']))}"


def _fresh(row: dict[str, Any], now: float) -> Line:
    line = registry.get("series", row["series"])
    figure = words.number(now, int(line["decimals"]))
    return Line(f"{_label(row)}: new", words.with_unit(figure, line["shown"]))


def _revision(row: dict[str, Any], was: float, now: float) -> Line:
    """Return a revision with as few decimals as tell the two values apart."""
    line = registry.get("series", row["series"])
    for decimals in range(int(line["decimals"]), 4):
        before, after = words.number(was, decimals), words.number(now, decimals)
        if before != after:
            break
    after = words.with_unit(after, line["shown"])
    sign = next((sign for sign in words.SIGNS.values() if after.startswith(sign)), "")
    return Line(_label(row), f"{sign}{before} → {after}")


def contested(data: Data, most: int = 3) -> list[Line]:
    """Return the cited figures that the data bear out least, each with its verdict."""
    return list(_contested(data)[:most])


@keep_with_figures
def _contested(data: Data) -> tuple[Line, ...]:
    tested = [one for one in verdict_lists.verdicts(data) if not one.claim.reason and one.claim.asks_rows]
    seen: set[str] = set()
    lines = []
    for one in sorted(tested, key=lambda one: verdict_lists.SEVERITY.index(one.verdict)):
        if one.claim.topic not in seen or len(seen) > 3:
            lines.append(_claim(one))
            seen.add(one.claim.topic)
    return tuple(lines[:6])


QUOTE = 38  # characters of a quotation that stand beside a verdict


def _quoted(claim: Claim) -> str:
    """Return the words of a claim around its number: "over 21 percent of its trade (in 2021)"."""
    text = claim.text.strip("()")
    at = max(0, text.find(claim.printed))
    start = text.rfind(" ", 0, max(0, at - 1)) + 1 if at else 0
    cut = text[start:]
    if len(cut) < QUOTE // 2:  # a number at the end says nothing without the words before it
        return text if len(text) <= QUOTE else "… " + text[6 - QUOTE :].partition(" ")[2]
    return cut if len(cut) <= QUOTE else cut[:QUOTE].rsplit(" ", 1)[0] + " …"


def _claim(verdict: Verdict) -> Line:
    tone = {"×": "amber", "●": "accent"}.get(verdict.shape, "")
    return Line(
        f"“{_quoted(verdict.claim)}”", f"{verdict.shape} {verdict.word}", tone, f"/ledger?claim={verdict.claim.id}"
    )


GROUPS = (  # publisher, theme, name in the list
    ("China Customs (GACC)", "trade", "China Customs, trade"),
    ("China Customs (GACC)", "energy", "China Customs, energy"),
    ("SIPRI", "arms", "SIPRI arms transfers"),
    ("Russian Federal Customs Service", "mirror", "Russian customs"),
)
CURRENCIES = {"_usd": "US$", "_cny": "yuan"}  # told apart where they reach different months


def freshness(data: Data) -> list[Line]:
    """Return how far each main group of figures reaches: the newest month or release, when overdue since when, or that it has stopped."""
    today = data.as_of or words.today()
    stated = data.known[data.known["status"] != "derived"]
    lines = []
    for publisher, theme, name in GROUPS:
        sources = [
            line["source"]
            for line in registry.lines("sources")
            if (line["publisher"], line["theme"]) == (publisher, theme)
        ]
        rows = stated[stated["source"].isin(sources)]
        pair = rows[rows["partner"].isin(("RUS", "CHN"))]  # the page is on the two; other partners may reach further
        rows = rows if theme == "arms" or pair.empty else pair
        if rows.empty:
            continue
        stopped = [registry.get("sources", source)["frozen_since"] for source in sources]
        if theme == "arms":
            lines.append(Line(name, _release(rows)))
        elif all(stopped) and max(stopped) <= today:
            lines.append(Line(name, f"Stopped {max(stopped)[:4]}"))
        else:
            lines.append(_reached(name, rows, today))
    return lines


def _release(rows: pd.DataFrame) -> str:
    """Return the newest of SIPRI's yearly releases among rows: "2026 release"."""
    held = set(arms_releases.releases()) & set(rows["family"])
    return f"{arms_releases.release_year(max(held))} release" if held else words.day(max(badges.last_months(rows)))


def _reached(name: str, rows: pd.DataFrame, today: str) -> Line:
    """Return the newest month of a group, of each currency where they differ; amber once more was expected."""
    parts = {sign: rows[rows["series"].str.contains(kind)] for kind, sign in CURRENCIES.items()}
    ends = {sign: _newest(part, today) for sign, part in parts.items() if len(part)}
    if len({month for month, _ in ends.values()}) < 2:
        month, due = _newest(rows, today)
        late = f", due {words.day(due)}" if due else ""
        return Line(name, f"{words.day(month)}{late}", "amber" if due else "")
    told = [
        f"{sign} {words.day(month)}" + (f", more due {words.day(due)}" if due else "")
        for sign, (month, due) in ends.items()
    ]
    same_year = len({month[:4] for month, _ in ends.values()}) == 1
    months = [f"{sign} {words.day(month)}" for sign, (month, _) in ends.items()]
    short = [text[:-5] if same_year and text is not months[-1] else text for text in months]
    tone = "amber" if any(due for _, due in ends.values()) else ""
    return Line(name, ", ".join(short), tone, help="; ".join(told))


def _newest(rows: pd.DataFrame, today: str) -> tuple[str, str]:
    """Return the newest month of rows, and the day since which more is expected, or "" while nothing is."""
    ended = rows.assign(end=badges.last_months(rows))
    last = str(ended["end"].max())
    newest = ended.loc[ended["end"] == last, "source"].unique()
    days = [releases.expected(str(source), last, annual=False, today=today) for source in newest]
    due = min(filter(None, days), default="")
    return last, due if due and due <= today else ""
