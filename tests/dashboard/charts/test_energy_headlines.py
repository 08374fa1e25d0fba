"""Headlines of the energy charts: they turn with the rows, and go neutral where nothing moved."""

import pytest

from dashboard.charts.energy import crude_buyers
from dashboard.charts.energy import fuels as energy
from dashboard.exhibits.catalogue import catalogue, module
from dashboard.exhibits.exhibit import exhibit
from tests.support.chart_data import changed, without


def russian(series):
    return lambda frame: (frame["series"] == series) & (frame["partner"] == "RUS") & (frame["reporter"] == "CHN")


def test_headline_of_the_rolling_line_turns_and_goes_neutral(data):
    item = exhibit("trade_rolling", data)
    rows, picks = item.table, item.picks
    risen = rows.assign(shown=range(len(rows)), value=[n * 1e9 for n in range(len(rows))])
    assert module("trade_rolling").headline(risen, picks).endswith("the most since the series begins")
    flat = rows.assign(shown=100.0, value=1e11)
    assert module("trade_rolling").headline(flat, picks) == ""


def test_headline_of_the_fuels_follows_the_share_and_names_the_largest(data):
    halved = changed(
        data,
        lambda f: f["series"].isin([f"{fuel}_imports_usd" for fuel in energy.FUELS]),
        value=lambda values: values / 2,
    )
    assert "33%" in exhibit("fossil_monthly", halved).headline
    swollen = changed(data, lambda f: f["series"] == "coal_imports_usd", value=lambda values: values * 3)
    shrunk = changed(swollen, lambda f: f["series"] == "crude_imports_usd", value=lambda values: values / 3)
    assert exhibit("fossil_share", shrunk).headline.startswith("Coal alone made up")
    alike = changed(data, lambda f: f["series"].isin([f"{fuel}_imports_usd" for fuel in energy.FUELS]), value=1e9)
    assert exhibit("fossil_share", alike).headline == catalogue()["fossil_share"]["title"]


def test_headline_without_a_total_speaks_of_value(data):
    bare = without(data, lambda f: f["series"] == "goods_imports_usd")
    assert exhibit("fossil_monthly", bare).headline == "China bought $85.9bn of Russian crude, coal and gas in 2024"


def test_headline_of_small_multiples_names_what_grew_or_stays_neutral(data):
    assert (
        exhibit("fossil_fuels", data).headline
        == "Pipeline gas from Russia grew most: 2024’s value was 5.3 times 2021’s"
    )
    flat = changed(data, lambda f: f["series"].isin([f"{fuel}_imports_usd" for fuel in energy.FUELS]), value=1e9)
    assert exhibit("fossil_fuels", flat).headline == catalogue()["fossil_fuels"]["title"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1.01e8, "Russia led"),
        (5e7, "behind Saudi Arabia’s 14.0%"),
        (8.076e7, "Russia and Saudi Arabia each supplied 14.0%"),
    ],
)
def test_headline_of_crude_shares_turns_with_the_rank(data, value, said):
    picks = {"suppliers": "RUS,SAU"}
    moved = changed(data, lambda f: russian("crude_imports_t")(f) & (f["period"] == "2025"), value=value)
    assert said in exhibit("crude_share", moved, picks).headline


@pytest.mark.parametrize(("value", "said"), [(1.3e8, "up 20%"), (9e7, "down 17%"), (1.0847e8, "as in 2024")])
def test_headline_of_crude_volume_turns(data, value, said):
    moved = changed(data, lambda f: russian("crude_imports_t")(f) & (f["period"] == "2025"), value=value)
    assert exhibit("crude_volume", moved).headline.endswith(said)


@pytest.mark.parametrize(("factor", "said"), [(0.9, "less than"), (1.1, "more than"), (1.0, "as much as")])
def test_headline_of_unit_values_turns(data, factor, said):
    average = data.shown[(data.shown["series"] == "crude_imports_usd_per_bbl") & (data.shown["partner"] == "WLD")]
    price = float(average.loc[average["period"] == "2024", "value"].iloc[0])
    moved = changed(
        data, lambda f: russian("crude_imports_usd_per_bbl")(f) & (f["period"] == "2024"), value=price * factor
    )
    assert said in exhibit("crude_unit_value", moved).headline


def test_headline_of_the_split_turns_and_goes_neutral(data):
    crude = {
        kind: lambda f, kind=kind: russian(f"crude_imports_{kind}")(f) & f["period"].str.startswith("2022")
        for kind in ("usd", "t")
    }
    dear = changed(data, crude["t"], value=lambda values: values * 0.8)
    assert (
        exhibit("price_volume_split", dear).headline == "In 2022, rising price outran falling volume of Russian crude"
    )
    before = {row.period[5:]: row.value for row in data.shown[russian("crude_imports_usd")(data.shown)].itertuples()
              if row.period.startswith("2021-") and row.source == "crea_customs"}  # fmt: skip
    same = data
    for month, known in before.items():
        same = changed(same, lambda f, month=month: crude["usd"](f) & f["period"].str[5:].eq(month), value=known)
    assert exhibit("price_volume_split", same).headline == catalogue()["price_volume_split"]["title"]


def test_headline_of_the_buyers_turns_and_goes_neutral(data):
    def rank(year):
        return lambda f: (f["series"] == crude_buyers.RANK) & (f["reporter"] == "IND") & (f["period"] == year)

    turned = changed(changed(data, rank("2021"), value=2.0), rank("2022"), value=5.0)
    assert exhibit("crude_buyers", turned).headline == "In 2022, Russia fell from India’s 2nd to its 5th crude supplier"
    still = changed(data, lambda f: (f["reporter"] == "IND") & f["period"].isin(["2021", "2022"]), value=4.0)
    assert exhibit("crude_buyers", still).headline == catalogue()["crude_buyers"]["title"]


@pytest.mark.parametrize(
    ("value", "said"),
    [(30.0, "below the announced 38"), (45.0, "above the announced 38"), (38.0, "delivered the announced 38")],
)
def test_headline_of_the_announced_turns(data, value, said):
    moved = changed(data, lambda f: (f["series"] == "pipeline_gas_imports_bcm") & (f["period"] == "2025"), value=value)
    assert said in exhibit("gas_announced_delivered", moved).headline


def test_headlines_of_gas_and_lng_follow_the_rows(data):
    less = changed(data, lambda f: (f["series"] == "pipeline_gas_imports_bcm") & (f["period"] == "2025"), value=10.0)
    assert exhibit("gas_routes", less).headline == "Russia sent China about 24 bcm of gas in 2025, 43% piped"
    alone = without(data, lambda f: f["series"] == "pipeline_gas_imports_bcm")
    assert exhibit("gas_routes", alone).headline == "China bought 13.5 bcm of Russian LNG in 2025"
    first = changed(data, lambda f: russian("lng_imports_t")(f) & (f["period"] == "2025"), value=3e7)
    assert exhibit("lng_suppliers", first).headline == "Russia was China’s largest LNG supplier in 2025, with 30.0 Mt"
    level = changed(data, lambda f: russian("lng_imports_t")(f) & (f["period"] == "2025"), value=1.943e7)
    assert exhibit("lng_suppliers", level).headline == "China bought 19.4 Mt of Russian LNG in 2025"


# Days in the past, and nothing to show --------------------------------------------------------------------------------
