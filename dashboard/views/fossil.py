"""Fossil fuels: what China buys from Russia, month by month."""

from dashboard import widgets

widgets.show_page("fossil")
