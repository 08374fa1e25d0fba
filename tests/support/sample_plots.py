"""Small plots of every kind that the layout engine draws, with numbers made up for the purpose."""

from dashboard.draw import Words
from dashboard.exhibits.plot import Area, Bar, Columns, Dot, Guide, Line, Panel, Plot, Point, Scale
from dashboard.exhibits.remarks import Average, Claim, Event, Figures, Note, Span, Window

WORDS = Words(
    headline="EU–China trade was 3.6 times Russia–China trade in 2025",
    subtitle="China’s goods trade with four partners, exports plus imports, US$ bn a year, 2010–2025",
    source="Source: China Customs, published 14 Jan 2026; IMF Direction of Trade Statistics, file of 2 Feb 2022.",
    calculation="Calculation: exports FOB + imports CIF. The line is left open where no figure was found.",
    edition="Edition 2026-11-21+41 · as known on 21 Nov 2026 · link /trade",
)
LEVEL = [55, 79, 88, 89, 95, 68, 70, 84, 107, 110, 108, 147, 190, 240, 245, 228]
MONTHS = [(1, 2), *((month, 1) for month in range(3, 13))]  # January and February are published as one


def years(values, first=2010, **more):
    return tuple(Point(first + n + 0.5, value, str(first + n), **more) for n, value in enumerate(values))


def months(values, first=2021):
    spans = [(year, month, wide) for year in range(first, first + 9) for month, wide in MONTHS]
    return tuple(
        Point(year + (month - 1 + wide / 2) / 12, value, f"{year}-{month:02d}", width=wide)
        for (year, month, wide), value in zip(spans, values, strict=False)
    )


def lines(names=("EU", "US", "ASEAN", "Russia")):
    eu, us, asean, russia = names
    return Plot(
        (Panel(
            (
                Line(russia, "RUS", years(LEVEL), role="accent", end_value="$228.1bn"),
                Line(eu, "EU27", years([5 * v + 200 for v in LEVEL]), breaks=(2020.0,), end="3.6×",
                     end_value="$828.1bn"),
                Line(us, "USA", years([3 * v + 190 for v in LEVEL[:-1]] + [560]), end="2.5×", end_value="$559.7bn"),
                Line(asean, "ASEAN", years([4 * v + 60 for v in LEVEL[:14]] + [None, 1054]), end="4.6×",
                     end_value="$1,054bn"),
            ),
            Scale("$", "bn"), notes=(Note(2020, 760, "EU: series breaks, UK leaves in 2020", "EU27"),),
        ),),
        events=(Event(2014.5, "Russia annexes Crimea, 2014", "x"),
                Event(2022.15, "Russia invades Ukraine, Feb 2022", "x"), Event(2022.93, "Oil-price cap, Dec 2022")),
        rail=(Span(2010.5, 2019.5, "IMF figures"), Span(2020.5, 2025.5, "China Customs as published")),
    )  # fmt: skip


def stack():
    crude = months([2.8, 3.5, 3.0, 2.6, 3.4, 3.5, 3.5, 3.2, 3.8, 4.1, 4.3, 3.9, 4.9, 5.1, 6.1, 5.2, 5.0, 5.7, 4.9])
    other = months([1.8, 2.2, 2.3, 2.6, 2.4, 2.6, 2.6, 2.4, 2.6, 3.4, 3.2, 2.2, 2.6, 2.6, 3.1, 2.9, 3.0, 3.3, 3.5])
    share = months([65, 66, 64, 56, 65, 66, 66, 67, 66, 69, 67, 70, 72, 73, 74, 71, 70, 72, 69])
    return Plot(
        (
            Panel((Columns("Crude oil", "crude", crude), Columns("Other goods", "other", other, remainder=True)),
                  Scale("$", "bn"), height=0.7),
            Panel((Line("Monthly share", "crude", share), Figures("Whole year", ((2021.5, "65%"), (2022.3, "71%")), 1)),
                  Scale(unit="%", top=100), height=0.3),
        ),
        axis="month", windows=(Window(2022, 2023, "The report’s window, 2022"),),
    )  # fmt: skip


