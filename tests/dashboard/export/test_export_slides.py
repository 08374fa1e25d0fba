"""Slides: native charts whose workbooks hold the plotted numbers; title, alt text, footnotes, notes; nothing off the slide."""

import datetime
import io
import zipfile

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml.ns import qn

from dashboard.exhibits import catalogue
from dashboard.exhibits import exhibit as exhibits
from dashboard.exhibits.plot import Dot, Panel
from dashboard.export import brief
from dashboard.export.pptx import boxes, plain, plotted, slides, tables
from dashboard.export.pptx import charts as native

CHARTS = list(catalogue.catalogue())
EMU = 914_400
WORDS = {"speaking": "Say this first. 俄罗斯 Россия", "note": "Written by the author."}


@pytest.fixture(scope="module")
def deck(data):
    """The deck of all charts as they first open: exhibits, and the presentation read back."""
    each = []
    for chart in CHARTS:
        item = exhibits.exhibit(chart, data)
        each.append(brief.BriefItem(brief.pin_slide(item, **WORDS), item))
    return each, Presentation(io.BytesIO(slides.deck("All charts", each)))


def shapes(slide, kind):
    return [shape for shape in slide.shapes if getattr(shape, kind)]


@pytest.mark.parametrize("chart", CHARTS)
def test_each_chart_is_native_and_its_workbook_holds_what_is_plotted(deck, chart):
    each, show = deck
    number = CHARTS.index(chart)
    item, slide = each[number].item, show.slides[number + 1]
    panels = [one for one in item.plot.panels if plotted.native_form(one) in ("chart", "items")]
    charts = shapes(slide, "has_chart")
    if any(plotted.native_form(one) == "scatter" for one in item.plot.panels):
        _check_scatter(item, charts)
        return
    assert len(charts) == len(panels)
    assert charts or shapes(slide, "has_table"), "neither a chart nor a table"
    for panel, frame in zip(panels, charts, strict=True):
        sheet = plotted.to_sheet(item.plot, panel)
        wanted = {one.name: list(one.values) for one in sheet.series}
        drawn = {series.name: list(series.values) for plot in frame.chart.plots for series in plot.series}
        assert drawn == {name: pytest.approx(values) for name, values in wanted.items()}
        assert any(value is not None for values in wanted.values() for value in values)
        book = load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))
        lines = list(book.worksheets[0].values)
        held = {name: [line[at] for line in lines[1:]] for at, name in enumerate(lines[0]) if at}
        assert held == {name: pytest.approx(values) for name, values in wanted.items()}


def _check_scatter(item, charts):
    """Every dot of the plot is a point of the native XY chart, both its values, with both axes logarithmic."""
    (frame,) = charts
    dots = sorted((mark.x, mark.y) for mark in item.plot.panels[0].marks if isinstance(mark, Dot))
    (drawn,) = frame.chart.plots
    points = [
        (float(x.text), y)
        for series in drawn.series
        for x, y in zip(series._element.xVal.iter(qn("c:v")), series.values, strict=True)
    ]
    assert len(dots) > 100
    for at in (0, 1):
        assert [point[at] for point in sorted(points)] == pytest.approx([dot[at] for dot in dots])
    assert len(list(frame.chart._chartSpace.iter(qn("c:logBase")))) == 2
    assert {"Others", "Russia"} == {series.name for series in drawn.series}


@pytest.mark.parametrize("chart", CHARTS)
def test_every_mark_of_the_plot_is_in_the_native_form(deck, chart):
    """Counted from the plot itself, not through the code under test."""
    item = deck[0][CHARTS.index(chart)].item
    for panel in item.plot.panels:
        if plotted.native_form(panel) != "chart":
            continue
        points = [
            point.value for mark in panel.marks for point in getattr(mark, "points", ()) if point.value is not None
        ]
        known = [
            value
            for one in plotted.to_sheet(item.plot, panel).series
            if one.kind in ("line", "column")
            for value in one.values
            if value is not None
        ]
        assert sorted(known) == sorted(points)


@pytest.mark.parametrize("chart", CHARTS)
def test_each_slide_has_title_alt_text_footnotes_edition_and_method(deck, chart):
    each, show = deck
    number = CHARTS.index(chart)
    item, slide = each[number].item, show.slides[number + 1]
    assert slide.shapes.title.text_frame.text == item.headline
    for frame in [*shapes(slide, "has_chart"), *shapes(slide, "has_table")]:
        assert item.headline in frame._element.nvGraphicFramePr.cNvPr.get("descr")
    said = {shape.name: shape.text_frame.text for shape in slide.shapes if shape.has_text_frame}
    assert item.edition in said["Edition"] and f"{number + 2} of" in said["Slide number"]
    for one in item.sources:
        assert one.title in said["Footnotes"]
    assert len(said["Footnotes"]) > 20 and "published to undated" not in said["Footnotes"]
    notes = slide.notes_slide.notes_text_frame.text
    assert notes.startswith(WORDS["speaking"])
    assert item.calculation.removeprefix("Calculation: ") in notes and item.subtitle in notes


