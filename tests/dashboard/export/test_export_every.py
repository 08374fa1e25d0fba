"""Every chart of charts.csv in every format and size: each file opens, and says and holds what the chart does."""

import csv
import hashlib
import io
import json
import re
import subprocess
import zipfile
from html import unescape
from shutil import which

import pytest
from openpyxl import load_workbook
from PIL import Image
from pptx import Presentation

from dashboard.draw import browser, fonts
from dashboard.exhibits import catalogue, tables
from dashboard.exhibits import exhibit as exhibits
from dashboard.export import brief, data_package, html_page, picture, workbook
from dashboard.export.pptx import plotted, slides

pytestmark = pytest.mark.slow

CHARTS = list(catalogue.catalogue())
SIZES = {"slide": (1600, 900), "half": (1240, 840), "square": (1080, 1080)}
PLAIN = {"integer": int, "number": float, "string": str}
POINT = 0.75  # of a pixel


@pytest.fixture(scope="module")
def made(data):
    """Return a function: the exhibit of a chart as it first opens, made once."""
    kept = {}

    def one(chart):
        if chart not in kept:
            kept[chart] = exhibits.exhibit(chart, data)
        return kept[chart]

    return one


def squeezed(text):
    return re.sub(r"\s+", "", text)


def words(item):
    """What has to stand in every picture."""
    return [item.headline, item.subtitle, picture.source_line(item), picture.edition_line(item)]


def test_there_are_charts_and_each_names_a_source(made):
    assert len(CHARTS) > 20
    assert all(picture.source_line(made(chart)).startswith("Source: ") for chart in CHARTS)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("chart", CHARTS)
def test_png_has_its_size_a_white_ground_and_words_and_marks(made, chart, size):
    drawn = Image.open(io.BytesIO(picture.render_picture(made(chart), "png", size))).convert("L")
    assert drawn.size == SIZES[size]
    width, height = drawn.size
    bottom = drawn.crop((0, round(height * 0.88), width, height))
    assert [drawn.getpixel(at) for at in ((1, 1), (width - 2, 1), (1, height - 2), (width - 2, height - 2))] == [
        255
    ] * 4
    ink = [sum(part.histogram()[:160]) for part in (drawn.crop((0, 0, width, round(height * 0.15))), drawn, bottom)]
    assert ink[0] > 1000 and ink[1] > 6000 and ink[2] > 300, "headline, picture, source line"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("chart", CHARTS)
def test_svg_says_it_all_in_bundled_fonts_and_inside_the_picture(made, chart, size):
    item = made(chart)
    drawn = picture.render_picture(item, "svg", size).decode()
    said = squeezed(unescape("".join(re.findall(r">([^<]*)<", drawn.partition("</style>")[2]))))
    for one in words(item):
        assert squeezed(one) in said, one
    assert "@font-face" in drawn and "url(http" not in drawn
    assert fonts.missing(said) == ""
    assert (
        f'width="{SIZES[size][0]}"' in drawn.partition(">")[0]
        and f'height="{SIZES[size][1]}"' in drawn.partition(">")[0]
    )


@pytest.mark.skipif(not which("pdftotext"), reason="pdftotext is not here")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("chart", CHARTS)
def test_pdf_is_one_page_of_its_size_with_the_words_as_text_and_embedded_fonts(made, chart, size, tmp_path):
    item, path = made(chart), tmp_path / "chart.pdf"
    path.write_bytes(picture.render_picture(item, "pdf", size))

    def told(*command):
        return subprocess.run(command, capture_output=True, text=True, timeout=30).stdout

    said = squeezed(told("pdftotext", path, "-"))
    for one in (item.headline, item.edition):
        assert squeezed(one) in said, one
    assert squeezed(picture.source_line(item))[:30] in said
    listed = told("pdffonts", path).splitlines()[2:]
    assert listed and all(line.split()[-5] == "yes" for line in listed), listed
    facts = dict(line.partition(":")[::2] for line in told("pdfinfo", path).splitlines())
    width, height = re.findall(r"[\d.]+", facts["Page size"])[:2]
    assert facts["Pages"].strip() == "1"
    assert (float(width), float(height)) == pytest.approx([side * POINT for side in SIZES[size]], abs=0.1)


@pytest.mark.parametrize("chart", CHARTS)
def test_csv_and_workbook_hold_every_row_of_the_table(made, chart):
    item = made(chart)
    records = tables.records(item)
    assert [one["value"] for one in records] == [
        None if value != value else pytest.approx(value, rel=1e-12, abs=1e-9) for value in item.table["value"]
    ]
    rows = list(csv.DictReader(io.StringIO(tables.csv_file(item).decode("utf-8-sig"))))
    book = load_workbook(io.BytesIO(workbook.xlsx(item)))
    assert book.sheetnames == ["Data", "Sources", "About"]
    lines = [dict(zip(workbook.DATA, line, strict=True)) for line in list(book["Data"].values)[1:]]
    assert len(rows) == len(lines) == len(records) > 0
    for record, row, line in zip(records, rows, lines, strict=True):
        for name in ("series", "reporter", "partner", "period", "status", "source", "vintage", "citation"):
            wanted = tables.escape_formula(str(record[name] or ""))
            assert (row[name], str(line[name] or "")) == (wanted, wanted), name
        held = (float(row["value"]) if row["value"] else None, line["value"])
        assert held == (record["value"], pytest.approx(record["value"]) if record["value"] is not None else None)
    about = dict(list(book["About"].values)[1:])
    assert about["Finding"] == item.headline and about["Edition"] == item.edition


