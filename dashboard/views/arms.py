"""Arms: what China buys from Russia, and joint exercises."""

from dashboard import widgets

widgets.show_page("arms")