def averages():
    values = [496, 1240, 730, 148, 1440, 2200, 2400, 2505, 2070, 2890, 3066, 2447, 1355, 1440, 1090]
    points = [Point(1995.5 + n, v, str(1995 + n), text="3,066" if v == 3066 else "") for n, v in enumerate(values)]
    marks = (Columns("Deliveries", "RUS_tint", tuple(points)), Average(1995.1, 1999.9, 811, "811"),
             Average(2000.1, 2004.9, 2413, "2,413"),
             Average(2005.1, 2009.9, 1880, "1,880, average 2005–09"))  # fmt: skip
    return Plot((Panel(marks, Scale(unit="m TIV", decimals=0)),))


def claims():
    marks = (
        Line("Iraq", "context", years([11.1, 10.5, 10.9, 10.5, None, 11.2], 2020), role="context", end="11.2%"),
        Line("Malaysia", "context", years([None, 3.6, 7.0, 9.7, 12.7, 11.1], 2020), role="context", end="11.1%"),
        Line("Saudi Arabia", "second", years([15.7, 17.1, 17.2, 15.2, 14.2, 14.0], 2020), end="14.0%"),
        Line("Russia", "RUS", years([15.4, 15.5, 17.0, 19.0, 19.6, 17.5], 2020), role="accent", end="17.5%"),
    )
    told = (Claim(2021.5, 17.4, "17.4", "crude-2021"), Claim(2022.5, 15.6, "15.6", "crude-2022"))
    return Plot((Panel(marks, Scale(unit="%"), claims=told, claim_title="The report’s figures: not reproduced",
                       claim_words="17.4% for 2021 and 15.6% for 2022, as if the years were swapped."),))  # fmt: skip


def bars():
    items = (
        Bar("Australia", 36.2, "context", "36.2 bcm"), Bar("Russia", 11.4, "RUS", "11.4"),
        Bar("United Arab Emirates", 0.4, "context", "0.4"), Bar("Balance", -4.0, "second", "−4.0"),
        Bar("Turkmenistan by pipeline", None, missing="Volume by origin is not published"),
        Bar("Power of Siberia", 38.8, "RUS", "38.8", target=38, target_text="38 announced"),
        Bar("Arctic LNG 2", 9.0, "RUS", "9.0", target=26, target_text="26 announced"),
    )  # fmt: skip
    return Plot((Panel(items, Scale(unit=" bcm")),), axis="items")


def timeline():
    dots = [Dot(2012.3 + n * 0.9, n % 2, f"Exercise {n}", "context", f"Joint patrol number {n}") for n in range(12)]
    return Plot((Panel(tuple(dots), lanes=("Deliveries", "Exercises and patrols")),), first=2012, last=2026)


def grid(own=False):
    values = {"Russia": [2, 21, 27, 3, -3, 36], "EU": [-3, 12, 10, 3, 5, 27], "US": [-6, 11, 8, -14, 8, 28],
              "ASEAN": [-4, 14, 14, 9, None, 128]}  # fmt: skip
    keys = {"Russia": "RUS", "EU": "EU27", "US": "USA", "ASEAN": "ASEAN"}
    panels = [Panel((Line(name, keys[name], years(row, 2016)),), Scale(unit="%", signed=True), title=name)
              for name, row in values.items()]  # fmt: skip
    return Plot(tuple(panels), layout="grid", own_scales=own)


def balance():
    counted = Line("Counted by Russia", "russia_reported", years([9, 11, 4, 5, None, None], 2016), dashed=True)
    marks = (Columns("Balance", "CHN", years([-1, -12, 4, -20, 9, -11], 2016), diverging=True), counted)
    return Plot((Panel(marks, Scale("$", "bn", signed=True)),))


