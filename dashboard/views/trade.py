"""Trade: China's trade with Russia beside the EU, the US and ASEAN."""

from dashboard import widgets

widgets.show_page("trade")
