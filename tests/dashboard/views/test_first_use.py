"""A calm first use: the tour, the keys, badges that say what they mean, ready briefs, methods, a wrong address."""

import re
from html import escape, unescape
from pathlib import Path

import pytest

from dashboard.exhibits import badges, catalogue
from dashboard.exhibits.badges import Badge
from dashboard.export import ready
from dashboard.figures import served, splice
from dashboard.looks import Request, look
from dashboard.overview import provenance
from dashboard.server import front
from dashboard.views import orientation
from dashboard.views.card.card import badge
from dashboard.views.methods import rules
from etl.build import transform
from etl.ledger.claims import QUALIFIERS
from etl.ledger.verdicts import REASONS, VERDICTS
from etl.tables import registry
from tests.support import apart
from tests.support.page_text import failures, text

SCRIPT = Path(front.__file__).with_name("orientation.js").read_text(encoding="utf-8")


def body(view) -> str:
    return re.sub("<style>.*?</style>", "", text(view), flags=re.DOTALL)


# the tour and the keys


def test_the_tour_is_five_sentences_each_of_which_leads_to_a_page(opened):
    lines = catalogue.table("tour")
    assert len(lines) == 5 and {line["page"] for line in lines} <= set(catalogue.pages())
    said = body(opened("oil"))
    assert all(escape(line["words"]) in said for line in lines)


def test_every_key_of_the_list_is_one_that_the_script_knows_or_leaves_to_the_browser():
    for line in catalogue.table("shortcuts"):
        assert not line["does"] or re.search(rf"^    {line['does']}: \(\) =>", SCRIPT, re.MULTILINE), line
        assert f'data-key="{line["key"]}" data-does="{line["does"]}"' in orientation.markup()
    assert {"?", "t"} <= {line["key"] for line in catalogue.table("shortcuts")}


@pytest.mark.parametrize("name", ["overview", "ledger", "methods"])
def test_every_page_ends_with_its_edition_and_where_help_is(opened, name):
    said = body(opened(name))
    last = said[said.index("ky-last") :]
    assert served.newest() in last and "/methods" in last and 'data-does="keys"' in last and 'data-does="tour"' in last


# badges


def test_every_badge_that_is_shown_has_a_meaning():
    shown = [
        one
        for chart in catalogue.catalogue()
        for one in look(Request.for_chart(chart, {}, served.newest(), None)).card.badges
    ]
    shown += [one.state for one in provenance.sources(served.figures())]
    shown += [one for line in registry.lines("sources") for one in [provenance.state(line, "2020-12", "2026-12-01")]]
    assert len({one.words for one in shown}) > 8
    assert [one for one in shown if not badges.meaning(one)] == []


def test_a_badge_can_be_reached_by_keyboard_and_says_what_it_means_here_and_in_general():
    one = Badge("amber", "2 years old", "The figures of the headline end in Dec 2023.")
    made = badge(one)
    assert 'tabindex="0"' in made and one.help in made and escape(badges.meaning(one)) in made
    assert "tabindex" not in badge(Badge("amber", "Unheard of"))


# ready briefs


@pytest.mark.parametrize("one", ready.ready_briefs(), ids=lambda one: one.id)
def test_a_ready_brief_has_slides_that_each_say_something_else(one):
    made = one.brief(served.newest(), None)
    assert len(made.slides) == len(one.charts) >= 4
    assert len({slide.told for slide in made.slides}) == len(made.slides)
    assert all(slide.edition == served.newest() and slide.data for slide in made.slides)


def test_an_empty_brief_offers_three_and_opens_the_one_that_is_chosen(opened):
    view = opened("briefing")
    first = ready.ready_briefs()[1]
    said = body(view)
    assert not failures(view) and "No slides yet" in said and len(ready.ready_briefs()) == 3
    heads = [slide.told for slide in first.brief(served.newest(), None).slides]
    assert all(escape(head) in said for head in heads)
    view.button(key=f"ready_{first.id}").click().run()
    held = view.session_state["ky_tray"]
    assert not failures(view) and [slide.told for slide in held.brief.slides] == heads
    assert f"<h1>{first.title}</h1>" in body(view)


def test_on_a_day_without_figures_there_is_nothing_to_begin_with_and_it_is_said(opened):
    view = opened("briefing", as_of="1990-01-01")
    assert not failures(view) and "Nothing of it was known by this day." in body(view)
    assert not [one for one in view.button if one.key and one.key.startswith("ready_")]


