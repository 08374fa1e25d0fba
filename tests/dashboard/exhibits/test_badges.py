"""What stands beside and over a figure is judged at that figure: freshness, agreement, the year that a headline begins with."""

import re
from dataclasses import replace

import pytest

from dashboard.exhibits import badges, dating
from dashboard.exhibits.catalogue import catalogue, module
from dashboard.exhibits.exhibit import exhibit
from dashboard.exhibits.model import NothingToShow
from dashboard.exhibits.picks import UnknownPick
from dashboard.figures import served, words
from dashboard.overview import headlines, short_lists, state_of_play
from etl.tables import registry, releases

NOVEMBER = "2026-11-21"


@pytest.mark.parametrize(
    ("source", "last", "annual", "day"),
    [
        ("gacc_tables", "2026-07", False, "2026-09-20"),
        ("gacc_tables", "2025-12", False, "2026-03-20"),  # January comes with February
        ("gacc_tables", "2025-12", True, "2027-01-20"),
        ("sipri_2026", "2025-12", True, "2027-03-15"),
        ("eia_brent", "2026-06", False, "2026-09-14"),  # no calendar: 45 days after the month, as sources.csv says
        ("crea_customs", "2024-12", False, ""),  # stopped
        ("gacc_tertiary", "2026-07", False, "2026-09-20"),  # the family's calendar, whoever carries the figure
        ("india_crude_press", "2022-12", True, ""),
    ],
)
def test_when_the_next_figure_is_expected(source, last, annual, day):
    assert releases.expected(source, last, annual=annual, today=NOVEMBER) == day


def test_the_calendar_names_families_that_exist():
    families = {line["family"] for line in registry.lines("sources")} | {"sipri"}
    lines = registry.lines("release_calendar")
    assert lines and {line["family"] for line in lines} <= families
    assert len({(line["family"], line["rhythm"]) for line in lines}) == len(lines)


def rows(data, period, months, source="gacc_press"):
    one = data.shown[data.shown["source"] == source].head(1)
    return one.assign(period=period, months=months)


@pytest.mark.parametrize(
    ("period", "months", "today", "tone", "said"),
    [
        ("2025", 12, NOVEMBER, badges.ACCENT, "Current: 2025"),
        ("2026-10", 1, "2026-11-25", badges.ACCENT, "Current: Oct 2026"),
        ("2026-07", 1, NOVEMBER, badges.AMBER, "Expected since 20 Sep 2026"),
        ("2026-01", 2, NOVEMBER, badges.AMBER, "Expected since 20 Apr 2026"),
        ("2024", 12, NOVEMBER, badges.NEUTRAL, "1 year old"),
        ("2021", 12, NOVEMBER, badges.AMBER, "4 years old"),
    ],
)
def test_freshness_follows_the_calendar_and_not_the_day_a_copy_came(data, period, months, today, tone, said):
    drawn = rows(data, period, months)
    (found,) = badges.freshness(drawn, today)
    assert (found.tone, found.words) == (tone, said)
    assert badges.freshness(drawn.assign(vintage=NOVEMBER), today) == (found,)


def every_look(data):
    """Every chart with its usual choices, and its years picked back to 2021."""
    for chart in catalogue():
        for extra in ({}, {"last": "2021"}):
            if set(extra) <= {pick.name for pick in module(chart).PICKS}:
                try:
                    yield exhibit(chart, data, extra)
                except (NothingToShow, UnknownPick):
                    continue


def test_no_badge_says_current_beside_a_headline_that_speaks_of_an_older_year(data):
    seen = 0
    for item in every_look(data):
        told = next((one.words for one in badges.for_exhibit(item) if one.words.startswith("Current")), "")
        named = [f"20{late}" if late else year for year, late in re.findall(r"\b(20\d\d)(?:–(\d\d))?\b", item.headline)]
        if told and named:
            seen += 1
            assert told[-4:] in named, (item.id, item.headline, told)
    assert seen > 3


def test_no_card_of_two_offices_says_that_sources_agree(data):
    for chart in ("mirror_trade", "mirror_gap", "mirror_balance"):
        item = exhibit(chart, data)
        assert not [one for one in badges.for_exhibit(item) if "Sources" in one.words], chart


def test_agreement_is_judged_at_the_rows_of_the_headline(data):
    item = exhibit("trade_by_partner", data)
    at = badges.headline_rows(item)
    assert set(at["period"]) == {"2025"}
    other = data.shown[(data.shown["series"] == "goods_total_usd") & (data.shown["partner"] == "RUS")]
    other = other[(other["period"] == "2025") & (other["months"] == 12)].head(1)
    apart = other.assign(family="imf", source="imf_dots", value=other["value"] * 1.2)
    older = apart.assign(period="2019")
    import pandas as pd

    spoiled = replace(data, shown=pd.concat([data.shown, apart, older], ignore_index=True))
    assert badges.agreement(spoiled, at)[0].words == "Sources disagree"
    calm = replace(data, shown=pd.concat([data.shown, older], ignore_index=True))
    assert badges.agreement(calm, at) == badges.agreement(data, at)


