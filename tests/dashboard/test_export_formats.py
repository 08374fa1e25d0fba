"""Every chart in every format opens and says and holds what the chart does."""

import csv
import io
import json
import re
import subprocess
import zipfile
from shutil import which

import pytest
from openpyxl import load_workbook
from PIL import Image

from dashboard import exhibit as exhibits
from dashboard import fonts, tables
from dashboard.export import cite, document, package, picture, sheet, write
from dashboard.export.errors import ExportError

CHARTS = list(exhibits.catalogue())
SIZES = {"slide": (1600, 900), "half": (1240, 840), "square": (1080, 1080), "1200x675": (1200, 675)}


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


def test_there_are_charts():
    assert len(CHARTS) > 20


@pytest.mark.parametrize("chart", CHARTS)
def test_png_has_its_size_a_white_ground_and_ink(made, chart):
    size = list(SIZES)[CHARTS.index(chart) % len(SIZES)]  # every size is drawn for a quarter of the charts
    drawn = Image.open(io.BytesIO(picture.picture(made(chart), "png", size))).convert("RGB")
    assert drawn.size == SIZES[size]
    assert drawn.getpixel((2, 2)) == (255, 255, 255)
    assert drawn.convert("L").getextrema()[0] < 60


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_scale_multiplies_pixels(made, scale):
    drawn = Image.open(io.BytesIO(picture.picture(made("crude_share"), "png", "600x400", scale=scale)))
    assert drawn.size == (600 * scale, 400 * scale)


@pytest.mark.parametrize("chart", CHARTS)
def test_svg_says_headline_subtitle_source_edition_and_link_in_bundled_fonts(made, chart):
    item = made(chart)
    drawn = picture.picture(item, "svg").decode()
    said = squeezed("".join(re.findall(r">([^<]*)<", drawn))).replace("&amp;", "&")
    assert squeezed(item.headline) in said and squeezed(item.subtitle) in said
    assert squeezed(picture.edition_line(item)) in said and item.edition in said
    if item.sources:
        assert squeezed(item.source_line) in said
    assert "@font-face" in drawn and "url(http" not in drawn
    assert fonts.missing(said) == ""


@pytest.mark.skipif(not which("pdftotext"), reason="pdftotext is not here")
@pytest.mark.parametrize("chart", CHARTS)
def test_pdf_has_the_words_as_text_and_only_embedded_fonts(made, chart, tmp_path):
    item = made(chart)
    path = tmp_path / "chart.pdf"
    path.write_bytes(picture.picture(item, "pdf"))
    said = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, timeout=30).stdout
    assert squeezed(item.headline) in squeezed(said) and item.edition in said
    listed = subprocess.run(["pdffonts", path], capture_output=True, text=True, timeout=30).stdout.splitlines()[2:]
    assert listed and all(line.split()[-5] == "yes" for line in listed), listed


@pytest.mark.parametrize("chart", CHARTS)
def test_csv_and_workbook_hold_the_numbers_drawn(made, chart):
    item = made(chart)
    records = tables.records(item)
    rows = list(csv.DictReader(io.StringIO(sheet.csv(item).decode("utf-8-sig"))))
    assert [float(row["value"]) if row["value"] else None for row in rows] == [one["value"] for one in records]
    book = load_workbook(io.BytesIO(sheet.xlsx(item)))
    assert book.sheetnames == ["Data", "Sources", "About"]
    lines = list(book["Data"].values)
    assert lines[0] == sheet.DATA and len(lines) == len(records) + 1
    at = sheet.DATA.index("value")
    assert [line[at] for line in lines[1:]] == [pytest.approx(one["value"]) if one["value"] is not None else None for one in records]
    about = dict(list(book["About"].values)[1:])
    assert about["Finding"] == item.headline and about["Edition"] == item.edition


@pytest.mark.parametrize("chart", CHARTS)
def test_citations_name_exhibit_and_every_publication(made, chart):
    item = made(chart)
    assert item.headline in cite.short(item) and item.edition in cite.short(item)
    behind = cite.sources(item)
    assert len({one.key for one in behind}) == len(behind)
    ris, bib = cite.ris(item), cite.bibtex(item)
    assert ris.count("TY  - ") == ris.count("ER  - ") == bib.count("@misc{") == len(behind) + 1
    assert bib.count("{") - bib.count(r"\{") == bib.count("}") - bib.count(r"\}")
    for one in behind:
        assert one.title in cite.long(item)


def test_a_package_describes_every_file_it_has(made):
    packed = zipfile.ZipFile(io.BytesIO(package.build(made("crude_share"))))
    names = set(packed.namelist())
    assert names >= {"datapackage.json", "data.csv", "sources.csv", "citation.txt", "citation.bib", "citation.ris", "README.md", "picture.png"}
    described = json.loads(packed.read("datapackage.json"))
    for one in described["resources"]:
        head = packed.read(one["path"]).decode().splitlines()[0].split(",")
        assert head == [field["name"] for field in one["schema"]["fields"]]
        assert one["bytes"] == len(packed.read(one["path"]))


@pytest.mark.parametrize("form", ["csv", "xlsx", "svg", "png", "pptx", "zip"])
def test_the_same_exhibit_gives_the_same_bytes(made, form):
    item = made("crude_buyers")
    assert write.made(item, form) == write.made(item, form)


def test_a_past_day_and_an_unreviewed_upload_are_marked(known):
    item = exhibits.exhibit("crude_share", known("2023-01-31"))
    drawn = picture.picture(item, "svg", unreviewed=True).decode()
    assert "As known on 31 Jan 2023 · Unreviewed upload" in drawn
    assert picture.markers(exhibits.exhibit("crude_share", known(None))) == ()


def test_a_note_of_one_exhibit_is_a_tagged_document_of_its_words(made, tmp_path):
    content = document.one(made("crude_share"))
    assert (content.startswith(b"%PDF") and b"/StructTreeRoot" in content) or b"/MarkInfo" in content


@pytest.mark.parametrize(
    ("form", "size", "scale", "said"),
    [("png", "poster", 1, "no size"), ("png", "100x90", 1, "between 200"), ("png", "210x210", 1, "no room"),
     ("png", "slide", 9, "Scale 9"), ("png", "slide", float("nan"), "Scale nan"), ("gif", "slide", 1, "no format")],
)  # fmt: skip
def test_what_cannot_be_drawn_is_a_sentence(made, form, size, scale, said):
    with pytest.raises(ExportError, match=said) as refused:
        write.made(made("crude_share"), form, size, scale)
    assert str(refused.value).endswith("Nothing was written.")


def test_a_headline_of_three_lines_is_drawn_whole(made):
    headline = "Russia led China’s crude suppliers in 2025 and Saudi Arabia came second, as in each year since 2022, " * 2
    drawn = picture.picture(made("crude_share"), "svg", headline=headline.strip()).decode()
    assert squeezed(headline) in squeezed("".join(re.findall(r">([^<]*)<", drawn)))
