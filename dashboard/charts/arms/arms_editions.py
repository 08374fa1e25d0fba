"""The same five-year windows in several SIPRI releases: what was said then, and what a later release says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.charts.arms import choices
from dashboard.exhibits import absence
from dashboard.exhibits.picks import Pick, Picks
from dashboard.exhibits.plot import Bar, Panel, Plot, Scale
from dashboard.figures import arms_releases as arms
from dashboard.figures import query, words
from dashboard.figures.query import Data

if TYPE_CHECKING:
    import pandas as pd

PRINTED = "sipri"  # the family of SIPRI's fact sheets: what was printed on the day of a release
WHOLES = ("2017", "2018", "2019", "2020")  # first years of the windows offered

# measure: series, supplier, recipient, which window (0 the picked one, −5 the one before), words
MEASURES = {
    "recipient": ("arms_recipient_share_pct", "RUS", "CHN", 0, "Russia’s share of China’s arms imports"),
    "before": ("arms_world_share_pct", "RUS", "WLD", -5, "Russia’s share of world arms exports"),
    "world": ("arms_world_share_pct", "RUS", "WLD", 0, "Russia’s share of world arms exports"),
    "supplier": ("arms_supplier_share_pct", "RUS", "CHN", 0, "China’s share of Russia’s arms exports"),
    "change": ("arms_window_change_pct", "RUS", "CHN", 0, "Russia’s arms deliveries to China, change"),
}
LEADS = ("recipient", "change", "supplier", "world", "before")  # which one the headline speaks of, the first that moved

PICKS = (
    Pick("window", "Window", tuple((first, arms.window(first)) for first in WHOLES), "2017"),
    Pick("against", "Against", choices.RELEASE.options, "newest"),
)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return one row a measure and release (or fact sheet), per cent.

    `side` is then (the first release), now (the one compared), also (any other) or printed.
    """
    import pandas as pd

    parts = []
    for name, (series, reporter, partner, shift, _) in MEASURES.items():
        period = str(int(picks["window"]) + shift)
        rows = query.pick(
            data, series, reporter=reporter, partner=partner, months=arms.FIVE_YEARS, first=period, last=period,
            family=(*arms.releases(), PRINTED),
        )  # fmt: skip
        parts.append(rows.assign(measure=name))
    both = pd.concat(parts, ignore_index=True)
    return query.scale_for_display(_sided(both, picks)) if len(both) else both


def _sided(rows: pd.DataFrame, picks: Picks) -> pd.DataFrame:
    """Return rows with `release` and `side`: "now" is the picked release, or the newest with the most figures."""
    held = rows[rows["family"] != PRINTED].groupby("family")["measure"].nunique()
    then = min(held.index, default="")
    later = sorted(((count, family) for family, count in held.items() if family != then), reverse=True)
    now = later[0][1] if later and picks["against"] == "newest" else picks["against"]
    side = {now: "now", then: "then", PRINTED: "printed"}
    release = rows["family"].map(lambda family: "printed" if family == PRINTED else arms.release_year(family))
    return rows.assign(release=release, side=rows["family"].map(lambda family: side.get(family, "also")))


def nothing(data: Data, picks: Picks) -> str:
    """Return which window the releases known do not reach."""
    known = absence.known(data)
    later = " or a later day" if known else ""
    return f"No SIPRI release{known} covers {arms.window(picks['window'])}. Choose an earlier window{later}."


def _pairs(table: pd.DataFrame) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Return measure, then and now, for the measures that both releases have."""
    rows = {(row["measure"], row["side"]): row | {"row": n} for n, row in enumerate(table.to_dict("records"))}
    return [
        (name, rows[name, "then"], rows[name, "now"])
        for name in MEASURES
        if (name, "then") in rows and (name, "now") in rows
    ]


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return how the later release restates the first figure that it moves by a point or more; "" when none moves."""
    pairs = {name: (then, now) for name, then, now in _pairs(table)}
    for name in LEADS:
        if name not in pairs:
            continue
        then, now = pairs[name]
        old, new = round(then["shown"]), round(now["shown"])
        if old != new:
            verb = "raises" if abs(new) > abs(old) else "cuts"
            what = {
                "recipient": f"Russia’s {_when(name, picks)} share", "change": "Russia’s change in deliveries",
                "supplier": f"China’s {_when(name, picks)} share",
                "world": f"Russia’s {_when(name, picks)} world share",
                "before": f"Russia’s {_when(name, picks)} world share",
            }[name]  # fmt: skip
            return f"SIPRI’s {now['release']} release {verb} {what} from {_share(old, name)} to {_share(new, name)}"
    return ""


def _when(measure: str, picks: Picks) -> str:
    return arms.window(str(int(picks["window"]) + MEASURES[measure][3]))


def _share(value: float, measure: str, decimals: int = 0) -> str:
    return words.percent(value, decimals, signed=measure == "change")


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return what is compared, the unit, the windows and the releases."""
    before = arms.window(str(int(picks["window"]) - 5))
    found = _pairs(table)
    drawn = sorted(set(table.loc[table["side"].isin(("then", "now")), "release"]))
    which = f"as the {words.listed(drawn)} release has them, the only one to compare"
    if found:
        which = f"in the {found[0][2]['release']} release (bar) and the {found[0][1]['release']} release (black line)"
    return (
        f"Five-year windows {before} and {arms.window(picks['window'])} in SIPRI trend-indicator values (TIV), {which}"
    )


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return the rule, where the printed figures stand, and what TIV is not."""
    printed = "; printed: SIPRI’s fact sheets of the time" if table["side"].eq("printed").any() else ""
    return f"shares and changes of five-year sums, each within one release{printed}. {arms.CAVEAT}"


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return a bar a figure as the later release has it, beside a line where the first had it; what rounds otherwise is set off."""
    bars = []
    for name, then, now in _pairs(table):
        moved = round(then["shown"]) != round(now["shown"])
        bars.append(
            Bar(
                f"{MEASURES[name][4]}, {_when(name, picks)}",
                float(now["shown"]),
                "RUS_tint" if moved else "context",
                target=float(then["shown"]),
                target_text=f"{_share(now['shown'], name, 1)}, was {_share(then['shown'], name, 1)}",
                row=now["row"],
            )
        )
    if bars:
        then, now = _pairs(table)[0][1:]
        bar, line = (f"{one['release']} release" for one in (now, then))
        return Plot((Panel(tuple(bars), Scale("", "%", 1), bars=bar, targets=line),), axis="items")
    alone = tuple(
        Bar(f"{MEASURES[row.measure][4]}, {_when(row.measure, picks)}", float(row.shown), "context",
            _share(row.shown, row.measure, 1), row=int(row.Index))
        for row in table[table["side"].isin(("then", "now"))].itertuples()
    )  # fmt: skip
    return Plot((Panel(alone, Scale("", "%", 1)),), axis="items")