def test_an_old_headline_begins_with_its_year_and_the_page_says_why_nothing_is_newer(data):
    old = 0
    for item in every_look(data):
        spoken = badges.headline_rows(item)
        if spoken.empty or item.headline == item.title:
            continue
        year = max(badges.last_months(spoken))[:4]
        line = dating.wording(item.id, item.picks)
        if dating.is_old(year, item.edition) and line.get("opening") != dating.AS_IS and " since " not in item.headline:
            old += 1
            assert re.match(rf"(In|By|For|Up to) (\d{{4}}–{year[2:]}|{year})\b", item.headline), item.headline
            if line.get("why") and not item.picks.get("last"):
                assert line["why"] in item.calculation
    assert old > 8


@pytest.mark.parametrize(
    ("headline", "year", "opening", "said"),
    [
        ("China’s imports are $1bn more than Russia’s (2021)", "2021", "In {year}, the last year both counted, ",
         "In 2021, the last year both counted, China’s imports were $1bn more than Russia’s"),
        ("The sign depends on who counts: 2011, 2021", "2021", "Up to {year}, ", "Up to 2021, the sign depended on who counts: 2011, 2021"),
        ("SIPRI cuts Russia’s 2017–21 share", "2021", "For {year}, ", "For 2017–21, SIPRI cuts Russia’s share"),
        ("24 Su-35 were delivered by 2019 (SIPRI, 2025 release)", "2019", "By {year}, ", "By 2019, 24 Su-35 were delivered (SIPRI, 2025 release)"),
        ("Price explains half of the 2022 rise", "2022", "", "In 2022, price explains half of the rise".replace("explains", "explained")),
        ("Peace Mission since 2005", "2005", "", "Peace Mission since 2005"),
        ("No year stands here", "2019", "", "No year stands here"),
    ],
)  # fmt: skip
def test_how_a_headline_is_opened(headline, year, opening, said):
    assert dating.open_with_year(headline, year, opening) == said


def test_the_newest_release_that_has_the_window_says_what_a_newer_one_lacks(data):
    newest = exhibit("arms_share_windows", data)
    assert "is newer" not in newest.calculation
    bare = {
        name: frame[~(frame["family"].eq("sipri_2026") & frame["reporter"].eq("RUS") & frame["partner"].eq("CHN"))]
        for name, frame in (("shown", data.shown), ("known", data.known))
    }
    item = exhibit("arms_share_windows", replace(data, **bare))
    assert "(SIPRI, 2025 release)" in item.headline
    assert "SIPRI’s 2026 release is newer, but what is held of it has only totals" in item.calculation
    picked = exhibit("arms_share_windows", replace(data, **bare), {"release": "sipri_2025"})
    assert "is newer" not in picked.calculation


# --- newest first, whatever the currency -----------------------------------------------------------------------------


def test_where_dollars_end_before_yuan_a_second_line_says_so_in_yuan(known):
    """Jan–Mar 2026: CNY 428.04 bn, +11.8 % (customs.gov.cn, preliminary table 4 of 8 Apr 2026)."""
    _, line = headlines.compose(known("2026-04-10"))
    assert "January–February 2026: $39.0bn" in line
    assert line.endswith("Jan–Mar 2026: CNY 428.0bn, +11.8% on a year before; dollar figures end in February.")
    _, before = headlines.compose(known("2026-03-15"))
    assert "dollar figures end" not in before
    _, yuan = headlines.compose(known("2026-04-10"), "cny")
    assert "January–March 2026: CNY 428.0bn, 11.8% more" in yuan and "dollar" not in yuan


def test_the_rolling_line_in_dollars_says_what_yuan_reach(data):
    item = exhibit("trade_rolling", data)
    last = exhibit("trade_rolling", data, {"currency": "cny"})
    reached = max(badges.last_months(last.table))
    assert reached > max(badges.last_months(item.table))
    assert "In yuan, newer: " in item.subtitle and "since the series begins" in item.subtitle
    assert "In yuan" not in last.subtitle
    assert "the most since 20" not in last.headline


def test_the_freshness_list_tells_dollars_from_yuan_and_names_a_release_by_its_year(data):
    lines = {line.left: line for line in short_lists.freshness(data)}
    assert lines["SIPRI arms transfers"].right == "2026 release"
    trade = lines["China Customs, trade"]
    assert trade.right == "US$ Feb, yuan Jul 2026" and trade.tone == "amber"
    assert "US$ Feb 2026, more due 20 Apr 2026" in trade.help


