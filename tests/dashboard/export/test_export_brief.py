"""Briefs and links stay what they were, whatever is added later; what has moved is said slide by slide."""

import io
import shutil
import zipfile

import pytest

from dashboard.exhibits import exhibit as exhibits
from dashboard.export import brief, brief_file, make, tray
from dashboard.figures import query
from etl.store import Store

CHARTS = ("trade_by_partner", "trade_rolling")
LATER = 10


@pytest.fixture(scope="module")
def years(tmp_path_factory, root):
    """A data folder of three sources with ten later editions; two sources leave and return by turns."""
    folder = tmp_path_factory.mktemp("editions") / "data"
    keep = ("gacc_press", "imf_dots", "gacc_statements")
    for source in keep:
        shutil.copytree(root / "data" / "raw" / source, folder / "raw" / source)
    day = next((root / "data" / "raw" / "base").glob("*.json")).stem
    store = Store(folder)
    store.write_base(day, [one for one in Store(root / "data").in_force(f"{day}+0") if one.source in keep])
    names = [store.edition()]
    away = None
    for number in range(LATER):
        if away is None:
            away = next(one for one in store.in_force() if one.source == keep[number % 4 // 2])
            store.withdraw(away.source, away.snapshot, by="test", key=f"w{number}", reason="other")
        else:
            store.restore(away.source, away.snapshot, by="test", key=f"r{number}", reason="other")
            away = None
        names.append(store.edition())
    return folder, names


@pytest.fixture(scope="module")
def load(years):
    return lambda edition, as_of=None: query.load(years[0], edition, as_of)


def test_the_store_has_ten_later_editions_that_differ(years, load):
    assert len(set(years[1])) == LATER + 1
    told = {exhibits.exhibit("trade_by_partner", load(edition)).headline for edition in years[1][:3]}
    drawn = {brief.fingerprint(exhibits.exhibit("trade_by_partner", load(edition))) for edition in years[1][:5]}
    assert told and len(drawn) > 1


@pytest.fixture(scope="module")
def old(years, load):
    """A brief of the first edition."""
    each = [brief.pin_slide(exhibits.exhibit(chart, load(years[1][0]))) for chart in CHARTS]
    return brief.Brief("Trade 中国 Россия", "note", tuple(each))


def test_a_brief_is_read_as_it_was_written(load, old):
    again = brief_file.from_json(brief_file.to_json(old))
    assert again == old and brief.changed_slides(brief.resolve(again, load)) == []


def test_what_moved_is_said_and_keeping_or_taking_is_per_slide(years, load, old):
    first, other = years[1][0], years[1][1]
    moved = brief.compare_editions(old.slides[0], load, other)
    assert moved.any and moved.values > 0
    assert not brief.compare_editions(old.slides[0], load, first).any
    new = brief.refresh(
        brief.Slide(**{**old.slides[0].__dict__, "speaking": "Mine", "headline": "Edited"}), load, other
    )
    assert new.edition == other and new.data != old.slides[0].data
    assert (new.speaking, new.headline) == ("Mine", "Edited")


def test_a_slide_that_is_not_what_it_was_is_found(load, old):
    spoilt = brief.Slide(**{**old.slides[1].__dict__, "data": "0" * 64})
    assert brief.changed_slides(brief.resolve(brief.Brief(slides=(old.slides[0], spoilt)), load)) == [1]


@pytest.mark.parametrize("form", make.FORMS)
@pytest.mark.parametrize("template", ["slides", "note", "sheet"])
def test_every_form_and_template_is_made(load, old, form, template):
    if form != "pdf" and template != "note":
        pytest.skip("the template is of the PDF")
    said = []
    made = make.build(
        brief.Brief(old.title, template, old.slides), form, load, lambda n, count, what: said.append((n, count))
    )
    assert said == [(1, 2), (2, 2)]
    assert made.startswith({"pptx": b"PK", "zip": b"PK", "pdf": b"%PDF", "html": b"<!doctype html>"}[form])
    if form == "zip":
        packed = zipfile.ZipFile(io.BytesIO(made))
        assert brief_file.from_json(packed.read("brief.json").decode()) == brief.Brief(old.title, template, old.slides)
        assert {name.rpartition(".")[2] for name in packed.namelist()} >= {
            "json",
            "pptx",
            "pdf",
            "html",
            "png",
            "svg",
            "csv",
            "xlsx",
            "bib",
            "ris",
        }


def test_no_slides_and_no_figures_are_sentences(load, years):
    with pytest.raises(brief.BriefError, match="No slides yet"):
        make.build(brief.Brief(), "pptx", load)
    empty = brief.Slide("trade_by_partner", {"first": "1950", "last": "1951"}, years[1][0])
    with pytest.raises(brief.BriefError, match="Slide 1"):
        make.build(brief.Brief(slides=(empty,)), "pptx", load)


def test_a_headline_of_the_authors_own_is_marked(load, old):
    edited = brief.Slide(**{**old.slides[0].__dict__, "headline": "We are told otherwise"})
    (one,) = brief.resolve(brief.Brief(slides=(edited,)), load)
    assert one.edited and one.headline == "We are told otherwise"
    made = make.build(brief.Brief(slides=(edited,)), "html", load).decode()
    assert "headline by the author" in made and one.item.headline in made


def test_the_tray_keeps_order_words_and_choice(old):
    held = tray.Tray()
    held.open(old)
    a, b = held.ids
    held.move(b, -1)
    assert (
        [one.chart for one in held.brief.slides] == [CHARTS[1], CHARTS[0]] and held.ids == [b, a] and held.chosen == b
    )
    held.move(b, -1)
    assert held.ids == [b, a]
    held.change(a, note="Mine")
    assert held.slide(a).note == "Mine" and held.slide(b).note == ""
    held.chosen = a
    held.remove(a)
    assert held.ids == [b] and held.chosen == b and len(held.brief.slides) == 1
    held.remove(b)
    assert held.at is None and held.brief.slides == ()