def mirror():
    upper, lower = years([52, 57, 84, 97, 87, 98, 118], 2016), years([42, 44, 66, 64, 58, 68, None], 2016)
    china = Line("China’s imports, as China reports", "china_reported", upper, end="$118bn")
    russia = Line("Russia’s exports, as Russia reports", "russia_reported", lower, dashed=True, end="$68bn")
    return Plot((Panel((Area(upper, lower, words="gap"), china, russia), Scale("$", "bn")),))


def missing():
    piped = years([3, 4, 10, 15, 23, 31, None], 2019)
    marks = (Columns("Pipeline gas", "pipeline_gas", piped, missing="not published"),
             Columns("LNG", "lng", years([3, 7, 6, 9, 11, 11, 13], 2019), outline=True))  # fmt: skip
    return Plot((Panel(marks, Scale(unit=" bcm")),))


def slope():
    rows = (("China", "RUS", 1.6, 1.73), ("India", "second", 0.09, 0.65), ("Japan", "context", 0.09, 0.03))
    marks = [Line(name, key, years([a, b], 2021), role="context" if key == "context" else "named", start=f"{name} {a}",
                  end=f"{b}") for name, key, a, b in rows]  # fmt: skip
    return Plot((Panel(tuple(marks), Scale(unit=" mb/d")),))


def two_units():
    line = Line("Russia", "RUS", years([52, 60, 71, 78, 83, 80, 86, 107, 108, 101], 2016), role="accent", end="101 Mt")
    return Plot((Panel((line,), Scale(unit=" Mt", second_unit="mb/d", second_factor=7.33 / 365)),))


def off_zero():
    line = Line("Index", "RUS", years([97, 99, 101, 104, 108, 107]), role="accent", end="107")
    return Plot((Panel((line,), Scale(zero=False, note="Axis starts at 90")),))


def logarithmic():
    low, high = years([3, 9, 30, 80, 200, 700]), years([40, 90, 200, 800, 2000, 4000])
    marks = (Line("Russia", "RUS", low, role="accent"), Line("EU", "EU27", high))
    return Plot((Panel(marks, Scale("$", "bn", log=True)),))


def scatter():
    places = ((0.2, 0.006, ""), (5, 1.2, "France"), (8, 4, "Germany"), (15, 12, "United States"), (18, 2.3, "Russia"),
              (25, 6, "South Korea"), (25, 7, "Japan"), (57, 0.14, "Mongolia"), (3, 0.0004, ""), (19, 2.4, ""))  # fmt: skip
    dots = tuple(
        Dot(x, y, f"{name or 'a partner'}: both", "RUS" if name == "Russia" else "context", name, row=n)
        for n, (x, y, name) in enumerate(places)
    )
    alike = Guide((0.2, 0.2), (57, 57))
    across = Scale(unit="%", log=True, note="China’s share of the partner’s trade")
    panel = Panel((alike, *dots), Scale(unit="%", log=True), title="The partner’s share of China’s trade")
    return Plot((panel,), axis="values", across=across)


def nothing():
    return Plot((Panel(empty="No figures for these picks. Choose “Annual” or a later start."),))


ALL = {
    "lines": lines(), "stack": stack(), "averages": averages(), "claims": claims(), "bars": bars(),
    "timeline": timeline(), "grid": grid(), "own scales": grid(True),
    "balance": balance(), "mirror": mirror(), "missing": missing(), "slope": slope(), "two units": two_units(),
    "off zero": off_zero(), "logarithmic": logarithmic(), "scatter": scatter(), "nothing": nothing(),
    "long names": lines(("United Arab Emirates", "Democratic Republic of the Congo", "Saudi Arabia", "New Zealand")),
    "Chinese": lines(("阿拉伯联合酋长国", "美国", "东南亚国家联盟", "俄罗斯联邦")),
    "Russian": lines(("Объединённые Арабские Эмираты", "Соединённые Штаты", "АСЕАН", "Российская Федерация")),
}  # fmt: skip
