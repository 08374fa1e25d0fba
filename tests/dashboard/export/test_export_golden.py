"""Pictures compared with how they looked when a person last looked at them, small and with a tolerance.

After a wanted change: `KYAKHTA_GOLDEN=write pytest tests/dashboard/export/test_export_golden.py`, then look at tests/golden.
"""

import dataclasses
import io
import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from dashboard.exhibits import catalogue
from dashboard.exhibits import exhibit as exhibits
from dashboard.export import picture

GOLDEN = Path(__file__).parents[2] / "golden"
WIDTH = 320  # px kept of 1600
TOLERANCE = 3.0  # mean difference of grey levels; a line moved by its own width is about 1, another chart about 20
CHINESE = "俄罗斯占中国原油进口的17.5%，沙特阿拉伯为14.0%"
RUSSIAN = "Россия поставила 17,5% нефти, импортированной Китаем; Саудовская Аравия – 14,0%"
VIEWS = {
    **{chart: (chart, {}, "slide", "") for chart in catalogue.catalogue()},
    "half": ("trade_by_partner", {}, "half", ""), "square": ("trade_by_partner", {}, "square", ""),
    "trade_ratio": ("trade_by_partner", {"view": "ratio"}, "slide", ""),
    "trade_index": ("trade_by_partner", {"view": "index"}, "slide", ""),
    "trade_balance": ("trade_by_partner", {"view": "balance"}, "slide", ""),
    "trade_growth": ("trade_by_partner", {"view": "growth"}, "slide", ""),
    "chinese": ("crude_share", {}, "slide", CHINESE), "russian": ("crude_share", {}, "slide", RUSSIAN),
    "chinese_names": ("lng_suppliers", {}, "slide", "Россия 俄罗斯"),
}  # fmt: skip
NAMES = {
    "Russia": "俄罗斯",
    "Australia": "澳大利亚",
    "Qatar": "Катар",
    "Malaysia": "Малайзия",
    "Indonesia": "印度尼西亚",
}


def named(item):
    """The exhibit with its bars named in Chinese and Russian."""
    (panel,) = item.plot.panels
    marks = tuple(dataclasses.replace(bar, name=NAMES.get(bar.name, bar.name)) for bar in panel.marks)
    return dataclasses.replace(
        item, plot=dataclasses.replace(item.plot, panels=(dataclasses.replace(panel, marks=marks),))
    )


def small(content):
    drawn = Image.open(io.BytesIO(content)).convert("L")
    return drawn.resize((WIDTH, round(drawn.height * WIDTH / drawn.width)), Image.Resampling.BOX)


def difference(one, other):
    """Mean difference in grey levels; pictures of another size differ wholly."""
    if one.size != other.size:
        return 255.0
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


def test_there_are_thirty_views():
    assert len(VIEWS) >= 30


@pytest.mark.parametrize("name", VIEWS)
def test_the_picture_looks_as_it_did(data, name):
    chart, picks, size, headline = VIEWS[name]
    item = exhibits.exhibit(chart, data, picks)
    item = named(item) if name == "chinese_names" else item
    drawn = small(picture.render_picture(item, "png", size, headline=headline))
    path = GOLDEN / f"{name}.png"
    if os.environ.get("KYAKHTA_GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        drawn.quantize(16).save(path, optimize=True)
    kept = Image.open(path).convert("L")
    assert difference(drawn, kept) < TOLERANCE, f"{name} looks different; see the module's first lines"


def test_another_chart_and_a_lost_headline_are_noticed():
    """The tolerance is small enough: two charts differ by more, and so does a picture without its words."""
    first, second = (Image.open(GOLDEN / f"{name}.png").convert("L") for name in ("trade_by_partner", "crude_volume"))
    assert difference(first, second) > TOLERANCE
    blank = first.copy()
    blank.paste(255, (0, 0, WIDTH, 40))
    assert difference(first, blank) > TOLERANCE / 2
