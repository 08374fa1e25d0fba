"""Each line of a file is held against every yardstick there is for it; what has none is counted."""

from decimal import Decimal

import pytest

from etl.build import build
from etl.check import plausibility
from etl.intake import intake
from etl.tables.rows import Row

HEAD = "DATAFLOW,COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE,UNIT\n"


def table(*lines: str) -> bytes:
    return (HEAD + "".join(f"IMF.STA:IMTS(1.0.0),{line},6,USD\n" for line in lines)).encode()


def row(value: object, series="goods_exports_usd", about=("CHN", "RUS", "2024-03"), months=1, source="imf_imts") -> Row:
    return Row(series, *about, months, Decimal(str(value)), Decimal(0), "reported", source, "2024-12-01", "line 2")


MILLIONS = "CHN,{indicator},RUS,M,2024-M03,{value}"


@pytest.mark.parametrize(
    "known", ["CHN,XG_FOB_USD,G001,A,2022,3544434000000", "CHN,MG_CIF_USD,USA,A,2021,180971800000"]
)
def test_a_line_that_is_known_never_excuses_the_others(known, root):
    """A line of the Fund's own past beside months in millions: the months are held against China Customs' months."""
    lines = (
        MILLIONS.format(indicator="XG_FOB_USD", value="7654.321"),
        MILLIONS.format(indicator="MG_CIF_USD", value="8250.7"),
    )
    for file in (table(*lines), table(*lines, known)):
        one = intake.preview(root / "data", file, "imf.csv")
        (held,) = [each for each in one.held if each.code == "P-01"]
        assert "2 values like this" in held.found and held.key == "P-01:1/1,000,000"
    sound = [line.replace("7654.321", "7654321000").replace("8250.7", "8250700000") for line in lines]
    assert intake.preview(root / "data", table(*sound, known), "imf.csv").ready


@pytest.mark.parametrize(
    ("known", "new", "words"),
    [
        (row(9e9, "goods_imports_usd", ("RUS", "CHN", "2024-03")), row(9e3), "the other side's count"),
        (row(65e9, "goods_exports_cny"), row(65e6), "in CNY"),
        (row(110e9, about=("CHN", "RUS", "2023"), months=12), row(9e6), "other stretches of months"),
        (row(280e9, about=("CHN", "WLD", "2024-03")), row(900e9), "with all partners"),
    ],
)
def test_a_factor_is_seen_against_each_yardstick(known, new, words):
    history = plausibility.history([known])
    (found,) = [each for each in plausibility.check([new], history) if each.code == "P-01"]
    assert words in found.found
    assert plausibility.uncompared([new], history) == []
    assert plausibility.uncompared([new], plausibility.history([])) == [new]


def test_a_month_is_seen_beside_its_neighbours_in_the_file():
    months = [row(5e9, about=("CHN", "KAZ", f"2024-{month:02d}")) for month in range(1, 6)]
    slip = row(5e6, about=("CHN", "KAZ", "2024-06"))
    (found,) = [each for each in plausibility.check([*months, slip], {}) if each.code == "P-01"]
    assert "neighbours" in found.found
    assert not [each for each in plausibility.check(months, {}) if each.code == "P-01"]


def test_a_price_is_known_from_other_partners():
    about = [("CHN", partner, "2024-03") for partner in ("SAU", "IRQ", "RUS")]
    known = [row(600e6, "crude_imports_usd", each) for each in about[:2]] + [
        row(1e6, "crude_imports_t", each) for each in about[:2]
    ]
    new = [row(600e3, "crude_imports_usd", about[2]), row(1e6, "crude_imports_t", about[2])]
    history = plausibility.history(known)
    assert any("usual price" in each.found for each in plausibility.check(new, history) if each.code == "P-01")


def test_the_count_stands_in_the_preview(root):
    lines = ("CHN,XG_FOB_USD,ABW,M,2024-M03,7654", "CHN,XG_FOB_USD,RUS,M,2024-M03,7654321000")
    one = intake.preview(root / "data", table(*lines), "imf.csv")
    assert one.uncompared == 1 and one.uncompared_words == "1 of 2 figures could not be held against anything."


SEASON = (10, 15, 30, 55, 90, 110)


def test_goods_of_a_season_are_no_sums_since_january():
    def year(first: int, times: float = 1, running: bool = False) -> list[Row]:
        values = [value * times for value in SEASON]
        values = [sum(values[: n + 1]) for n in range(6)] if running else values
        return [
            row(value * 10**6, "hs0809_imports_usd", ("CHN", "CHL", f"{first}-{n + 1:02d}"))
            for n, value in enumerate(values)
        ]

    def held(new: list[Row], known: list[Row]) -> bool:
        return any(each.code == "T-03" for each in plausibility.check(new, plausibility.history(known)))

    assert not held(year(2024, 1.1), year(2023))
    assert held(year(2024, 1.1, running=True), year(2023))
    even = [
        row(value * 10**6, "hs0809_imports_usd", ("CHN", "CHL", f"2024-{n + 1:02d}"))
        for n, value in enumerate((30, 61, 93, 120))
    ]
    assert held(even, []) and not held(year(2024), [])


def test_a_december_is_never_one_office_less_another(copy):
    """A year from one table and eleven months from another, both a person's own: they may be of two offices."""
    for months, value in (("2025", "14000"), ("Jan-Nov 2025", "12900")):
        file = f"reporter,partner,period,flow,value\nKazakhstan,Russia,{months},import,{value}000000\n".encode()
        answers = {
            "mapping": '{"reporter":"reporter","partner":"partner","period":"period","flow":"flow","value":"value"}'
        }
        answers |= {"product": "TOTAL", "unit_missing": "USD"}
        one = intake.preview(copy, file, f"{value}.csv", answers)
        assert one.ready, (one.problems, one.questions)
        intake.accept(copy, one, by="Anna")
    build.build(copy)
    rows = build.load(copy).rows
    assert {(r.period, r.months) for r in rows if r.reporter == "KAZ"} >= {("2025", 12), ("2025-01", 11)}
    assert not [r for r in rows if r.reporter == "KAZ" and r.period == "2025-12"]


def test_the_same_months_of_two_years_have_no_gap_between_them():
    def gaps(*months: str) -> list:
        rows = [row(5e9, about=("CHN", "KAZ", month)) for month in months]
        return [each for each in plausibility.check(rows, {}) if each.code == "T-02"]

    assert not gaps("2023-03", "2023-04", "2023-05", "2024-03", "2024-04", "2024-05")
    assert gaps("2023-03", "2023-04", "2023-05", "2024-03", "2024-05") and gaps(
        "2023-03", "2023-05", "2023-06", "2023-07"
    )
