"""The page Briefing: the tray of a brief, its slides and files."""
