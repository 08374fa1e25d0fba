"""Sources: where every figure comes from, how fresh it is, and what has changed."""

from dashboard import widgets_sources

widgets_sources.show_sources()
