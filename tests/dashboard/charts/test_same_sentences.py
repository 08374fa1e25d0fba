"""One answer per question: sentences that name the same measure, period and unit read the same wherever they stand.

Collected for a day from every chart (with its usual basis, and stepped back year by year), the five sentences and the
finding of the overview; two figures agree when they are equal at the digits of the coarser one.
"""

import re
from collections import defaultdict
from decimal import Decimal

import pytest

from dashboard.exhibits.exhibit import NothingToShow, exhibit
from dashboard.exhibits.picks import UnknownPick
from dashboard.overview import headlines, key_figures
from tests.support.sentences import sentences

OTHER_BASIS = (
    "basis=",
    "reporter=",
    "release=",
    "pipeline=",
    "against=",
    "frequency=",
    "of=gdp",
    "blocs=",
    "view=year",
)
N = r"(?P<v>[\d.,]+)"
Y = r"(?P<y>20\d\d)"
OLD = rf"In {Y}(?:, the last year known for both)?, "
QUESTIONS = {  # measure, unit: what a sentence that names it looks like
    "China in Russia’s trade, %": (
        rf"^{OLD}China took {N}% of Russia’s trade", rf"^China takes {N}% of Russia’s trade.*\({Y}\)",
        rf"^{N}% / [\d.]+% China’s share of Russia’s trade, .* in {Y}\.",
    ),
    "Russia in China’s trade, %": (
        rf"^{OLD}China took .*; Russia was {N}% of China’s$", rf"^Russia made up {N}% of China’s trade in {Y}",
        rf"^In {Y}, Russia made up {N}% of China’s trade", rf"Russia is {N}% of China’s \({Y}\)",
        rf"^[\d.]+% / {N}% China’s share of Russia’s trade, .* in {Y}\.",
    ),
    "Russia in China’s exports, %": (
        rf"^{OLD}China took .* exports; Russia took {N}% of China’s$", rf"^Russia took {N}% of China’s exports in {Y}",
        rf"^In {Y}, Russia took {N}% of China’s exports",
    ),
    "Russia in China’s imports, %": (
        rf"^{OLD}China supplied .*; Russia {N}% of China’s$", rf"^Russia supplied {N}% of China’s imports in {Y}",
        rf"^In {Y}, Russia supplied {N}% of China’s imports",
    ),
    "Russia in China’s crude by volume, %": (
        rf"^Russia led China’s crude suppliers in {Y}: {N}%", rf"^In {Y}, Russia led China’s crude suppliers: {N}%",
        rf"^(?:In (?P<y>20\d\d), )?Russia supplied {N}% of China’s crude, behind", rf"^Russia supplied {N}% of China’s crude, .* in {Y}$",
        rf"^Russia supplied {N}% of China’s crude in {Y}", rf"^{N}% of China’s crude came from Russia in {Y}",
        rf"^In {Y}, Russia supplied {N}% of China’s crude, [\d.]+% of its",
    ),
    "Russia in China’s crude by value, %": (
        rf"^(?:In (?P<y>20\d\d), )?Russia supplied {N}% of China’s crude by value", rf"^Russia supplied {N}% of China’s crude imports in {Y}",
        rf"^In {Y}, Russia supplied {N}% of China’s crude imports",
    ),
    "fossil fuels in China’s imports from Russia, %": (
        rf"^Crude, coal and gas made up {N}% of China’s imports from Russia in {Y}",
        rf"^In {Y}, crude, coal and gas made up {N}% of China’s imports from Russia",
        rf"^{N}% of imports from Russia were .* in {Y}",
    ),
    "China–Russia trade, US$ bn": (
        rf"^China–Russia trade came to \${N}bn in {Y}", rf"^In {Y}, China–Russia trade came to \${N}bn",
        rf"^\${N}bn total trade in {Y}", rf"^China–Russia trade (?:rose|fell) [\d.]+% in {Y}, from .* to \${N}bn",
    ),
    "growth of China–Russia trade, %": (
        rf"^China–Russia trade (?:rose|grew|fell) {N}% in {Y}", rf"^In {Y}, China–Russia trade (?:grew|fell) {N}%",
        rf"^\$[\d.]+bn total trade in {Y}, (?:up|down) {N}%",
    ),
    "EU–China trade over Russia–China trade, times": (
        rf"^EU–China trade was {N} times Russia–China trade in {Y}", rf"^In {Y}, EU–China trade was {N} times Russia–China",
        rf"^{N} times the EU’s trade with China against Russia’s",
    ),
    "Russian crude to China, Mt": (
        rf"^China bought {N} Mt of Russian crude in {Y}", rf"^In {Y}, China bought {N} Mt of Russian crude",
    ),
}  # fmt: skip
STEPPED = (  # charts that are asked for the same year by `last`, and their choices
    ("trade_by_partner", {"view": "share"}), ("trade_by_partner", {"view": "share", "flow": "export"}),
    ("trade_by_partner", {"view": "share", "flow": "import"}), ("trade_by_partner", {"view": "growth"}),
    ("trade_by_partner", {}), ("trade_by_partner", {"partners": "RUS"}), ("trade_by_partner", {"view": "ratio"}),
    ("dependence_shares", {}), ("dependence_shares", {"flow": "export"}), ("dependence_shares", {"flow": "import"}),
    ("crude_share", {}), ("crude_share", {"measure": "value"}), ("dependence_products", {}), ("dependence_products", {"measure": "value"}),
    ("fossil_monthly", {}), ("crude_volume", {}),
)  # fmt: skip


