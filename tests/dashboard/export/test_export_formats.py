"""Scales, citations, marks, and what is refused in words; every chart in every format is in test_export_every."""

import io
import re

import pytest
from PIL import Image

from dashboard.exhibits import catalogue
from dashboard.exhibits import exhibit as exhibits
from dashboard.export import brief, citations, document, formats, picture
from dashboard.export.errors import ExportError

CHARTS = list(catalogue.catalogue())
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


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_scale_multiplies_pixels(made, scale):
    drawn = Image.open(io.BytesIO(picture.render_picture(made("crude_share"), "png", "600x400", scale=scale)))
    assert drawn.size == (600 * scale, 400 * scale)


@pytest.mark.parametrize("chart", CHARTS)
def test_citations_name_exhibit_and_every_publication(made, chart):
    item = made(chart)
    assert item.headline in citations.short(item) and item.edition in citations.short(item)
    behind = citations.source_works(item)
    assert len({one.key for one in behind}) == len(behind)
    ris, bib = citations.ris(item), citations.bibtex(item)
    assert ris.count("TY  - ") == ris.count("ER  - ") == bib.count("@misc{") == len(behind) + 1
    assert bib.count("{") - bib.count(r"\{") == bib.count("}") - bib.count(r"\}")
    for one in behind:
        assert one.title in citations.long(item)


@pytest.mark.parametrize("form", ["csv", "xlsx", "svg", "png", "pptx", "zip"])
def test_the_same_exhibit_gives_the_same_bytes(made, form):
    item = made("crude_buyers")
    assert formats.made(item, form) == formats.made(item, form)


def test_a_past_day_and_an_unreviewed_upload_are_marked(known):
    item = exhibits.exhibit("crude_share", known("2023-01-31"))
    drawn = picture.render_picture(item, "svg", unreviewed=True).decode()
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
        formats.made(made("crude_share"), form, size, scale)
    assert str(refused.value).endswith("Nothing was written.")


def test_a_headline_of_three_lines_is_drawn_whole(made):
    headline = (
        "Russia led China’s crude suppliers in 2025 and Saudi Arabia came second, as in each year since 2022, " * 2
    )
    drawn = picture.render_picture(made("crude_share"), "svg", headline=headline.strip()).decode()
    assert squeezed(headline) in squeezed("".join(re.findall(r">([^<]*)<", drawn)))


@pytest.mark.parametrize("sign", ["😀", "ก", "\u0905"])
def test_a_sign_that_our_fonts_cannot_draw_is_named_and_not_drawn_as_a_box(made, sign):
    item = made("crude_share")
    for form in ("png", "svg", "pdf"):
        with pytest.raises(ExportError, match=f"cannot draw “{sign}”"):
            picture.render_picture(item, form, headline=f"Crude {sign}")
    noted = brief.BriefItem(brief.pin_slide(item, note=f"Mine {sign}"), item)
    with pytest.raises(ExportError, match="cannot draw"):
        document.build("Brief", "note", [noted])


def test_a_small_picture_keeps_edition_and_link(made):
    item = made("crude_share")
    drawn = picture.render_picture(item, "svg", "400x500").decode()
    said = squeezed("".join(re.findall(r">([^<]*)<", drawn))).replace("&amp;", "&")
    assert item.edition in said and squeezed(picture.link(item)) in said
