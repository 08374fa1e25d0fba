"""Arms, exercises, dependence: published figures come out, every arms figure names its release, TIV never meets money,
headlines follow the rows, and a chart without figures says so in a sentence."""

import pytest

from dashboard.charts import timeline
from dashboard.exhibits.catalogue import catalogue, module
from dashboard.exhibits.exhibit import exhibit
from dashboard.exhibits.model import NothingToShow
from dashboard.exhibits.plot import Area, Columns, Dot, Line
from dashboard.exhibits.remarks import Average
from dashboard.figures import arms_releases as arms
from etl.tables import registry
from tests.support.chart_data import changed, every_choice, marks, only, value

ARMS = ("arms_deliveries", "arms_share_windows", "arms_editions", "arms_systems", "exercises_timeline")
RUSSIA_2020 = (18.4, 2.3)
DEPENDENCE = ("dependence_shares", "dependence_rank", "dependence_products")
SIPRI = ("arms_deliveries", "arms_share_windows", "arms_editions")
BY_HAND = ("arms_systems", "exercises_timeline")  # drawn from hand-kept lines, not from rows of figures


# Published figures, typed in from where they stand -------------------------------------------------------------------


def test_sipris_2022_release_gives_24_19_60_and_81_and_the_2025_release_what_it_says_now(data):
    """24 and 19 %: SIPRI, 14 Mar 2022 (vpk.name/en/587026); +60 %: the same; 81 %: SIPRI Yearbook 2022, p. 320."""
    table = exhibit("arms_editions", data).table
    told = {"before": 24, "world": 19, "change": 60, "recipient": 81}
    for measure, printed in told.items():
        assert round(value(table, measure=measure, release="2022")) == printed
        assert value(table, measure=measure, release="printed") == printed
    assert round(value(table, measure="change", release="2025"), 1) == 52.6
    assert round(value(table, measure="recipient", release="2025"), 1) == 78.3


def test_a_bar_shows_the_newest_release_and_a_line_the_first_and_those_that_moved_are_set_off(data):
    panel = exhibit("arms_editions", data).plot.panels[0]
    drawn = {bar.name: bar for bar in panel.marks}
    share = drawn["Russia’s share of China’s arms imports, 2017–21"]
    assert (round(share.value, 1), round(share.target, 1)) == (80.0, 81.3)
    assert share.target_text == "80.0%, was 81.3%" and share.colour == "RUS_tint"
    assert drawn["Russia’s share of world arms exports, 2012–16"].colour == "context"  # 24.0 as 24.1 rounds to 24
    assert drawn["Russia’s arms deliveries to China, change, 2017–21"].target_text == "+68.3%, was +59.8%"
    assert (panel.bars, panel.targets) == ("2026 release", "2022 release")
    against = exhibit("arms_editions", data, {"against": "sipri_2025"})
    assert against.plot.panels[0].bars == "2025 release" and "2025 release (bar)" in against.subtitle
    assert {"2022", "2024", "2025", "2026", "printed"} == set(exhibit("arms_editions", data).table["release"])


@pytest.mark.parametrize(
    ("picks", "said"),
    [
        ({"release": "sipri_2022"}, "In 2017–21, Russia supplied 81% of China’s arms imports (SIPRI, 2022 release)"),
        ({"measure": "world", "release": "sipri_2022"}, "In 2017–21, Russia made 19% of world arms exports (SIPRI, 2022 release)"),
        ({"measure": "supplier", "release": "sipri_2024"}, "In 2019–23, China took 21% of Russia’s arms exports (SIPRI, 2024 release)"),
        ({"release": "sipri_2025"}, "Russia supplied 72% of China’s arms imports in 2020–24 (SIPRI, 2025 release)"),
        ({}, "Russia supplied 66% of China’s arms imports in 2021–25 (SIPRI, 2026 release)"),
    ],
)  # fmt: skip
def test_shares_of_the_last_window_name_their_release(data, picks, said):
    assert exhibit("arms_share_windows", data, picks).headline == said


