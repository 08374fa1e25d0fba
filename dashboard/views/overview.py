"""Overview: the state of play in half a minute."""

from dashboard import widgets_overview

widgets_overview.show_overview()
