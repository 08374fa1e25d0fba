"""Dependence: who needs whom more."""

from dashboard import widgets

widgets.show_page("dependence")
