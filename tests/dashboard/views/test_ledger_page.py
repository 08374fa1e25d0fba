"""The ledger by consequence: what does not hold first, everything once, the long and the uncheckable folded."""

import re
from html import escape, unescape

from dashboard.exhibits import catalogue
from dashboard.figures import served
from dashboard.ledger import verdict_lists, verdict_words
from dashboard.looks import Request, look
from dashboard.views.ledger import groups
from etl.ledger.verdicts import REASONS
from tests.support.page_text import failures, text


def judged():
    return verdict_lists.verdicts(served.figures())


def ledger(view) -> str:
    """Return what the page wrote beside its style sheet."""
    return re.sub("<style>.*?</style>", "", text(view), flags=re.DOTALL)


def test_groups_hold_every_claim_once_and_begin_with_what_does_not_hold():
    found = verdict_lists.by_consequence(judged())
    assert list(found) == [name for name in ("not", "depends", "reproduces", "unchecked") if name in found]
    assert sorted(one.claim.id for members in found.values() for one in members) == sorted(
        one.claim.id for one in judged()
    )
    for name, members in found.items():
        assert {verdict_lists.group(one) for one in members} == {name}
        documents = [one.claim.document for one in members]
        assert len([d for d, before in zip(documents, ["", *documents], strict=False) if d != before]) == len(
            set(documents)
        ), "a document's claims stand together"
        for document in set(documents):
            dated = [one.answer is None for one in members if one.claim.document == document]
            assert dated == sorted(dated), "figures computed again come before what is only dated"


def test_the_page_says_first_what_does_not_reproduce_and_links_every_claim_once(opened):
    view = opened("ledger")
    said = ledger(view)
    count = verdict_lists.counts(judged())
    assert not failures(view) and f"<h1>{count.not_} of {count.all - count.unchecked} checkable figures do not" in said
    places = [said.index(f'id="ky-{name}"') for name in verdict_lists.by_consequence(judged())]
    assert places == sorted(places)
    links = re.findall(r'href="/ledger\?claim=([^"&]+)"', said)
    assert sorted(links) == sorted(one.claim.id for one in judged())
    assert not re.search(r"<section[^>]*id=\"ky-unchecked\"", said), "what cannot be checked is folded"
    assert f'<details class="ky-group" id="ky-unchecked"><summary><h2>{count.unchecked} cannot be checked' in said


def test_a_link_to_an_entry_says_verdict_and_quote(opened):
    said = ledger(opened("ledger"))
    links = re.findall(r'<a class="ky-claim"[^>]*>(.*?)</a>', said)
    told = {unescape(re.sub(r"<i.*?</i>|<[^>]+>", "", one)) for one in links}
    assert told == {f"{one.word}: “{one.claim.text}”" for one in judged()}


def test_reasons_are_counted_and_sum_to_what_cannot_be_checked(opened):
    said = ledger(opened("ledger"))
    found = re.findall(r'<details class="ky-reason"><summary><b>(\d+)</b> ([^<]+)</summary>', said)
    assert sum(int(number) for number, _ in found) == verdict_lists.counts(judged()).unchecked
    assert {unescape(why) for _, why in found} <= {*REASONS.values(), groups.LOOKS_AHEAD}
    numbers = [int(number) for number, _ in found]
    assert len(found) > 3 and numbers == sorted(numbers, reverse=True)


def test_a_group_that_is_all_there_is_stands_open(opened):
    said = ledger(opened("ledger", verdict="reproduces"))
    assert '<section class="ky-group" id="ky-reproduces">' in said and "ky-unchecked" not in said


def test_filters_that_leave_nothing_offer_everything_again(opened):
    view = opened("ledger", find="no such words")
    assert "No cited figure fits these choices." in ledger(view)
    view.button(key="ledger_all").click().run()
    assert not failures(view) and 'id="ky-not"' in ledger(view) and "find" not in view.query_params


def test_ranks_and_months_are_written_as_people_say_them():
    told = {verdict_words.claimed(one.claim) for one in judged()}
    assert {"rank 15", "Oct 2008"} <= told and not [one for one in told if re.search(r"\d{4}-\d{2}\b", one)]


def test_claims_on_a_chart_begin_with_those_that_do_not_hold():
    seen = 0
    for chart in catalogue.catalogue():
        card = look(Request.for_chart(chart, {}, served.newest(), None)).card
        shapes = [words[0] for _, words in card.claims]
        assert shapes == sorted(shapes, key="×●□".index), chart
        seen += len(set(shapes)) > 1
    assert seen > 3


def test_a_claim_on_a_chart_links_by_its_words_to_the_entry_of_that_day(opened):
    view = opened("trade", as_of="2023-01-31")
    (claim, said), *others = look(Request.for_chart("trade_by_partner", {}, served.newest(), "2023-01-31")).card.claims
    view.session_state["tab_trade_by_partner"] = f"Claims ({len(others) + 1})"
    view.run()
    assert f'<a href="/ledger?claim={claim}&amp;as_of=2023-01-31" target="_self">{escape(said)}</a>' in text(view)


def test_an_entry_tells_no_range_of_rounded_inputs_whose_ends_read_the_same(opened):
    (one,) = (each for each in judged() if each.claim.text == "and dwindled to 15 percent in 2011")
    assert one.answer and one.answer.low != one.answer.high, "they differ beyond what is printed"
    said = text(opened("ledger", claim=one.claim.id))
    assert "How it is computed" in said and "inputs allow" not in said