def said(data) -> list[tuple[str, str]]:
    """Return (where, sentence) of everything that names a figure on a day."""
    out = [
        (f"{one.chart} {one.picks}", one.headline)
        for one in sentences(data)
        if one.item is not None and not any(part in one.picks for part in OTHER_BASIS) and "currency=cny" not in one.picks
    ]  # fmt: skip
    for chart, picks in STEPPED:
        for year in range(2019, 2026):
            try:
                item = exhibit(chart, data, picks | {"last": str(year)})
            except (NothingToShow, UnknownPick):
                continue
            out.append((f"{chart} {picks} last={year}", item.headline))
    for fact in key_figures.compute(data):
        sentence = f"{fact.big} {fact.sentence}"
        out.append(("overview", f"{sentence} in {fact.when}" if "times" in fact.big else sentence))
    return [*out, ("overview", headlines.compose(data)[0])]


def answers(told) -> dict[tuple[str, str], dict[str, list[str]]]:
    """Return the figures of each question and year, each with the places that give it."""
    found: dict = defaultdict(lambda: defaultdict(list))
    for where, sentence in told:
        for question, shapes in QUESTIONS.items():
            hit = next(filter(None, (re.search(shape, sentence) for shape in shapes)), None)
            if hit:
                year = hit.groupdict().get("y") or re.findall(r"\b20\d\d\b", sentence)[-1]
                found[question, year][hit["v"].rstrip(".,").replace(",", "")].append(where)
    return found


def alike(one: str, other: str) -> bool:
    """Return whether two printed figures are the same number at the digits of the coarser one."""
    coarse, fine = sorted((Decimal(one), Decimal(other)), key=lambda number: -int(number.as_tuple().exponent))
    return abs(fine - coarse) <= Decimal((0, (5,), int(coarse.as_tuple().exponent) - 1))


@pytest.fixture(scope="module")
def today(data):
    return answers(said(data))


@pytest.mark.parametrize("day", [None, "2024-02-01"])
def test_the_same_question_has_one_answer_wherever_it_is_asked(today, known, day):
    told = answers(said(known(day))) if day else today
    apart = {
        key: {value: places[:3] for value, places in given.items()}
        for key, given in told.items()
        if not all(alike(one, other) for one in given for other in given)
    }
    assert not apart, apart
    asked = {key for key, given in told.items() if sum(len(set(places)) for places in given.values()) > 1}
    assert len(asked) >= (15 if day is None else 8), sorted(told)


def test_the_comparison_can_fail():
    told = answers([("a", "China–Russia trade fell 6.9% in 2025"), ("b", "China–Russia trade fell 6.5% in 2025")])
    (given,) = [given for key, given in told.items() if key == ("growth of China–Russia trade, %", "2025")]
    assert set(given) == {"6.9", "6.5"} and not alike("6.9", "6.5") and alike("34", "33.8")


def test_every_question_is_asked_somewhere(today):
    assert {question for question, _ in today} == set(QUESTIONS)
