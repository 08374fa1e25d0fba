"""What a reader sees of one chart: a `Request` (chart, picks, edition, day) and the `Look` that answers it.

Pages, exports and briefs ask here once and only read the answer. May import figures, exhibits, charts, draw and ledger.
"""

from dashboard.looks.look import Look, forget, look
from dashboard.looks.request import Request

__all__ = ["Look", "Request", "forget", "look", "pictures", "readout", "since", "warming"]
