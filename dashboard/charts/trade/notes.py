"""What a reader must know of the rows that `trade_by_partner` draws, in words under the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.exhibits.picks import Picks
from dashboard.figures import rolling, triples, words
from etl.tables.registry import place_name

if TYPE_CHECKING:
    import pandas as pd


def notes(table: pd.DataFrame) -> list[str]:
    """Return what the reader must know of the rows drawn: what does not add up, joints, composition, derived years, gaps."""
    out = []
    if "said" in table and "basis" not in table:
        out += triples.told(text for said in table["said"].dropna() for text in said.split("; "))
    out += _joints(table)
    if "composition" in table and table["composition"].eq("EU28").any():
        out.append("EU includes the UK to 2019")
    elif table["partner"].eq("EU27").any():
        out.append("EU without the UK throughout")
    out += _worked_out(table)
    if "end" in table:
        return out + _open(table)
    for partner, line in table.groupby("partner", sort=False):
        years = sorted({int(p[:4]) for p in line["period"]})
        gaps = [str(y) for y in range(years[0], years[-1]) if y not in years]
        if gaps and line["period"].str.len().eq(4).all():
            out.append(f"{place_name(str(partner), short=True)}: no figure for {words.listed(gaps)}")
    return out


def not_held(table: pd.DataFrame, picks: Picks) -> list[str]:
    """Return which of the partners picked have no line, in words: of them nothing is held from what was picked."""
    asked = [name for name in picks["partners"].split(",") if picks["view"] != "ratio" or name != "RUS"]
    gone = [place_name(name, short=True) for name in asked if name not in set(table["partner"])]
    return [f"no figures of this choice for {words.listed(gone)}"] if gone else []


def _open(table: pd.DataFrame) -> list[str]:
    """Return how often each line of rolling sums has a gap for want of months."""
    lines = {
        place_name(str(p), short=True): rolling.gaps(sorted(rows["end"]))
        for p, rows in table.groupby("partner", sort=False)
    }
    stops = [f"{name} {count}" for name, count in lines.items() if count]
    return [f"gaps of months that are not printed: {', '.join(stops)}"] if stops else []


def _joints(table: pd.DataFrame) -> list[str]:
    """Return where another source takes over, and by how much the line moves at most where it is not torn."""
    if "joint_words" not in table:
        return []
    marked = table[table["joint"].eq(True) & table["joint_words"].ne("")]
    if marked.empty:
        return []
    if table["series"].str.contains("_change_|_balance_").any():  # columns are not torn
        names = [f"{place_name(row.partner, short=True)} {row.period}" for row in marked.itertuples()]
        return [f"another source takes over in {words.listed(names)} (both values under Sources)"]
    torn = sorted(
        {f"{place_name(row.partner, short=True)} {row.period}" for row in marked[marked["torn"].eq(True)].itertuples()}
    )
    out = []
    if len(marked) > len(torn):
        out.append("diamond: another source takes over, within 1% of the one before (both values under Sources)")
    if torn:
        out.append(f"line torn where the change is larger or cannot be measured: {words.listed(torn)}")
    return out


def _worked_out(table: pd.DataFrame) -> list[str]:
    """Return which years rest on a rule: the next year's growth, or the total less the other flow."""
    out = []
    for rule, told in (
        ("implied_base", "from the next year’s level and printed growth"),
        ("third", "total less the other flow"),
    ):
        rows = table[(table["status"] == "derived") & table["citation"].str.startswith(f"{rule}(")]
        names = [f"{place_name(row.partner, short=True)} {row.period[:4]}" for row in rows.itertuples()]
        out += [f"{words.listed(dict.fromkeys(names))}: {told}"] if names else []
    return out
