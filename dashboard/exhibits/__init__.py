"""One exhibit: the picks, rows, headline, badges, link and evidence of a chart; `exhibit.exhibit` is the only door to it.

May import `figures` and `etl`. A chart is found by its row in `dashboard/tables/charts.csv`.
"""

__all__ = [
    "absence",
    "badges",
    "catalogue",
    "evidence",
    "exhibit",
    "model",
    "nearest",
    "permalink",
    "picks",
    "plot",
    "readable",
    "remarks",
    "revision",
    "runs",
    "tables",
]