def test_deliveries_of_1995_to_2024_with_the_averages_of_five_years(data):
    """3,066 in 2005 and 30 in 2024: SIPRI, 2025 release."""
    item = exhibit("arms_deliveries", data, {"release": "sipri_2025"})
    assert (value(item.table, kind="year", period="2005"), value(item.table, kind="year", period="2024")) == (3066, 30)
    assert [mark.text for mark in marks(item.plot, Average)] == [
        "814", "2,429", "1,881, average 2005–09", "635", "1,082", "374, down 65%",
    ]  # fmt: skip
    assert item.headline == "Russian arms deliveries to China fell 65% in 2020–24 (SIPRI, 2025 release)"
    (columns,) = marks(item.plot, Columns)
    assert [point.text for point in columns.points if point.text] == ["3,066", "30"]
    newest = exhibit("arms_deliveries", data)
    assert newest.headline == "Russian arms deliveries to China fell 77% in 2021–25 (SIPRI, 2026 release)"


def test_changes_agree_with_the_derived_rows_of_the_same_release(data):
    shown = data.shown
    derived = shown[(shown["series"] == "arms_window_change_pct") & (shown["family"] == "sipri_2022")]
    own = exhibit("arms_deliveries", data, {"release": "sipri_2022"}).table
    last = own[(own["kind"] == "window") & (own["period"] == "2017")]["change_pct"].iloc[0]
    row = derived[(derived["reporter"] == "RUS") & (derived["partner"] == "CHN") & (derived["period"] == "2017")]
    assert last == pytest.approx(float(row["value"].iloc[0]))


def test_a_window_with_a_missing_year_has_no_average(data):
    gap = only(data, lambda frame: ~((frame["series"] == "arms_deliveries_tiv") & (frame["period"] == "2018")))
    table = exhibit("arms_deliveries", gap).table
    assert "2015" not in set(table.loc[table["kind"] == "window", "period"])
    assert exhibit("arms_deliveries", gap).headline == catalogue()["arms_deliveries"]["title"]


@pytest.mark.parametrize(("factor", "said"), [(10, "rose 135%"), (0.1, "fell 98%")])
def test_the_headline_of_deliveries_turns_with_the_last_window(data, factor, said):
    last = ["2021", "2022", "2023", "2024", "2025"]
    rows = lambda frame: (frame["series"] == "arms_deliveries_tiv") & frame["period"].isin(last)  # noqa: E731
    assert said in exhibit("arms_deliveries", changed(data, rows, value=lambda old: old * factor)).headline


def test_the_headline_of_deliveries_is_neutral_when_nothing_moved(data):
    rows = lambda frame: frame["series"] == "arms_deliveries_tiv"  # noqa: E731
    flat = changed(data, rows, value=100.0)
    assert exhibit("arms_deliveries", flat).headline == catalogue()["arms_deliveries"]["title"]


def test_the_headline_of_editions_turns_and_is_neutral_when_no_figure_moved(data):
    share = lambda frame: (frame["series"] == "arms_recipient_share_pct") & (frame["family"] == "sipri_2026")  # noqa: E731
    assert (
        "For 2017–21, SIPRI’s 2026 release raises Russia’s share from 81% to 90%"
        in exhibit("arms_editions", changed(data, share, value=90.0)).headline
    )
    rows = lambda frame: frame["series"].isin(  # noqa: E731
        ("arms_recipient_share_pct", "arms_world_share_pct", "arms_supplier_share_pct", "arms_window_change_pct")
    )
    assert exhibit("arms_editions", changed(data, rows, value=50.0)).headline == catalogue()["arms_editions"]["title"]


@pytest.mark.parametrize("figures", SIPRI)
def test_tiv_never_shares_a_picture_with_money(figures, data):
    for picks in [{}, *every_choice(module(figures))]:
        try:
            item = exhibit(figures, data, picks)
        except NothingToShow:
            continue
        units = {registry.get("series", series)["basis"] for series in item.table["series"]}
        assert units == {"tiv"}
        assert not any("$" in panel.scale.prefix or "bn" in panel.scale.unit for panel in item.plot.panels)
        assert "price" in item.calculation and "TIV" in item.subtitle
        if item.headline != item.title:
            assert "release" in item.headline


def test_arms_figures_come_from_one_release_and_sipris_register_is_not_shipped(data):
    for family in arms.releases():
        try:
            table = exhibit("arms_deliveries", data, {"release": family}).table
        except NothingToShow:
            continue
        assert set(table["family"]) == {family}
    assert {line["system"] for line in registry.lines("systems")} == {"S-400", "Su-35"}


