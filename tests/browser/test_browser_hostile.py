"""A server under strain, and pages started wrongly, as a reader sees them."""

import pytest

pytestmark = pytest.mark.browser


def test_a_page_that_is_long_in_coming_says_so_and_the_words_go_when_it_stands(window):
    view = window()
    view.tab.route_web_socket("**/_stcore/stream", lambda _line: None)  # a server that takes the line and says nothing
    view.tab.goto(view.address + "/trade")
    told = view.tab.get_by_role("status").filter(has_text="many readers")
    told.wait_for()
    view.tab.unroute_all()
    other = window()
    other.open("/trade")
    other.tab.wait_for_timeout(3_500)
    assert other.tab.get_by_role("status").filter(has_text="many readers").count() == 0
