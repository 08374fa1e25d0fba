"""Gas: how much, by which route, against what was announced."""

from dashboard import widgets

widgets.show_page("gas")
