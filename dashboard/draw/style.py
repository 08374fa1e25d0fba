"""Colours, sizes and frames of every picture: one colour a place, two themes, three text sizes.

Nothing here knows Plotly. `dashboard.draw` and `dashboard.export` read the same tables, so a slide, a page and a
picture of one exhibit agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from dashboard.draw.fonts import BOLD, REGULAR, SEMIBOLD, STACK

__all__ = ["BOLD", "COLOURS", "FRAMES", "REGULAR", "SEMIBOLD", "STACK", "Frame", "Sizes", "colour", "contrast", "frame",
           "mix", "sizes", "text_colour"]  # fmt: skip

LIGHT = {
    "background": "#FFFFFF", "headline": "#111827", "subtitle": "#374151", "text": "#5B6470",
    "grid": "#E1E4E8", "zero": "#374151", "tick": "#374151", "event": "#9AA1AB", "rail": "#9AA1AB",
    "window": "#EEF1F5", "area": "#E3E8EF", "claim": "#111827", "ink": "#111827", "note": "#5B6470", "hatch": "#B9BEC6",
    "amber": "#8A3F06", "amber_rule": "#D98A1F", "amber_fill": "#FDF1DF",
    "RUS": "#D1351B", "EU27": "#14316B", "EU28": "#14316B", "USA": "#767676", "ASEAN": "#8C5FBF",
    "second": "#14316B", "beside": "#0E7C66", "SAU": "#14316B", "CHN": "#14316B",
    "china_reported": "#14316B", "russia_reported": "#D1351B",
    "context": "#A9AFB8", "context_text": "#6B7280",
    "crude": "#3A2A1D", "products": "#A4611F", "coal": "#7F7F7F", "pipeline_gas": "#0B4F8A", "lng": "#3F93CC",
    "other": "#DADCE0", "other_line": "#B9BEC6",
    "RUS_tint": "#D9705E",
    "coal_text": "#6B6B6B", "lng_text": "#2477AE", "other_text": "#5B6470", "USA_text": "#707070",
    "RUS_tint_text": "#B43018", "products_text": "#8F541B", "window_text": "#374151", "hatch_text": "#5B6470",
}  # fmt: skip

DARK = {
    "background": "#111827", "headline": "#F9FAFB", "subtitle": "#D5D8DC", "text": "#A3ABB8",
    "grid": "#2A3446", "zero": "#9CA3AF", "tick": "#9CA3AF", "event": "#6B7484", "rail": "#6B7484",
    "window": "#1B2536", "area": "#263349", "claim": "#F9FAFB", "ink": "#F9FAFB", "note": "#A3ABB8", "hatch": "#4B5666",
    "amber": "#F6C987", "amber_rule": "#C98A2B", "amber_fill": "#3A2A12",
    "RUS": "#FF8A6B", "EU27": "#3D86FF", "EU28": "#3D86FF", "USA": "#D5D8DC", "ASEAN": "#E0B3FF",
    "second": "#3D86FF", "beside": "#4FC3A1", "SAU": "#3D86FF", "CHN": "#3D86FF",
    "china_reported": "#3D86FF", "russia_reported": "#FF8A6B",
    "context": "#6B7484", "context_text": "#A3ABB8",
    "crude": "#C08457", "products": "#F0BF87", "coal": "#9AA1AB", "pipeline_gas": "#3F87D6", "lng": "#9AD0F5",
    "other": "#2A3446", "other_line": "#566176",
    "RUS_tint": "#C7674E",
    "crude_text": "#D09A70", "pipeline_gas_text": "#62A0E6", "EU27_text": "#5C99FF", "EU28_text": "#5C99FF",
    "second_text": "#5C99FF", "SAU_text": "#5C99FF", "CHN_text": "#5C99FF", "china_reported_text": "#5C99FF",
    "other_text": "#A3ABB8", "RUS_tint_text": "#FF8A6B", "window_text": "#D5D8DC", "hatch_text": "#A3ABB8",
}  # fmt: skip

COLOURS = {"light": LIGHT, "dark": DARK}
_PLACE = re.compile(r"[A-Z][A-Z0-9]{1,7}")


def colour(key: str, theme: str = "light") -> str:
    """Return the hex colour of a key; a place without its own colour is context grey, `<key>_tint` its paler tint.

    Raises KeyError naming the key when it is neither a place code nor in the palette.
    """
    palette = COLOURS[theme]
    if key in palette:
        return palette[key]
    base, _, variant = key.rpartition("_")
    if variant == "tint" and base:
        return mix(colour(base, theme), palette["background"], 0.70)
    if variant == "pale" and base:
        return mix(colour(base, theme), palette["background"], 0.22)
    if _PLACE.fullmatch(key):
        return palette["context"]
    raise KeyError(f"style: no colour '{key}'. Use a place code, or one of {', '.join(sorted(LIGHT))}.")


@lru_cache(maxsize=512)
def text_colour(key: str, theme: str = "light") -> str:
    """Return the hex colour for words about `key`: its own where that has contrast 4.5, else a stronger shade."""
    palette = COLOURS[theme]
    if f"{key}_text" in palette:
        return palette[f"{key}_text"]
    shade = colour(key, theme)
    if shade == palette["context"]:
        return palette["context_text"]
    far = palette["headline"]
    for step in range(11):
        tried = mix(shade, far, 1 - step / 10)
        if contrast(tried, palette["background"]) >= 4.5:
            return tried
    return far


def mix(one: str, other: str, share: float) -> str:
    """Return the colour with `share` of `one` and the rest of `other`."""
    parts = (round(a * share + b * (1 - share)) for a, b in zip(_rgb(one), _rgb(other), strict=True))
    return "#{:02X}{:02X}{:02X}".format(*parts)


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two hex colours, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _rgb(hexed: str) -> tuple[int, int, int]:
    return int(hexed[1:3], 16), int(hexed[3:5], 16), int(hexed[5:7], 16)


def _luminance(hexed: str) -> float:
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _rgb(hexed)))
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@dataclass(frozen=True)
class Frame:
    """The picture to fill, in px as the reader sees them. A card has no words of its own; the page gives its width."""

    width: int
    height: int
    theme: str = "light"
    kind: str = "picture"  # picture: headline, subtitle and footer inside; card: the page shows them as text
    scale: float = 1.0  # pixels a px when exported as PNG: 2 for the phone

    @property
    def phone(self) -> bool:
        """True where the phone recipe holds instead of shrinking."""
        return self.width < (600 if self.kind == "picture" else 480)


FRAMES = {
    "slide": Frame(1600, 900),
    "half": Frame(1240, 840),
    "square": Frame(1080, 1080),
    "phone": Frame(390, 550, scale=2.0),
    "card": Frame(1174, 400, kind="card"),
    "card_half": Frame(660, 360, kind="card"),
    "card_phone": Frame(350, 330, kind="card"),
}


def frame(name: str, theme: str = "light", *, width: int | None = None, height: int | None = None) -> Frame:
    """Return a named frame or `<width>x<height>`, with another theme, width or height where given.

    Raises KeyError for an unknown name and ValueError for a size outside 200 to 4,000 px.
    """
    sized = re.fullmatch(r"(\d{2,5})[x×](\d{2,5})", name)
    if sized:
        base = Frame(int(sized[1]), int(sized[2]))
    elif name in FRAMES:
        base = FRAMES[name]
    else:
        raise KeyError(f"frame '{name}': known are {', '.join(FRAMES)}, or a size such as 1200x675.")
    made = replace(base, theme=theme, width=width or base.width, height=height or base.height)
    if not (200 <= made.width <= 4000 and 200 <= made.height <= 4000):
        raise ValueError(f"frame {made.width}x{made.height}: width and height must lie between 200 and 4,000 px.")
    return replace(made, scale=2.0) if sized and made.phone else made


@dataclass(frozen=True)
class Sizes:
    """Text sizes, strokes and distances of one frame, px."""

    headline: float = 46
    subtitle: float = 26
    label: float = 26
    text: float = 20
    accent: float = 6
    named: float = 4.5
    quiet: float = 3
    dot: float = 14
    quiet_dot: float = 10
    ring_dot: float = 13
    ring: float = 3
    claim: float = 27
    claim_ring: float = 2.6
    average: float = 5.5
    halo: float = 11
    grid: float = 1.5
    zero: float = 2.5
    thin: float = 1.6
    tick: float = 8
    away: float = 9  # a label from the line it speaks of
    end: float = 23  # from the last point to its label
    lead: float = 34
    side: float = 56  # outer margin, left and right
    upper: float = 44
    lower: float = 34
    air: float = 50  # from the subtitle to the plot
    data: float = 65  # from the text edge to the first point

    def at(self, k: float) -> Sizes:
        """Return every size times `k`, text not under 12 px and strokes not under the phone's."""
        floors = {"headline": 22, "subtitle": 14, "label": 14, "text": 12, "accent": 3, "named": 2.2, "quiet": 1.6,
                  "dot": 7, "quiet_dot": 5.5, "ring_dot": 7, "ring": 1.6, "claim": 15, "claim_ring": 1.5, "average": 3,
                  "halo": 6, "grid": 1, "zero": 1.3, "thin": 1, "tick": 5, "away": 5, "end": 10, "lead": 16, "side": 18,
                  "upper": 16, "lower": 12, "air": 14, "data": 20}  # fmt: skip
        return Sizes(**{name: max(round(getattr(self, name) * k, 2), least) for name, least in floors.items()})


PHONE = Sizes(headline=22, subtitle=14, label=14, text=12, accent=3.6, named=2.6, quiet=1.8, dot=8, quiet_dot=6,
              ring_dot=7.5, ring=1.6, claim=15, claim_ring=1.5, average=3, halo=6, grid=1, zero=1.3, thin=1, tick=5,
              away=6, end=11, lead=18, side=18, upper=16, lower=14, air=14, data=20)  # fmt: skip
CARD_SCALE = 0.66  # a card's text is read at the page's own size, whatever the card's width


@lru_cache(maxsize=64)
def sizes(shape: Frame) -> Sizes:
    """Return the sizes of a frame: 1,600 px is 1.0, a card has its own scale, below 600 px the phone's hold."""
    if shape.kind == "card":
        base = PHONE if shape.phone else Sizes().at(CARD_SCALE)
        return replace(base, side=2, upper=4, lower=4, air=4)
    if shape.phone:
        return PHONE
    return Sizes().at(shape.width / 1600)
