"""The box: four languages lead to the same entries, the best first, each with the very figure that its page shows."""

import json
import random
from urllib.parse import parse_qsl, urlsplit

import pytest

from dashboard.exhibits import catalogue, evidence, permalink
from dashboard.exhibits.exhibit import exhibit
from dashboard.figures import words
from dashboard.find import evidence as found_evidence
from dashboard.find import figures, fold, names
from dashboard.find.index import KINDS, Entry, Index
from dashboard.ledger import verdict_lists
from dashboard.overview import provenance, state_of_play
from etl.tables import registry


@pytest.fixture(scope="module")
def everything(data):
    return [*figures.entries(data, None), *found_evidence.entries(data, None)]


@pytest.fixture(scope="module")
def index(everything):
    return Index(everything)


def found(index, question: str, label: str = "Figures") -> list[dict]:
    """Return what a question finds of one kind."""
    return [item for group in index.search(question) if group.label == label for item in group.items]


# Words ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Côte d’Ivoire", ["cote", "d", "ivoire"]),
        ("LNG进口 29,3 %", ["lng", "进口", "29.3"]),
        ("1,054 Mt", ["1054", "mt"]),
        ("ＬＮＧ", ["lng"]),
        ("Объём, Ещё", ["объем", "еще"]),
        ("S-400; 2025年", ["s", "400", "2025", "年"]),
        ("₂ ² ½", ["2", "2", "1", "2"]),
        ("<b>&\0", ["b"]),
        ("", []),
    ],
)
def test_words_are_compared_without_case_accents_and_width(text, told):
    assert list(fold.words(text)) == told


def test_words_that_say_nothing_go_when_others_remain():
    assert fold.asked("Crude from Russia, 2025") == ["crude", "russia", "2025"]
    assert fold.asked("in") == ["in"]


# Answers -------------------------------------------------------------------------------------------------------------

CRUDE = "Imports of crude oil, volume: China from Russia"


@pytest.mark.parametrize(
    "question",
    ["crude russia", "Crude from Russia", "CRUDE rus", "俄罗斯原油", "中国从俄罗斯进口原油", "нефть из России",
     "сырая нефть Россия", "ruwe olie Rusland", "crudde russia", "crude oil rusia", "2709 russia"],
)  # fmt: skip
def test_crude_from_russia_is_the_first_figure_in_every_language(index, data, question):
    first = found(index, question)[0]
    drawn = exhibit("crude_volume", data).table
    newest = drawn.loc[drawn["period"].idxmax()]
    figure = evidence.figure(newest)
    assert first["title"] == CRUDE
    assert first["answer"].startswith(f"{newest['period']}: {figure} Mt")
    assert figure in exhibit("crude_volume", data).headline
    assert "China Customs" in first["note"] and words.day(newest["vintage"]) in first["note"]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("管道天然气 俄罗斯", "Pipeline gas deliveries: China from Russia"),
        ("товарооборот Россия", "Total trade"),
        ("steenkool Rusland", "Imports of coal, volume: China from Russia"),
        ("уголь", "Imports of coal, volume: China from Russia"),
        ("wapenleveringen", "Deliveries of major arms: Russia to China"),
        ("印度尼西亚 液化天然气", "Imports of liquefied natural gas, volume: China from Indonesia"),
        ("cote divoire", "Côte d'Ivoire"),
    ],
)
def test_products_and_places_are_found_by_their_names_elsewhere(index, question, title):
    told = [item["title"] for item in found(index, question)]
    assert told and (title in told[0] or any(title in each for each in told[:3]))


def test_a_year_in_the_question_is_answered_with_its_own_figure_day_and_address(index, data):
    drawn = exhibit("crude_volume", data).table.set_index("period")
    first = found(index, "crude russia 2022")[0]
    assert first["answer"] == f"2022: {evidence.figure(drawn.loc['2022'])} Mt"
    assert words.day(drawn.loc["2022", "vintage"]) in first["note"]


