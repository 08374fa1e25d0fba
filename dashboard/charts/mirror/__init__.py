"""Charts of both customs offices side by side, and of what was revised."""
