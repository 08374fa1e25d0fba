"""Claims on several years at once: that something holds in any year, or has grown in every year since one.

A claim on every year needs every year that its text could know: one year outside refutes it, one year missing leaves it
open. A claim of growth needs growth from each year to the next, and holds on one side only where the other office's
count turns the sign.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

from etl.ledger import answer, measures, subject
from etl.ledger.answer import Answer, fits
from etl.ledger.claims import COMPARISONS, PREFIX, Claim
from etl.ledger.verdicts import REASONS, Verdict, rule, short
from etl.ledger.view import View
from etl.tables import registry
from etl.tables.rows import Row


def last_known(claim: Claim) -> str:
    """Return the last whole year that a text could know: the one before it came out; "9999" for an undated text."""
    published = registry.table("documents").get(claim.document, {}).get("published", "")
    return str(int(published[:4]) - 1) if published else "9999"


def any_year(claim: Claim, seen: View) -> Verdict:
    """Return the verdict of a claim that is to hold in every year: those the text could know, a tenth of the figure allowed."""
    plain = replace(claim, qualifier="about")
    years = _years(claim, seen)
    tested = [
        (year, one) for year in years for one in measures.answers(replace(plain, period=year, months=12), seen)[:1]
    ]
    held = [(year, one) for year, one in tested if year <= last_known(claim)]
    if not held:
        return Verdict(claim, "uncheckable", REASONS["no_figures"], reason="no_figures")
    missing = [year for year in years if year <= last_known(claim) and year not in dict(held)]
    off = [(year, one) for year, one in held if not fits(plain, one)]
    words = " ".join(filter(None, (
        _counted(claim, off, held), f"{_listed(claim, held)}.",
        f"Missing here: {_runs(missing)}." if missing else "",
        _after(claim, [pair for pair in tested if pair not in held]),
    )))  # fmt: skip
    first = (off or held)[0][1]
    kind = "not_reproduced" if off else "uncheckable" if missing else "reproduced"
    reason = "years_missing" if kind == "uncheckable" else ""
    return Verdict(claim, kind, words, first, tuple(one for _, one in tested), reason=reason, inputs=first.inputs)


def _years(claim: Claim, seen: View) -> list[str]:
    """Return every year from the first to the last that has a figure of the claim's product, or of all goods of the same pair."""
    goods = subject.level_series(replace(claim, product="all_goods"), "USD") if claim.compared_with in PREFIX else ""
    series = {subject.level_series(claim, "percent"), subject.level_series(claim, "USD"), goods} - {""}
    found = {
        period
        for name in series
        for period, months in seen.periods(name, *subject.sides(claim))
        if months == 12 and len(period) == 4
    }
    return [str(year) for year in range(int(min(found)), int(max(found)) + 1)] if found else []


def _counted(claim: Claim, off: Sequence[object], held: Sequence[object]) -> str:
    meant = f"“{claim.qualifier.replace('_', ' ')}” {claim.printed}, with a tenth of the figure allowed."
    years = f"{len(held)} year{'s' if len(held) > 1 else ''} with figures"
    if off:
        return f"{len(off)} of {years} {'are' if len(off) > 1 else 'is'} outside {meant}"
    return f"{'All ' if len(held) > 1 else 'The '}{years} {'are' if len(held) > 1 else 'is'} within {meant}"


def _listed(claim: Claim, pairs: Iterable[tuple[str, Answer]]) -> str:
    return "; ".join(f"{year}: {short(claim, one.value)}" for year, one in pairs)


def _after(claim: Claim, pairs: list[tuple[str, Answer]]) -> str:
    return f"Years the text could not know: {_listed(claim, pairs)}." if pairs else ""


def _runs(years: list[str]) -> str:
    """Return years with those in a row joined: "2010–2016, 2019"."""
    out: list[list[str]] = []
    for year in years:
        if out and int(year) == int(out[-1][-1]) + 1:
            out[-1].append(year)
        else:
            out.append([year])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in out)


def growing(claim: Claim, found: list[Answer], seen: View) -> Verdict:
    """Return the verdict of a claim that a balance has kept its sign and grown since a year: each year above the last."""
    shown = next((one for one in found if one.family == claim.family), found[0])
    series, places = shown.inputs[0].series, (claim.reporter, claim.partner)
    last = max(row.period for row in shown.inputs)
    cells = [seen.at(series, *places, str(year), 12) for year in range(int(claim.period[:4]), int(last) + 1)]
    rows = [cell[shown.family] for cell in cells if shown.family in cell]
    falls = [b.period for a, b in itertools.pairwise(rows) if abs(b.value) <= abs(a.value)]
    turned = other_side(rows, seen)
    words = " ".join(filter(None, (
        f"As {registry.place_name(claim.reporter)} counts it, {shown.words}.",
        f"Year by year: {'; '.join(f'{row.period}: {answer.short(abs(row.value), series)}' for row in rows)}.",
        f"It did not grow in {_runs(falls)}." if falls else "",
        turned,
    )))  # fmt: skip
    kind = "not_reproduced" if shown.value != claim.value else "depends_on_source" if turned else "reproduced"
    others = tuple(one for one in found if one is not shown)
    return Verdict(claim, kind, words, shown, others, inputs=tuple(rows) or shown.inputs)


def other_side(rows: Iterable[Row], seen: View) -> str:
    """Return in which years the other office's count of a balance turns its sign, in words; "" when in none."""
    turned, who = [], ""
    for row in rows:
        other = next(iter(seen.at(row.series, row.partner, row.reporter, row.period, 12).values()), None)
        if other is not None and other.value * row.value > 0:  # both offices count a surplus, or both a deficit
            turned.append(row.period)
            who = registry.place_name(row.partner)
    return f"As {who} counts it, the sign is the other one in {_runs(turned)}." if turned else ""


def named(verdict: Verdict, seen: View) -> Verdict:
    """Return a verdict whose words say what is our own reading: the rule of a comparison, the year where the text names none."""
    claim = verdict.claim
    if claim.measure in COMPARISONS:
        verdict = replace(verdict, words=f"“{claim.printed}” is read as: {rule(claim)}. {verdict.words}")
    if claim.ours == "measure":
        return replace(verdict, words=f"{verdict.words} Our reading: {claim.note}.")
    if claim.ours != "period":
        return verdict
    last = min(last_known(claim), str(int(claim.period[:4]) + 3))
    others = [str(year) for year in range(int(claim.period[:4]) - 3, int(last) + 1) if str(year) != claim.period[:4]]
    pairs = [(year, one) for year in others for one in measures.answers(replace(claim, period=year), seen)[:1]]
    words = f"Our reading: the text names no year, and {claim.period} is taken."
    if pairs:
        words += f" Other years give {_listed(claim, pairs)}."
    return replace(verdict, words=f"{verdict.words} {words}")
