"""The card of a chart: picks, picture, tabs and files."""
