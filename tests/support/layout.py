"""What a reader cannot read in a finished picture, found on the boxes and traces that the layout engine leaves."""

from itertools import combinations

from dashboard.draw import Words, place, style
from dashboard.draw.svg_paper import Paper
from dashboard.export import picture
from dashboard.looks import pictures

SIZES = ("slide", "card", "card_phone")


def frame_of(item, size: str) -> style.Frame:
    """Return the frame in which an exhibit is shown at a size: a card is as high as the page makes it."""
    high = None if size == "slide" else pictures.height(item.plot, narrow=size == "card_phone")
    return style.frame(size, height=high)


def placed(item, size: str):
    """Return an exhibit's picture at a size with every text placed: a slide has its words inside, a card leaves them to the page."""
    return place(item.plot, words_of(item, size), frame_of(item, size))


def words_of(item, size: str) -> Words:
    """Return the words that stand inside an exhibit's picture: those of a slide, none of a card."""
    return picture.frame_words(item) if size == "slide" else Words()


def flaws(item, size: str) -> list[str]:
    """Return what is wrong with an exhibit's picture at a size: words outside, words over words, points cut, ends undated."""
    frame, sheet = frame_of(item, size), placed(item, size)
    out = of_boxes(sheet.boxes, frame)
    out += [f"{name}: a point is cut off" for name, box in _points(sheet, frame) if _outside(box, frame)]
    said = " ".join(box.words for box in sheet.boxes if "end" in box.role).split()
    for line in (mark for panel in item.plot.panels for mark in panel.marks if getattr(mark, "when", "")):
        if line.when.split()[-1] not in said:
            out.append(f"{line.name} ends {line.when}, and the picture does not say so")
    return out


def of_boxes(boxes, frame) -> list[str]:
    """Return which words leave a picture, and which lie over others."""
    out = [f"“{box.words}” leaves the picture" for box in boxes if _outside(box[:4], frame)]
    return out + [f"“{a.words}” lies over “{b.words}”" for a, b in combinations(boxes, 2) if a.meets(b, -0.5)]


def _outside(box, frame) -> bool:
    return box[0] < -0.5 or box[1] < -0.5 or box[2] > frame.width + 0.5 or box[3] > frame.height + 0.5


def _points(sheet, frame):
    """Yield each point drawn as (name, box in px)."""
    margin = {"l": sheet.left, "t": sheet.top, "r": frame.width - sheet.right, "b": frame.height - sheet.bottom}
    paper = Paper({"margin": margin, **sheet.axes}, frame.width, frame.height)
    for trace in sheet.traces:
        if trace.get("mode") != "markers":
            continue
        across, down, sizes = paper.axis(trace["xaxis"]), paper.axis(trace["yaxis"]), trace["marker"]["size"]
        for n, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
            if x is not None and y is not None:
                half = (sizes[n] if isinstance(sizes, list) else sizes) / 2
                yield trace.get("name", ""), (across(x) - half, down(y) - half, across(x) + half, down(y) + half)
