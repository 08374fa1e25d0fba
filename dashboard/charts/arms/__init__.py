"""Charts of arms transfers and joint exercises."""
