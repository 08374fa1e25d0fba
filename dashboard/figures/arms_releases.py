"""What the arms charts share: SIPRI's releases, the windows of years, and how both are written."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from dashboard.figures import query, words
from dashboard.figures.query import Data
from etl.tables import registry

if TYPE_CHECKING:
    import pandas as pd

FIVE_YEARS = 60


def releases() -> tuple[str, ...]:
    """Return the families of SIPRI's database releases, newest first: "sipri_2025" …"""
    families = {line["family"] for line in registry.lines("sources") if re.fullmatch(r"sipri_\d{4}", line["family"])}
    return tuple(sorted(families, reverse=True))


def release_year(family: str) -> str:
    """Return "2025" of "sipri_2025"."""
    return family.rpartition("_")[2]


CAVEAT = "TIV measures military resources, not price. SIPRI restates past years with each release."


def choose_release(data: Data, release: str, series: str, places: tuple[str, str], *, months: int) -> str:
    """Return the release to draw: the one picked, or the newest that has such rows; "" where none has."""
    held = _held(data, series, places, months)
    if release != "newest":
        return release if release in held else ""
    return max(held, default="")


def years_held(data: Data, series: str, places: tuple[str, str], months: int) -> list[str]:
    """Return the years of the releases that have such rows: ["2022", "2024", "2025"]."""
    return sorted(map(release_year, _held(data, series, places, months)))


def _held(data: Data, series: str, places: tuple[str, str], months: int) -> set[str]:
    """Return the releases that have such rows."""
    rows = query.pick(data, series, reporter=places[0], partner=places[1], months=months, family=releases())
    return set(rows["family"])


def window(first: str, years: int = 5) -> str:
    """Return a window in words: "2017–21" for ("2017", 5)."""
    return words.period(first, years * 12)


def averages(rows: pd.DataFrame, years: int) -> pd.DataFrame:
    """Return the mean of each whole window of `years`, counted back from the last year; a year missing gives no mean.

    Column `change_pct` is the change on the window before, where that one is whole too.
    """
    import pandas as pd

    by_year = {int(row["period"]): row for row in rows.to_dict("records")}
    out: list[dict[str, Any]] = []
    last = max(by_year, default=0)
    for end in range(last, min(by_year, default=0) + years - 2, -years):
        parts = [by_year[year] for year in range(end - years + 1, end + 1) if year in by_year]
        if len(parts) < years:
            continue
        mean = query.computed_row(
            parts, "mean", "arms_window_average_tiv", sum(p["value"] for p in parts) / years,
            sum(p["rounding"] for p in parts) / years, months=12 * years,
        )  # fmt: skip
        out.append({**mean, "change_pct": float("nan")})
    out.reverse()
    for then, now in itertools.pairwise(out):
        if int(now["period"]) - int(then["period"]) == years and then["value"]:
            now["change_pct"] = (now["value"] / then["value"] - 1) * 100
    return pd.DataFrame(out, columns=[*rows.columns, "change_pct"])


def change_words(change: float) -> str:
    """Return "fell 65%", "rose 60%", or "" when the change rounds to nothing or is unknown."""
    if change != change or not round(change):
        return ""
    return f"{'rose' if change > 0 else 'fell'} {words.percent(abs(change), 0)}"


def release_name(family: str) -> str:
    """Return a release as the headline names it: "(SIPRI, 2025 release)"."""
    return f"(SIPRI, {release_year(family)} release)"


def release_words(table: pd.DataFrame) -> str:
    """Return the releases of the rows drawn: "2022 and 2025 releases"."""
    years = sorted({release_year(family) for family in table["family"] if family in releases()})
    return f"{words.listed(years)} release{'s' if len(years) > 1 else ''}"


def nothing_words(data: Data, release: str, series: str, *, what: str, places: tuple[str, str], months: int) -> str:
    """Return why there is no figure of a release, and which releases have it."""
    known = f" that was out on {words.day(data.as_of)}" if data.as_of else ""
    have = years_held(data, series, places, months)
    if not have:
        cure = "Choose a later day or “Today”." if data.as_of else "Choose another direction."
        return f"No SIPRI release{known} is held here with {what}. {cure}"
    if release == "newest":
        why = f"The newest SIPRI release{known} has none of {what} in these years."
    else:
        why = f"SIPRI’s {release_year(release)} release is not held here with {what}{known}."
    return f"{why} Choose other years, or the {words.listed(have, 'or')} release."
