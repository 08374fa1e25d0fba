"""Oil: Russia among China's crude suppliers, and at what price."""

from dashboard import widgets

widgets.show_page("oil")
