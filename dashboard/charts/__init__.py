"""One module a chart, in a folder a subject: `table`, `headline`, `subtitle`, `calculation` and `draw`.

May import `exhibits`, `figures` and `etl`, not `draw`: a chart describes a plot, it places no pixel.
"""

__all__ = ["arms", "dependence", "energy", "mirror", "trade"]