# China Customs, preliminary table (4) of 8 April 2026, http://english.customs.gov.cn: lines as printed.
MARCH = """<html><head><meta charset="UTF-8"><title>(4) China's Total Export & Import Values by Country/Region, Mar 2026 (in CNY)</title></head>
<body><div class="atcl-ttl">(4) China's Total Export & Import Values by Country/Region, Mar 2026 (in CNY)</div>
<div class="atcl-date">2026/04/08</div><table>
<tr><td colspan="10">(4) China's Total Export &amp; Import Values by Country/Region, Mar 2026 (in CNY)</td></tr>
<tr><td colspan="10">Unit: CNY 100 Million</td></tr>
<tr><td>Import Source</td><td>Export &amp; Import</td><td>Export &amp; Import</td><td>Export</td><td>Export</td><td>Import</td><td>Import</td>
<td colspan="3">1-to-3 Total Year-on-Year (±%)</td></tr>
<tr><td>Export Destination</td><td>3</td><td>1- to-3</td><td>3</td><td>1- to-3</td><td>3</td><td>1- to-3</td>
<td>Export &amp; Import</td><td>Export</td><td>Import</td></tr>
<tr><td>Total</td><td>41,046.4&nbsp;</td><td>118,380.0&nbsp;</td><td>22,297.0&nbsp;</td><td>68,466.7&nbsp;</td><td>18,749.4&nbsp;</td>
<td>49,913.3&nbsp;</td><td>15.0</td><td>11.9</td><td>19.6</td></tr>
<tr><td>&nbsp;&nbsp;European Union</td><td>4,873.2</td><td>14,862.2</td><td>3,248.9</td><td>10,344.0</td><td>1,624.3</td><td>4,518.2</td>
<td>14.6</td><td>18.0</td><td>7.6</td></tr>
<tr><td>&nbsp;&nbsp;United States</td><td>2,921.1</td><td>9,016.7</td><td>2,045.0</td><td>6,777.6</td><td>876.1</td><td>2,239.0</td>
<td>-18.7</td><td>-18.3</td><td>-19.7</td></tr>
<tr><td>&nbsp;&nbsp;Russian Federation</td><td>1,535.4</td><td>4,280.4</td><td>649.8</td><td>1,932.8</td><td>885.6</td><td>2,347.6</td>
<td>11.8</td><td>18.8</td><td>6.5</td></tr></table></body></html>"""


def uploaded(folder, monkeypatch, page, name):
    """Publish a page in a data folder and return the overview before and after."""
    from dashboard.figures import settings
    from etl.intake import intake

    monkeypatch.setenv(settings.VARIABLE, str(folder))
    before = state_of_play.state(served.figures())
    one = intake.preview(folder, page, name)
    assert one.ready, (one.problems, one.questions)
    intake.accept(folder, one, by="test")
    return before, state_of_play.state(served.figures())


def check_moved(before, after):
    assert "CNY 428.0bn" not in before.finding[1]
    assert after.finding[1].endswith(
        "Jan–Mar 2026: CNY 428.0bn, +11.8% on a year before; dollar figures end in February."
    )
    then, now = ({line.left: line.right for line in state.fresh} for state in (before, after))
    assert now["China Customs, trade"] == "US$ Feb, yuan Mar 2026" and then != now
    assert after.title == "What changed in this edition"
    assert any("2026" in line.left and "CNY" in line.right for line in after.changed), after.changed


def test_after_an_upload_of_march_in_yuan_the_overview_moves(copy, monkeypatch):
    check_moved(*uploaded(copy, monkeypatch, MARCH.encode(), "march.html"))


def test_after_an_upload_of_the_page_itself_the_overview_moves(root, copy, monkeypatch):
    file = root.parent / "shared/samples/gacc_monthly_by_country/en_preliminary_s4_by_country_2026-03_cny.html"
    if not file.exists():
        pytest.skip("no stored samples here")
    check_moved(*uploaded(copy, monkeypatch, file.read_bytes(), file.name))


def test_the_overview_says_how_fresh_figures_are_on_the_day_it_is_read(data, monkeypatch):
    monkeypatch.setattr(words, "today", lambda: "2026-03-15")
    fresh = state_of_play.state(data).facts
    monkeypatch.setattr(words, "today", lambda: "2032-03-15")
    assert [fact.badges for fact in state_of_play.state(data).facts] != [fact.badges for fact in fresh]


def test_every_badge_speaks_of_the_newest_year_of_the_headline_and_of_none_drawn_after_it(data):
    """By UN Comtrade Russia's line runs to 2024, the finding of EU or US against Russia is one of 2023."""
    item = exhibit("trade_by_partner", data, {"family": "comtrade", "flow": "import"})
    assert "In 2023" in item.headline and item.table["period"].max() == "2024"
    told = badges.for_exhibit(item, "2024-06-01")
    assert not any("2024" in f"{one.words} {one.help}" for one in told if "expected" not in one.help), told
