"""A view that cannot be read: the card says why, and a click shows the nearest one that can."""


def test_a_click_shows_the_nearest_view_and_the_address_follows(opened):
    page = opened("trade", frequency="M")
    assert not page.exception
    buttons = [one for one in page.button if one.label.startswith("Show ")]
    assert [one.label for one in buttons][-1] == "Show Frequency: Annual" and "Russia" in buttons[0].label
    buttons[-1].click().run()
    assert not page.exception and not [one for one in page.button if one.label.startswith("Show ")]
    assert page.selectbox(key="trade_by_partner.frequency").value == "A"
    assert page.query_params.get("frequency") is None


def test_a_view_that_can_be_read_offers_nothing(opened):
    page = opened("trade")
    assert not [one for one in page.button if one.label.startswith("Show ")]
