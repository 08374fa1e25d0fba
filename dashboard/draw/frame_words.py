"""The words around a plot: headline, subtitle, footer, and the mark of a past or unreviewed edition."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What a picture says outside its plot. Each line is plain text; the drawing wraps it to the frame."""

    headline: str = ""
    subtitle: str = ""
    source: str = ""  # "Source: China Customs, published 14 Jan 2026."
    calculation: str = ""  # "Calculation: …"; the first to be shortened, sentence by sentence from its end
    edition: str = ""  # "Edition 2026-11-21+41 · as known on 21 Nov 2026 · link /trade"
    marker: tuple[str, ...] = ()  # "As known on 31 Jan 2023", "Unreviewed upload": an amber frame with these words
    short_subtitle: str = ""  # on a phone; "" keeps `subtitle`
    short_source: str = ""  # on a phone, gaps included; "" keeps `source`
    short_edition: str = ""  # on a phone, without the link; "" keeps `edition`