def test_every_figure_with_an_address_is_drawn_there_with_the_same_value(everything, data):
    """Opened as a reader opens it: the address gives the chart and its picks, the chart the value, the same words result."""
    chosen = random.Random(13).sample([one for one in everything if one.kind == "figure" and not one.order[0]], 40)
    for one in chosen:
        parts = urlsplit(one.link)
        page = parts.path.strip("/") or permalink.FIRST_PAGE
        state = permalink.read(dict(parse_qsl(parts.query)), page)
        assert not state.problems
        chart = state.chart or permalink.charts(page)[0]
        table = exhibit(chart, data, state.picks[chart]).table
        told = one.answer.split("; ")[0]
        there = table[[figures._title(r.series, r.reporter, r.partner) == one.title for r in table.itertuples()]]
        said = {figures._told((row["period"], int(row["months"])), row) for row in there.to_dict("records")}
        assert told in said, (one.title, told, one.link)


def test_months_after_what_is_drawn_are_those_that_the_overview_speaks_of(index, data):
    under = state_of_play.state(data).finding[1]
    told = next(
        item for item in found(index, "total trade russia 贸易") if item["title"] == "Total trade: China with Russia"
    )
    newest = told["answer"].split("; ")[1]
    assert newest.split(": ")[1] in under
    assert f"no chart draws {newest.split(': ')[0]}" in told["note"]


def test_what_no_chart_draws_is_said_and_leads_to_its_source(index):
    told = found(index, "goods exports in yuan germany")[0]
    assert told["title"] == "Goods exports, in yuan: China to Germany"
    assert told["note"].endswith("no chart draws it") and told["link"].startswith("/sources?source=gacc")


# Every kind ----------------------------------------------------------------------------------------------------------


def test_every_claim_source_event_chart_and_page_is_found_by_its_own_words(index, data):
    for one in verdict_lists.verdicts(data):
        assert any(
            item["link"].endswith(f"claim={one.claim.id}") for item in found(index, one.claim.id, "Cited figures")
        )
    for source in provenance.sources(data):
        links = [item["link"] for item in found(index, f"{source.publisher} {source.title}", "Sources")]
        assert f"/sources?source={source.id}" in links
    for line in registry.lines("events"):
        assert line["what"] in [item["title"] for item in found(index, line["what"], "Events")]
    for page, line in ((page, line) for page, line in catalogue.pages().items() if line["menu"]):
        links = [item["link"] for item in found(index, line["menu"], "Charts and pages")]
        assert permalink.path(page) in links
    for chart, line in catalogue.catalogue().items():
        links = [item["link"] for item in found(index, line["title"], "Charts and pages")]
        assert permalink.address(chart) in links, chart


def test_a_view_opens_with_its_picks(index, data):
    told = next(item for item in found(index, "trade ratio", "Charts and pages") if item["link"] == "/trade?view=ratio")
    assert told["answer"] == exhibit("trade_by_partner", data, {"view": "ratio"}).headline


def test_figures_of_a_past_day_are_those_known_then_and_links_keep_the_day(known):
    then = known("2023-01-31")
    index = Index([*figures.entries(then, None), *found_evidence.entries(then, None)])
    first = found(index, "crude russia")[0]
    assert first["answer"].startswith("2022: ") and "as_of=2023-01-31" in first["link"]
    events = {item["title"] for item in found(index, "target year carbon neutrality", "Events")}
    assert not events and not found(index, "bank sanctions", "Events")


def test_links_of_a_pinned_edition_keep_it(data):
    links = [one.link for one in found_evidence.entries(data, data.edition)]
    assert len(links) > 250 and all("v=2026-12-01%2B0" in link for link in links)


def test_words_are_kept_for_codes_that_there_are():
    series = {line[column] for line in registry.lines("series") for column in names.SPOKEN}
    families = {part for line in registry.lines("sources") for part in (line["family"], line["family"].split("_")[0])}
    kinds = {line["kind"] for line in registry.lines("events")}
    kept = {line["means"] for line in catalogue.table("find_words")}
    assert kept and kept <= series | families | kinds