def test_systems_delivered_as_the_register_has_them(data):
    """Su-35 4, 10 and 10; S-400 about 4 and 4: SIPRI trade register, 2025 release, generated 12 Feb 2026."""
    table = exhibit("arms_systems", data).table
    got = table[table["state"] == "delivered"]
    assert list(got[got["lane"] == "Su-35"].sort_values("period")["value"]) == [4, 10, 10]
    assert got.groupby("lane")["value"].sum().to_dict() == {"S-400": 8, "Su-35": 24}
    assert (
        exhibit("arms_systems", data, {"systems": "Su-35"}).headline
        == "By 2018, 24 Su-35 were delivered (SIPRI, 2025 release)"
    )


def test_an_order_is_a_pale_column_and_deliveries_are_full_with_their_units(data):
    panels = {panel.title: panel for panel in exhibit("arms_systems", data).plot.panels}
    (fighter,) = panels["Su-35"].marks
    assert [(point.said, point.text, point.hollow) for point in fighter.points] == [
        ("24 ordered", "24 ordered", True), ("4 delivered", "4 delivered", False),
        ("10 delivered", "10", False), ("10 delivered", "10", False),
    ]  # fmt: skip
    assert [note.words for note in panels["S-400"].notes] == ["Announced Nov 2014"]


def test_a_number_that_nobody_states_is_a_gap_and_the_press_is_named(known):
    item = exhibit("arms_systems", known("2023-01-31"))
    assert item.table.loc[item.table["state"] == "announced", "value"].isna().all()
    assert item.headline == item.title and set(item.table["source"]) == {""}
    said = module("arms_systems").source_line(item.table, item.picks)
    assert said.startswith("Source: Army Recognition") and said.endswith(".")


def test_every_exercise_of_the_events_is_on_the_timeline():
    dated = {line["event"] for line in registry.lines("events") if line["kind"] == "exercise"}
    listed = {line["event"] for line in registry.lines("exercises")}
    assert dated == listed and len(dated) > 5
    assert {line["lane"] for line in registry.lines("exercises")} <= set(module("exercises_timeline").LANES)


def test_plans_are_hollow_and_can_be_left_out(data):
    item = exhibit("exercises_timeline", data)
    assert sum(dot.hollow for dot in marks(item.plot, Dot)) == int((item.table["state"] == "planned").sum()) == 2
    assert not any(dot.hollow for dot in marks(exhibit("exercises_timeline", data, {"plans": "held"}).plot, Dot))
    assert "Leiden report 2023" in module("exercises_timeline").source_line(item.table, item.picks)
    assert "2023-08" not in set(exhibit("exercises_timeline", data, {"last": "2022"}).table["period"])


def test_a_date_stands_at_its_own_precision():
    assert timeline.position("2015") == 2015.5 and timeline.position("2015-07") == pytest.approx(2015 + 6.5 / 12)
    assert 2022.91 < timeline.position("2022-12-01") < timeline.position("2022-12-31") < 2023


# Dependence ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("picks", "names"),
    [
        ({}, {"China in Russia’s trade", "Russia in China’s trade"}),
        ({"flow": "export"}, {"China in Russia’s exports", "Russia in China’s exports"}),
        ({"of": "gdp"}, {"Russia’s trade with China", "China’s trade with Russia"}),
        ({"of": "gdp", "flow": "import"}, {"Russia’s imports from China", "China’s imports from Russia"}),
    ],
)
def test_a_line_of_shares_is_named_for_the_flow_and_the_whole_picked(data, picks, names):
    marks = exhibit("dependence_shares", data, picks).plot.panels[0].marks
    assert {mark.name for mark in marks if isinstance(mark, Line) and mark.name} == names


def test_both_shares_of_2021_with_every_denominator_named(data):
    """141.372 of 786.8 bn: UN Comtrade (4 Mar 2026) over Russian customs' total implied by Knobel and Firanchuk (2023);
    17.7 % for Jan–Aug 2021: the Russian Export Center (sott.net/article/460175); 146.887 of 6,050 bn: China Customs."""
    item = exhibit("dependence_shares", data, {"view": "year", "year": "2021"})
    said = {(row.reporter, row.basis): round(row.shown, 1) for row in item.table.itertuples()}
    assert said["RUS", "Russia’s count ÷ Russian customs’ total"] == 18.0
    assert said["RUS", "China’s count ÷ Russian customs’ total"] == 18.7
    assert said["RUS", "printed by a Russian office, Jan–Aug 2021"] == 17.7
    assert said["CHN", "China’s count ÷ China Customs’ total"] == 2.4
    assert {basis.partition(" ÷ ")[2] for _, basis in said} >= {
        "Russian customs’ total", "China Customs’ total", "China’s total (UN)", "Russia’s GDP", "China’s GDP",
    }  # fmt: skip
    lines = exhibit("dependence_shares", data)
    for basis in (basis for (_, basis) in said if "GDP" not in basis):
        assert basis in lines.calculation  # in words beside the lines too
    assert set(lines.table.loc[lines.table["role"] == "reading", "period"].str[:4]) == {"2021"}


