"""A house's own PowerPoint template: its layouts, logo and faces stay, ours is scaled into its room, nothing leaves the slide."""

import io
import zipfile

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from dashboard.cli.main import main
from dashboard.exhibits import exhibit as exhibits
from dashboard.export import brief, houses, tray
from dashboard.export.errors import ExportError
from dashboard.export.pptx import slides
from dashboard.export.pptx.house import EMU, House
from dashboard.figures import settings
from tests.support import house_templates

CHARTS = ("trade_by_partner", "fossil_monthly", "availability", "arms_editions", "dependence_partners")


@pytest.fixture(scope="module")
def each(data):
    items = [exhibits.exhibit(chart, data) for chart in CHARTS]
    return [brief.BriefItem(brief.pin_slide(item), item) for item in items]


@pytest.fixture(scope="module", params=house_templates.ALL)
def dressed(request, each):
    """The name of a template, the template, and the deck in it, read back."""
    template = house_templates.ALL[request.param]()
    return (
        request.param,
        Presentation(io.BytesIO(template)),
        Presentation(io.BytesIO(slides.deck("Brief", each, template))),
    )


def test_size_logo_and_layouts_are_the_houses_and_its_own_slides_are_gone(dressed):
    name, house, deck = dressed
    assert (deck.slide_width, deck.slide_height) == (house.slide_width, house.slide_height)
    assert [one.name for one in deck.slide_layouts] == [one.name for one in house.slide_layouts]
    texts = [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    assert "Voorbeeld" not in texts and deck.slides[0].shapes.title.text == "Brief"
    if name == "old_screen":
        assert "Logo" in [shape.name for shape in deck.slide_master.shapes]


def test_nothing_leaves_the_slide_or_covers_the_title(dressed):
    name, _, deck = dressed
    for slide in list(deck.slides)[1:]:
        title = slide.shapes.title
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0, (name, shape.name)
            assert shape.left + shape.width <= deck.slide_width + EMU // 50, (name, shape.name)
            assert shape.top + shape.height <= deck.slide_height + EMU // 50, (name, shape.name)
            if shape != title:
                assert shape.top >= title.top + title.height - 0.15 * EMU, (name, shape.name)


def test_charts_stay_native_and_words_are_in_the_houses_face(dressed):
    _, _, deck = dressed
    shown = list(deck.slides)[1 : len(CHARTS) + 1]
    assert [any(shape.has_chart or shape.has_table for shape in slide.shapes) for slide in shown] == [True] * len(
        CHARTS
    )
    faces = {one.get("typeface") for slide in deck.slides for one in slide.element.iter(qn("a:latin"))}
    assert faces == {"+mn-lt"}
    for slide in shown:
        for shape in slide.shapes:
            if shape.has_chart:
                assert {one.get("typeface") for one in shape.chart._chartSpace.iter(qn("a:latin"))} <= {"+mn-lt"}
    assert not [
        one for slide in deck.slides for one in slide.placeholders if one.has_text_frame and not one.text_frame.text
    ]


def test_a_dark_house_gets_paper_under_our_colours(each):
    deck = Presentation(io.BytesIO(slides.deck("Brief", each, house_templates.dark_page())))
    assert all("Paper" in [shape.name for shape in slide.shapes] for slide in list(deck.slides)[1:])
    deck = Presentation(io.BytesIO(slides.deck("Brief", each, house_templates.old_screen())))
    assert not any("Paper" in [shape.name for shape in slide.shapes] for slide in deck.slides)


def test_the_same_brief_in_the_same_template_is_the_same_file(each):
    template = house_templates.small_wide()
    assert slides.deck("Brief", each, template) == slides.deck("Brief", each, template)


def without_titles() -> bytes:
    show = Presentation()
    for layout in show.slide_layouts:
        for shape in list(layout.placeholders):
            shape._element.getparent().remove(shape._element)
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("ppt/slides.xml", b" " * 201_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (b"", "not a PowerPoint file"),
        (b"PK\x03\x04 no", "not a PowerPoint file"),
        (without_titles, "no layout that charts could stand in"),
        (bomb, "unpacks to more than any template needs"),
        (bytes(20_000_001), "20,000,000 are the most"),
    ],
    ids=["empty", "broken", "titles", "bomb", "large"],
)
def test_what_is_no_template_is_refused_in_a_sentence(template, said):
    with pytest.raises(ExportError, match=said) as found:
        House(template() if callable(template) else template)
    assert "Nothing was written" in str(found.value)


def test_the_command_takes_a_template_and_says_what_it_cannot_take(tmp_path, capsys):
    house = tmp_path / "house.pptx"
    house.write_bytes(house_templates.old_screen())
    out = tmp_path / "deck.pptx"
    assert main(["brief", "--charts", "crude_share", "--template", str(house), "--out", str(out)]) == 0
    assert Presentation(str(out)).slide_width == Presentation(str(house)).slide_width
    for given, to, said in (
        ("nosuch.pptx", "deck.pptx", "nosuch.pptx cannot be read"),
        ("ministry", "deck.pptx", "There is no template “ministry”; there are slides, note, sheet, or the path"),
        (str(house), "note.pdf", "“.pdf” takes none"),
    ):
        assert main(["brief", "--charts", "crude_share", "--template", given, "--out", str(tmp_path / to)]) == 1
        assert said in capsys.readouterr().err


def test_the_page_offers_the_installations_templates(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "folder", lambda: tmp_path)
    assert houses.names() == []
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "Ministry.pptx").write_bytes(house_templates.small_wide())
    (tmp_path / "templates" / "~$Ministry.pptx").write_bytes(b"lock")
    assert houses.names() == ["Ministry"]
    held = tray.Tray(files={"pptx": ("", b"")})
    held.dress("Ministry")
    assert held.files == {} and houses.read("Ministry") == house_templates.small_wide()
    for name in ("Gone", "../Ministry"):
        with pytest.raises(ExportError, match="no template"):
            houses.read(name)
