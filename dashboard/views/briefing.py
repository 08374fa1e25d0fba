"""Briefing: what to take into the meeting."""

from dashboard import widgets_briefing

widgets_briefing.show()