def test_russias_line_is_its_own_to_2021_and_the_mirror_after(data):
    item = exhibit("dependence_shares", data)
    russia = item.table[(item.table["role"] == "drawn") & (item.table["reporter"] == "RUS")].set_index("period")["kind"]
    assert set(russia[russia.index <= "2021"]) == {"own"} and set(russia[russia.index > "2021"]) == {"mirror"}
    lines = marks(item.plot, Line)
    dashed = next(line for line in lines if line.dashed)
    assert dashed.name == "China in Russia’s trade" and min(point.x for point in dashed.points) == 2021.5
    assert [gap.words for gap in marks(item.plot, Area)] == ["", "8.4 times in 2023"]
    assert (
        item.headline
        == "In 2023, the last year known for both, China took 33.8% of Russia’s trade; Russia was 4.0% of China’s"
    )


def test_the_other_bases_never_mix_the_sides(data):
    own = exhibit("dependence_shares", data, {"basis": "own"}).table
    mirror = exhibit("dependence_shares", data, {"basis": "mirror"}).table
    assert set(own.loc[own["role"] == "drawn", "kind"]) == {"own"}
    assert set(mirror.loc[mirror["role"] == "drawn", "kind"]) == {"mirror"}


def test_the_headline_of_shares_follows_the_rows_and_is_neutral_when_equal(data):
    rows = lambda frame: (frame["series"] == "goods_total_usd") & (frame["partner"] == "WLD")  # noqa: E731
    halved = exhibit("dependence_shares", changed(data, rows, value=lambda old: old * 2)).headline
    assert halved.startswith(
        "In 2023, the last year known for both, China took 16.9% of Russia’s trade; Russia was 2.0%"
    )
    every = lambda frame: frame["series"] == "goods_total_usd"  # noqa: E731
    flat = changed(data, every, value=1e12)
    assert exhibit("dependence_shares", flat).headline == catalogue()["dependence_shares"]["title"]


def test_published_ranks_by_the_rule_they_were_counted_by(data):
    """Fourth: Sputnik, 11 Feb 2024; eleventh: The Wire China, 6 Mar 2022; twelfth: list of 2017 (osmarks, Aug 2020)."""
    item = exhibit("dependence_rank", data, {"view": "ranks", "last": "2023"})
    said = item.table[item.table["kind"] == "published"]
    assert value(said, lane="states", period="2023", months=12) == 4
    assert value(said, lane="single", period="2023", months=12) == 6
    assert value(said, lane="single", period="2021") == 11
    assert value(said, lane="eu", period="2017") == 12
    assert item.headline == "In 2023, Russia ranked 4th or 6th among China’s partners, by rule"


def test_every_published_rank_has_its_counting_rule(data):
    ranks = data.known[(data.known["series"] == "goods_total_rank") & (data.known["reporter"] == "CHN")]
    rules = {(line["period"], int(line["months"]), float(line["value"])) for line in registry.lines("rank_rules")}
    assert len(ranks) and {(row.period, row.months, row.value) for row in ranks.itertuples()} <= rules


def test_the_rank_of_2025_is_counted_from_customs_whole_list_in_yuan(data):
    """China Customs, table by country of 18 Jan 2026: behind the US, Hong Kong, South Korea, Japan, Taiwan and Vietnam."""
    item = exhibit("dependence_rank", data)
    assert (
        item.headline == "Russia ranked 7th among China’s partners in 2025, economies counted singly"
        and "CNY bn" in item.subtitle
    )
    assert set(item.table["series"]) == {"goods_total_cny"} and len(item.table) > 150
    assert "without Hong Kong and Taiwan Russia is 5th" in item.calculation
    bars = item.plot.panels[0].marks
    assert [bar.name for bar in bars][:7:6] == ["1. US", "7. Russia"] and bars[6].text == "CNY 1,631bn"
    assert (
        exhibit("dependence_rank", data, {"blocs": "one"}).headline
        == "Russia ranked 8th among China’s partners in 2025, EU and ASEAN as one"
    )