# Order ---------------------------------------------------------------------------------------------------------------


def small(*titles: str, kind: str = "figure") -> Index:
    return Index(Entry(kind, title, "", "", f"/{n}", order=(n,)) for n, title in enumerate(titles))


def test_whole_words_come_before_beginnings_and_those_before_parts_and_slips():
    index = small("recoal", "coalition", "coal")
    assert [item["title"] for item in found(index, "coal")] == ["coal", "coalition", "recoal"]
    assert [item["title"] for item in found(small("Germany"), "germny")] == ["Germany"]
    assert found(small("Germany"), "grmny") == []


@pytest.mark.parametrize("slip", ["rusia", "russsia", "rassia", "urssia", "russa"])
def test_one_letter_may_be_wrong_left_out_added_or_swapped(slip):
    assert [item["title"] for item in found(small("Prussian", "Russia"), slip)][-1:] == ["Russia"]


def test_every_word_must_fit_and_kinds_stand_together():
    both = [Entry("claim", "crude 2022", "", "", "/a"), Entry("figure", "crude oil", "", "", "/b"),
            Entry("source", "crudely", "", "", "/c")]  # fmt: skip
    groups = Index(both).search("crude")
    assert [group.label for group in groups] == ["Figures", "Cited figures", "Sources"]
    assert [group.label for group in Index(both).search("crude 2022")] == ["Cited figures"]
    assert Index(both).search("crude gas") == []


def test_a_kind_that_fits_better_comes_first():
    both = [Entry("source", "sipri", "", "", "/a"), Entry("figure", "sipriani", "", "", "/b")]
    assert [group.label for group in Index(both).search("sipri")] == ["Sources", "Figures"]


def test_chinese_is_found_inside_longer_words_and_cut_where_blanks_would_stand():
    index = small("俄罗斯联邦 原油进口")
    assert found(index, "罗斯") and found(index, "俄罗斯的原油") and found(index, "原油俄罗斯")
    assert not found(index, "俄罗斯煤")


HOSTILE = ["", " ", "'", '"', "\\", "%", "*", "' OR 1=1 --", "<script>alert(1)</script>", "\0", "\n\n", "(" * 90, "a" * 10_000,
           "\ud800", "🇷🇺", "\u202e", "的" * 200, ".*", "[^a]", "NEAR(a b)", "१२३", "ﷺ"]  # fmt: skip


@pytest.mark.parametrize("question", HOSTILE)
def test_whatever_is_typed_gives_groups_of_text(index, question):
    groups = index.search(question)
    assert json.loads(json.dumps([group._asdict() for group in groups])) is not None
    for group in groups:
        assert group.total >= len(group.items) > 0


def test_markup_in_an_entry_stays_text():
    told = found(small("<img src=x onerror=alert(1)> coal"), "coal")[0]
    assert told["title"] == "<img src=x onerror=alert(1)> coal"


def test_a_hundred_thousand_entries_are_searched_alike():
    chance = random.Random(41)
    places, goods = (
        [names.place_words(p) for p in registry.table("places")],
        ["原油 crude", "уголь coal", "aardgas gas"],
    )
    entries = [
        Entry(
            "figure",
            f"HS {n:06d} {chance.choice(goods)}",
            "2025: 1 Mt",
            "",
            f"/{n}",
            (chance.choice(places),),
            (n % 7, n),
        )
        for n in range(100_000)
    ]
    index = Index(
        [*entries, Entry("figure", "HS 999999 永磁体", "2025: 2 t", "", "/there", ("магниты magneten 俄罗斯",), (9, 0))]
    )
    assert len(index) == 100_001
    for question in ("永磁体", "магнит", "magneten 俄罗斯", "999999", "HS 9999"):
        assert "/there" in [item["link"] for item in found(index, question)], question
    (group,) = index.search("c")
    assert group.total > 30_000 and len(group.items) == KINDS["figure"][1]
