"""Overview: the state of play in half a minute."""

from dashboard import widgets

widgets.show_page("overview")
