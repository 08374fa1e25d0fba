"""A link shows for ever what it showed: 200 sampled links, opened again after each of ten later decisions."""

import hashlib
import io
import json
import random
from urllib.parse import parse_qsl, urlsplit

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from dashboard.cli import main
from dashboard.exhibits import catalogue, model, permalink
from dashboard.exhibits import exhibit as exhibits
from dashboard.export import brief, brief_file, make, picture
from dashboard.export.pptx import slides
from dashboard.figures import query
from etl.store import Store
from tests.support import later

pytestmark = pytest.mark.slow

LINKS = 200
WHOLE = (10,)  # after all of them, the newer base among them
CHARTS = list(catalogue.catalogue())
DAY = "2024-06-30"  # of every ninth link


def sampled(pick, dice):
    """A value of one pick, or "" to leave it as usual."""
    if pick.name == "first":
        return str(dice.randint(2012, 2019)) if dice.random() < 0.4 else ""
    if pick.kind == "many":
        return ",".join(value for value, _ in pick.options if dice.random() < 0.6) if dice.random() < 0.3 else ""
    return dice.choice(pick.options)[0] if pick.kind == "choice" and dice.random() < 0.4 else ""


def wishes():
    """Chart, picks and day of each sampled link, the same on every run; every chart has its share."""
    dice = random.Random(7)
    for number in range(LINKS):
        chart = CHARTS[number % len(CHARTS)]
        chosen = {pick.name: sampled(pick, dice) for pick in catalogue.module(chart).PICKS}
        yield chart, {name: value for name, value in chosen.items() if value}, DAY if number % 9 == 0 else None


def shown(folder, address):
    """What a reader sees at an address: the exhibit, or the words in its place. Read as the page reads it."""
    parts = urlsplit(address)
    page = parts.path.strip("/") or permalink.FIRST_PAGE
    state = permalink.read(dict(parse_qsl(parts.query)), page)
    assert not state.problems, (address, state.problems)
    chart = state.chart or permalink.charts(page)[0]
    try:
        return exhibits.exhibit(chart, query.load(folder, state.edition, state.as_of), state.picks[chart])
    except model.NothingToShow as reason:
        return str(reason)


def seen(item):
    """Hashes of everything drawn and of exactly what the renderer is given; words have only themselves."""
    if isinstance(item, str):
        return item, ""
    drawn = json.dumps(picture.lay_out(item)[0], sort_keys=True, default=str)
    return brief.fingerprint(item), hashlib.sha256(drawn.encode()).hexdigest()


def svg(item):
    return item.encode() if isinstance(item, str) else picture.render_picture(item, "svg")


@pytest.fixture(scope="module")
def recorded(folders):
    """Address, hashes and SVG of each link, taken before anything later was known."""
    edition = Store(folders[0]).edition()
    out = []
    for chart, chosen, day in wishes():
        address = permalink.address(chart, chosen, edition, day)
        item = shown(folders[0], address)
        if not isinstance(item, str):
            assert picture.link(item) == address and item.id == chart and item.as_of == day
        out.append((address, seen(item), svg(item)))
    return out


def test_the_links_are_many_and_differ(recorded):
    assert len(recorded) == LINKS
    assert len({address for address, _, _ in recorded}) > 140
    assert sum(drawn != "" for _, (_, drawn), _ in recorded) > 180, "nearly all have a picture"


def test_the_later_editions_are_ten_and_draw_something_else(folders):
    names = [Store(folder).edition() for folder in folders]
    assert len(set(names)) == later.LATER + 1 and len({name.partition("+")[0] for name in names}) == 2
    drawn = [
        tuple(brief.fingerprint(exhibits.exhibit(chart, query.load(folder, name))) for chart in ("trade_by_partner", "crude_volume"))
        for folder, name in zip(folders, names, strict=True)
    ]  # fmt: skip
    assert len(set(drawn)) >= 7 and all(one != drawn[0] for one in drawn[5:])
    said = [one for folder, name in zip(folders, names, strict=True) for one in query.load(folder, name).problems]
    assert not [one for one in said if not one.startswith("correction ")], "every later file was read"


@pytest.mark.parametrize("head", range(1, later.LATER + 1))
def test_every_link_shows_the_same_figures_after_this_many_later_decisions(head, folders, recorded):
    """All 200 after the last decision, a tenth at each of the others; the SVG of every link once."""
    for number, (address, hashes, drawn) in enumerate(recorded):
        if head not in WHOLE and number % later.LATER != head - 1:
            continue
        item = shown(folders[head], address)
        assert seen(item) == hashes, address
        if number % later.LATER == head - 1:
            assert svg(item) == drawn, address


def test_a_figure_that_moves_is_noticed(folders, recorded):
    """The comparison can fail: read with the newest figures, many links draw something else."""
    newest = Store(folders[-1]).edition()
    moved = 0
    for address, hashes, _ in recorded[: len(CHARTS)]:
        old = shown(folders[0], address)
        if isinstance(old, str):
            continue
        moved += seen(shown(folders[-1], permalink.address(old.id, old.picks, newest, old.as_of)))[0] != hashes[0]
    assert moved >= 3


@pytest.fixture(scope="module")
def kept(folders):
    """A brief of every chart as it was saved before the ten decisions, and the deck made of it then."""
    data = query.load(folders[0], Store(folders[0]).edition())
    made = brief.Brief("Saved early", slides=tuple(brief.pin_slide(exhibits.exhibit(chart, data)) for chart in CHARTS))
    then = make.build(made, "pptx", lambda edition, day: query.load(folders[0], edition, day))
    return brief_file.to_json(made), then


def workbooks(deck):
    """Every number in the workbooks of a deck's native charts, in order."""
    for slide in Presentation(io.BytesIO(deck)).slides:
        for shape in slide.shapes:
            if shape.has_chart:
                book = load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
                yield [value for line in book.worksheets[0].values for value in line]


def test_a_brief_saved_ten_editions_ago_rebuilds_with_identical_numbers(folders, kept):
    text, then = kept
    again = brief_file.from_json(text)
    each = brief.resolve(again, lambda edition, day: query.load(folders[-1], edition, day))
    assert len(each) == len(CHARTS) and brief.changed_slides(each) == []
    now = slides.deck(again.title, each)
    assert list(workbooks(now)) == list(workbooks(then)) and len(list(workbooks(now))) > 20
    assert now == then, "to the last byte"


def test_the_command_rebuilds_it_too_and_says_what_has_moved(folders, kept, tmp_path, capsys):
    file, out = tmp_path / "brief.json", tmp_path / "deck.pptx"
    file.write_text(kept[0], encoding="utf-8")
    assert main.main(["brief", str(file), "--out", str(out), "--data", str(folders[-1])]) == 0
    assert out.read_bytes() == kept[1]
    said = capsys.readouterr().err
    assert "has newer data" in said and "values differ" in said