def test_ranks_are_counted_from_whole_lists_only_and_blocs_both_ways(data):
    item = exhibit("dependence_rank", data, {"view": "ranks"})
    counted = item.table[item.table["kind"] == "counted"]
    assert set(counted["period"]) == {"2020", "2025"}, "no rank of a year that lacks most partners"
    # behind the US, Japan, South Korea, Hong Kong, Taiwan, Vietnam, Germany, Australia, Malaysia and Brazil (IMF, 2020)
    ranks = {rule: int(value(counted, lane=rule, period="2020")) for rule in ("states", "single", "eu", "blocs")}
    assert ranks == {"states": 9, "single": 11, "eu": 11, "blocs": 10}
    assert {rule: int(value(counted, lane=rule, period="2025")) for rule in ranks} == {
        "states": 5, "single": 7, "eu": 8, "blocs": 8,
    }  # fmt: skip
    dots = {(dot.x, item.plot.panels[0].lanes[int(dot.y)]): dot for dot in marks(item.plot, Dot)}
    assert not dots[2023.5, "6th"].hollow and dots[2025.5, "7th"].hollow
    assert dots[2025.5, "8th"].label == "EU as one; EU and ASEAN as one"  # two rules, one dot
    by_member = exhibit("dependence_rank", data, {"view": "order", "year": "2020"}).table
    as_one = exhibit("dependence_rank", data, {"view": "order", "blocs": "one"}).table
    assert "EU27" not in set(by_member["partner"]) and "DEU" not in set(as_one["partner"])
    for odd in ("NES", "EU28", "WLD", "CHN"):
        assert odd not in {*by_member["partner"], *as_one["partner"]}, (
            "no partner: not specified, a whole, China itself"
        )


def test_the_headline_of_ranks_turns(data):
    rows = lambda frame: (frame["series"] == "goods_total_rank") & (frame["period"] == "2023")  # noqa: E731
    picks = {"view": "ranks", "last": "2023"}
    assert "ranked 3rd among" in exhibit("dependence_rank", changed(data, rows, value=3.0), picks).headline
    trade = lambda frame: (frame["partner"] == "RUS") & (frame["series"] == "goods_total_cny")  # noqa: E731
    assert "ranked 1st among" in exhibit("dependence_rank", changed(data, trade, value=9e12)).headline


def test_every_partner_stands_by_both_shares_of_one_office_and_one_year(data):
    """IMF, 2020: 104.49 of Russia’s 569.31 bn with China, 107.70 of China’s 4,658.28 bn with Russia."""
    item = exhibit("dependence_partners", data)
    assert set(item.table["family"]) == {"imf"} and set(item.table["period"]) == {"2020"}
    dots = {dot.name.partition(":")[0]: dot for dot in marks(item.plot, Dot)}
    russia = dots["Russia"]
    assert (round(russia.x, 1), round(russia.y, 1)) == RUSSIA_2020 and russia.colour == "RUS"
    assert item.table["reporter"].iloc[russia.row] == "RUS" and item.table["partner"].iloc[russia.row] == "CHN"
    assert len(dots) * 2 == len(item.table) and "China" not in dots and len(dots) > 150
    less = sum(dot.x < russia.x for dot in dots.values())
    assert (
        item.headline
        == f"In 2020, China weighed more in Russia’s trade than in {less} of {len(dots) - 1} other partners’"
    )
    assert f"{len(dots)} partners" in item.calculation
    assert len(marks(exhibit("dependence_partners", data, {"year": "2015"}).plot, Dot)) < 20  # few partners are held
    own = lambda frame: (frame["reporter"] == "RUS") & (frame["partner"] == "CHN")  # noqa: E731
    alone = exhibit("dependence_partners", only(data, lambda frame: ~own(frame)))
    assert alone.headline == alone.title and "Russia" not in {dot.label for dot in marks(alone.plot, Dot)}


def test_products_as_china_customs_has_them(data):
    """19.6 % of crude in 2024 (108.47 of 553.42 Mt, Reuters, 20 Jan 2025); 6.485 of 63.44 Mt of LNG in 2022; 101 of 577.73 Mt of crude in 2025."""
    item = exhibit("dependence_products", data)
    assert round(value(item.table, product="crude", period="2024"), 1) == 19.6
    assert round(value(item.table, product="lng", period="2022"), 1) == 10.2
    assert item.headline == "Russia supplied 17.5% of China’s crude, 14.3% of its LNG in 2025"
    alone = only(data, lambda frame: ~frame["series"].str.startswith("lng_"))
    assert exhibit("dependence_products", alone).headline.startswith("Russia supplied 17.5% of China’s crude imports")
