"""Both sides: what either customs office reports, and whether it matters."""

from dashboard import widgets

widgets.show_page("mirror")