def problems(packed):
    """What is wrong with a data package by the Frictionless standard, as far as ours use it."""
    body, out = json.loads(packed.read("datapackage.json")), []
    out += [] if re.fullmatch(r"[-a-z0-9._/]+", body["name"]) else ["name"]
    licences = body.get("licenses", [{"name": "none of ours"}])
    out += [] if licences and all(one.get("name") or one.get("path") for one in licences) else ["licenses"]
    out += [] if body["sources"] and all(one.get("title") for one in body["sources"]) else ["sources"]
    for one in body["resources"]:
        content = packed.read(one["path"])
        if one["bytes"] != len(content) or one["hash"] != f"sha256:{hashlib.sha256(content).hexdigest()}":
            out.append(f"{one['path']}: bytes or hash")
        head, *rows = csv.reader(io.StringIO(content.decode(one["encoding"])))
        fields = one["schema"]["fields"]
        if head != [field["name"] for field in fields] or any(len(row) != len(head) for row in rows):
            out.append(f"{one['path']}: columns")
        for row in rows:
            for field, cell in zip(fields, row, strict=True):
                try:
                    PLAIN[field["type"]](cell) if cell not in one["schema"]["missingValues"] else None
                except ValueError:
                    out.append(f"{one['path']}: {field['name']} {cell}")
    return out


@pytest.mark.parametrize("chart", CHARTS)
def test_zip_is_a_valid_data_package_with_picture_and_citations(made, chart):
    item = made(chart)
    packed = zipfile.ZipFile(io.BytesIO(data_package.build(item)))
    assert packed.testzip() is None and problems(packed) == []
    assert set(packed.namelist()) == {
        "datapackage.json", "README.md", "data.csv", "sources.csv", "citation.txt", "citation.bib", "citation.ris",
        "picture.png", "picture.svg",
    }  # fmt: skip
    assert Image.open(io.BytesIO(packed.read("picture.png"))).size == (3200, 1800)
    assert item.headline in packed.read("README.md").decode() and item.edition in packed.read("citation.txt").decode()


def test_a_spoilt_package_is_found_out(made):
    """The check can fail: a number that is none, a hash of other bytes, a name with a space."""
    packed = zipfile.ZipFile(io.BytesIO(data_package.build(made("crude_share"))))
    parts = {name: packed.read(name) for name in packed.namelist()}
    parts["data.csv"] = re.sub(rb",\d+\.\d+,", b",twelve,", parts["data.csv"], count=1)
    parts["datapackage.json"] = parts["datapackage.json"].replace(b'"crude-share"', b'"crude share"')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as spoilt:
        for name, content in parts.items():
            spoilt.writestr(name, content)
    said = problems(zipfile.ZipFile(out))
    assert "name" in said and "data.csv: bytes or hash" in said and "data.csv: value twelve" in said


@pytest.mark.parametrize("chart", CHARTS)
def test_pptx_of_one_chart_opens_and_its_workbook_holds_the_plotted_numbers(made, chart):
    item = made(chart)
    show = Presentation(io.BytesIO(slides.one(item)))
    slide = next(one for one in show.slides if one.shapes.title.text_frame.text == item.headline)
    charts = [shape for shape in slide.shapes if shape.has_chart]
    forms = [plotted.native_form(panel) for panel in item.plot.panels]
    if "scatter" in forms:
        assert len(charts) == 1  # its points are held in test_export_slides
        return
    panels = [panel for panel, form in zip(item.plot.panels, forms, strict=True) if form in ("chart", "items")]
    assert len(charts) == len(panels) and (charts or any(shape.has_table for shape in slide.shapes))
    for panel, frame in zip(panels, charts, strict=True):
        lines = list(load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)).worksheets[0].values)
        held = {name: [line[at] for line in lines[1:]] for at, name in enumerate(lines[0]) if at}
        drawn = plotted.to_sheet(item.plot, panel).series
        assert held == {one.name: pytest.approx(list(one.values)) for one in drawn}


@pytest.mark.parametrize("chart", CHARTS)
def test_offline_page_has_words_figures_and_drawing(made, chart):
    item = made(chart)
    own = html_page.build("Page", [brief.BriefItem(brief.pin_slide(item), item)]).decode()
    for one in words(item):
        assert one in unescape(own), one
    assert own.count("<tr>") == len(item.table) + 1
    assert fonts.missing(unescape(re.sub(r"<(script|style).*?</\1>", "", own, flags=re.S))) == ""
    assert own.count('class="ky-picture"') == 2 and browser.script() in own, "drawn wide and narrow by our own script"
    assert len(own) < 1_000_000, "small enough to send by mail"