def test_every_box_is_on_its_slide_and_words_do_not_cover_words(deck):
    for number, slide in enumerate(deck[1].slides, start=1):
        placed = []
        for shape in slide.shapes:
            left, top = shape.left / EMU, shape.top / EMU
            box = (left, top, left + shape.width / EMU, top + shape.height / EMU)
            assert (
                box[0] >= -0.01 and box[1] >= -0.01 and box[2] <= boxes.WIDE + 0.01 and box[3] <= boxes.HIGH + 0.01
            ), (number, shape.name, box)
            if (
                shape.name in ("Subtitle", "Edition", "Footnotes", "Note", "Remarks")
                or shape == slide.shapes.title
                or getattr(shape, "has_table", False)
            ):
                placed.append((shape.name, box))
        for at, (one, a) in enumerate(placed):
            for other, b in placed[at + 1 :]:
                meet = min(a[2], b[2]) - max(a[0], b[0]) > 0.02 and min(a[3], b[3]) - max(a[1], b[1]) > 0.02
                assert not meet, (number, one, other, a, b)


def test_the_last_slides_list_sources_editions_and_caveats(deck):
    each, show = deck
    last = [slide for slide in show.slides if slide.shapes.title.text_frame.text.startswith(slides.LAST)]
    said = "\n".join(shape.text_frame.text for slide in last for shape in slide.shapes if shape.has_text_frame)
    assert last and list(show.slides)[-len(last) :] == last
    for one in each:
        for source in one.item.sources:
            assert source.title in said
    assert each[0].item.edition in said and "computed by a rule" in said


def test_a_deck_is_16_to_9_and_whole(deck):
    each, show = deck
    assert show.slide_width / show.slide_height == pytest.approx(16 / 9, abs=0.001)
    packed = zipfile.ZipFile(io.BytesIO(slides.deck("x", each[:2])))
    assert packed.testzip() is None
    assert all(
        b"http" not in packed.read(name) or b"schemas" in packed.read(name)
        for name in packed.namelist()
        if name.endswith(".rels")
    )


def test_a_label_that_looks_like_a_formula_is_text_in_the_workbook():
    sheet = plotted.Sheet(("=1+1", "+2"), (), (plotted.Series("@SUM(A1)", "RUS", (1.0, 2.0), "bar"),))
    show = plain.Plain().show
    slide = show.slides.add_slide(show.slide_layouts[6])
    native._items(slide, Panel(), sheet, boxes.Box(1, 1, 8, 4), ("alt", "Chart"))
    held = load_workbook(io.BytesIO(shapes(slide, "has_chart")[0].chart.part.chart_workbook.xlsx_part.blob)).worksheets[
        0
    ]
    cells = [cell for row in held.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) == 5 and all(cell.data_type != "f" for cell in cells)


@pytest.mark.parametrize(("count", "words"), [(1, "short"), (3, "long " * 30)])
def test_lines_are_counted_as_wide_as_they_are(count, words):
    assert boxes.line_count(words, 12, 4.0) >= count


def test_small_multiples_on_a_slide_share_one_range(data):
    from dashboard.exhibits.exhibit import exhibit
    from dashboard.export.pptx import charts as native
    from dashboard.export.pptx import plotted

    plot = exhibit("trade_by_partner", data, {"view": "growth"}).plot
    sheets = [plotted.to_sheet(plot, panel) for panel in plot.panels]
    alone = {native.value_span(plot.panels[0].scale, sheet) for sheet in sheets}
    low, high, _ = native.value_span(plot.panels[0].scale, *sheets)
    assert len(alone) > 1 and low == min(one[0] for one in alone) and high >= max(one[1] for one in alone)


def test_a_machine_without_arial_shrinks_words_and_breaks_no_year(deck):
    """LibreOffice without Arial draws in DejaVu Sans, a fifth wider: a headline then lay over its subtitle."""
    _, show = deck
    for slide in show.slides:
        for shape in shapes(slide, "has_text_frame"):
            if shape.text_frame.text:
                assert shape.text_frame.auto_size == MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE, shape.name
    table = shapes(show.slides[CHARTS.index("availability") + 1], "has_table")[0].table
    head = table.cell(0, 1)
    size = head.text_frame.paragraphs[0].runs[0].font.size.pt
    assert boxes.text_width(head.text, size, True) * tables.STAND_IN < table.columns[1].width / EMU


def test_values_without_neighbours_and_januaries_are_seen(deck):
    """The rolling sums begin in December 2016, at months far apart."""
    each, show = deck
    at = CHARTS.index("trade_rolling")
    frame = shapes(show.slides[at + 1], "has_chart")[0]
    values = plotted.to_sheet(each[at].item.plot, each[at].item.plot.panels[0]).series[0].values
    alone = [n for n, value in enumerate(values) if value is not None and values[n - 1 : n + 2].count(None) == 2]
    marked = {int(point.find(qn("c:idx")).get("val")) for point in frame.chart.series[0]._element.iter(qn("c:dPt"))}
    assert len(alone) >= 5 and set(alone) <= marked
    assert frame.chart.category_axis.minimum_scale == (datetime.date(2016, 1, 1) - datetime.date(1899, 12, 30)).days