# methods


def test_methods_has_every_rule_of_every_table(opened):
    said = unescape(body(opened("methods"))).casefold()
    wanted = [*transform.WORDS.values(), *QUALIFIERS.values(), *REASONS.values()]
    wanted += [word for _, word in VERDICTS.values()]
    wanted += [line["words"] for table in ("rules", "badges") for line in catalogue.table(table)]
    wanted += [line["definition"] for line in registry.lines("series")]
    wanted += [line["note"] for line in registry.lines("release_calendar")]
    assert [one for one in wanted if one.casefold().rstrip(".") not in said] == []
    listed = [rule for part in rules.parts() for rule in part.rules]
    problems = sum(
        part.name in ("plausibility", "held", "refused", "noted") and len(part.rules) for part in rules.parts()
    )
    assert problems == len(registry.lines("problems")) and len(listed) > 300
    assert not re.search(r"\{\w+\}", said), "what a file fills in stands as …"


def test_methods_keeps_publishers_apart_whose_names_have_commas():
    named = [words for part in rules.parts() for title, words in part.rules if title == "Press"]
    assert len(named) == 1 and "Bloomberg, from China Customs; " in named[0]


def test_numbers_in_the_words_of_methods_are_those_of_the_program():
    told = {line["part"]: line["words"] for line in catalogue.table("methods")}
    assert f"more than {splice.TORN:g}%" in told["joints"]
    means = {line["badge"]: line["words"] for line in catalogue.table("badges")}
    assert f"more than {badges.CLOSE:g}%" in means["disagree"]
    assert (badges.OLD, provenance.LATE) == (2, 2)
    assert "two years" in means["old"] and "twice" in means["late"] and "twice" in means["due"]


def test_methods_needs_no_figures(opened, figures, tmp_path):
    figures(tmp_path / "nothing")
    assert "Which figure is shown" in body(opened("methods"))


# a wrong address


@pytest.mark.parametrize(
    ("asked", "near"), [("trad", "trade"), ("ledgr", "ledger"), ("cited-figures", "ledger"), ("Gass", "gas"),
                        ("crude_share", "oil"), ("brief", "briefing"), ("sources/sipri", "sources")]
)  # fmt: skip
def test_the_nearest_page_to_a_wrong_address(asked, near, opened):
    assert catalogue.nearest(asked)[0] == near
    view = opened("nowhere", asked=asked)
    said = body(view)
    assert not failures(view) and f"There is no page “{asked}”" in said
    assert f'href="/{near}"' in said.partition("Did you mean")[2].partition("All other pages")[0]


def test_an_address_near_to_none_gets_all_pages_and_nothing_is_run(opened):
    said = body(opened("nowhere", asked="<b>zzz"))
    assert "&lt;b&gt;zzz" in said and "<b>zzz" not in said and "Did you mean" not in said
    assert all(
        f'href="{"/" if page == "overview" else "/" + page}"' in said
        for page, line in catalogue.pages().items()
        if line["menu"]
    )


@pytest.mark.parametrize(
    ("path", "to"),
    [("/trad", "/nowhere?asked=trad"), ("/a/b", "/nowhere?asked=a/b"), ("/ü?", "/nowhere?asked=%C3%BC%3F"),
     ("/trade", ""), ("/", ""), ("/overview", "/"), ("/nowhere", ""), ("/_stcore/health", ""), ("/static/js/x.js", ""), ("/media/x.png", "")],
)  # fmt: skip
def test_only_pages_that_are_not_there_are_led_back(path, to):
    assert front.lead_back(path, "text/html,*/*;q=0.8") == to
    assert front.lead_back(path, "*/*") == "", "a script or a file that is missing stays missing"


def test_the_server_answers_a_wrong_address_with_the_way_back():
    sent, passed = [], []

    async def behind(_scope, _receive, _send):
        passed.append(True)

    async def send(message):
        sent.append(message)

    def ask(path, kind="http"):
        scope = {"type": kind, "path": path, "headers": [(b"accept", b"text/html")]}
        apart.run(front.Signpost(behind)(scope, None, send))

    ask("/oill")
    assert sent[0]["status"] == 303 and dict(sent[0]["headers"])[b"location"] == b"/nowhere?asked=oill" and not passed
    ask("/oil")
    ask("/oill", "websocket")
    assert len(passed) == 2 and len(sent) == 2
