"""Check a draft on the page of cited figures: found, judged, corrected by hand, given back; what cannot be read in words."""

import pytest

from dashboard.views.ledger.prose import KEPT
from tests.support.page_text import failures, text

PAGE = (
    "In 2022 trade between China and Russia grew by 29.3 percent. In 2022 China's imports from Russia were $141.1 billion. "
    "China's coal imports from Russia rose 20 percent in 2022."
)


@pytest.fixture
def drafted(opened):
    """Return a function that opens the box, puts a text in and asks."""

    def run(words: str):
        view = opened("ledger")
        view.session_state["prose_lid"] = True
        view.run()
        view.text_area(key="prose_text").set_value(words)
        next(one for one in view.button if one.label == "Check the draft").click().run()
        return view

    return run


def test_each_figure_has_its_verdict_and_how_it_was_read(drafted):
    view = drafted(PAGE)
    said = text(view)
    assert not failures(view) and "<b>3 figures found.</b> 1 do not reproduce" in said
    assert "<mark>$141.1 billion</mark>" in said and "Whether by volume or by value is not said." in said
    assert "China’s imports from Russia, 2022: 141.1 USD bn" in said


def test_what_was_not_understood_is_judged_once_a_person_says_what_it_means(drafted):
    view = drafted(PAGE)
    view.selectbox(key=f"prose_figure_{view.session_state[KEPT].key}").set_value("figure 3").run()
    key = f"prose_{view.session_state[KEPT].key}_figure 3"
    for name, value in (("measure", "growth"), ("product", "coal"), ("basis", "volume"), ("flow", "import")):
        view.selectbox(key=f"{key}_{name}").set_value(value)
    view.text_input(key=f"{key}_period").set_value("twenty-two")
    next(one for one in view.button if one.label == "Check it so").click().run()
    assert "is not a period" in text(view) and not failures(view)
    view.text_input(key=f"{key}_period").set_value("2022")
    next(one for one in view.button if one.label == "Check it so").click().run()
    assert view.session_state[KEPT].judged["figure 3"].claim.product == "coal" and not failures(view)
    assert "0 were not understood" in text(view)


def test_a_figure_can_be_taken_out_of_the_list(drafted):
    view = drafted(PAGE)
    next(one for one in view.button if one.label == "Take it out").click().run()
    assert "figure 1" not in view.session_state[KEPT].judged and "Taken out of the list by hand." in text(view)


@pytest.mark.parametrize(("words", "says"), [
    ("", "There is no text yet"), ("Nothing counted here.", "No figure with a unit was found"),
    ("In 2022 trade of China with Russia rose 5 percent. " * 150, "more than 100 figures"),
    ("\ufffd rose 5 percent <b>in</b> 2022", "were not understood"),
])  # fmt: skip
def test_what_cannot_be_checked_is_said_in_words(drafted, words, says):
    view = drafted(words)
    assert says in text(view) and not failures(view) and "<b>in</b>" not in text(view)
