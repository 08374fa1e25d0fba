"""Exports beside plain Kaleido called once per figure: a deck of ten exhibits, the first picture of a session, the next ones.

`python -m bench.export` runs this part alone; `make bench` ends with it.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.browser.server import ROOT, chrome

COUNT = 10  # exhibits of the deck
ROUNDS = 3
PATIENCE = 600  # seconds for the yardstick


class Result(NamedTuple):
    """One measured value against its bar: the value may be as large as the bar, or must be as large with `at_least`."""

    what: str
    value: float
    bar: float
    unit: str
    note: str = ""
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """True where the bar is met."""
        return self.value >= self.bar if self.at_least else self.value <= self.bar


def charts() -> list[str]:
    """Return the charts of the deck: the first of charts.csv, as many as a deck has."""
    from dashboard.exhibits import catalogue

    return list(catalogue.catalogue())[:COUNT]


def figures() -> list[dict]:
    """Return the same ten pictures as plain Plotly figures, for the yardstick."""
    from dashboard.exhibits.exhibit import exhibit
    from dashboard.export import picture
    from dashboard.figures import served

    return [picture.lay_out(exhibit(chart, served.figures()))[0] for chart in charts()]


def ours(folder: Path) -> float:
    """Return the median seconds of `kyakhta brief` for a deck: a new process, the figures read, ten native charts written."""
    command = [str(Path(sys.executable).with_name("kyakhta")), "brief", "--charts", ",".join(charts())]
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        subprocess.run([*command, "--out", str(folder / "ours.pptx")], check=True, capture_output=True, cwd=ROOT)  # noqa: S603
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def theirs(folder: Path) -> tuple[float, list[float]]:
    """Return the seconds of the yardstick's deck, as a new process too, and those of each of its pictures."""
    (folder / "figures.json").write_text(json.dumps(figures()))
    command = [sys.executable, "-m", "bench.kaleido", str(folder / "figures.json"), str(folder / "theirs.pptx")]
    begun = time.perf_counter()
    told = subprocess.run(  # noqa: S603
        command, check=True, capture_output=True, text=True, cwd=ROOT, timeout=PATIENCE,
        env=os.environ | {"BROWSER_PATH": chrome()},
    )  # fmt: skip
    return time.perf_counter() - begun, json.loads(told.stdout.splitlines()[-1])


def pictures() -> tuple[float, list[float]]:
    """Return the seconds of the first PNG of each round and of each further one."""
    from dashboard.export import formats
    from dashboard.figures import served
    from dashboard.looks import Request, look

    items = [look(Request.for_chart(chart, {}, served.newest())).exhibit for chart in charts()]
    first, rest = [], []
    for _ in range(ROUNDS):
        for number, item in enumerate(items):
            begun = time.perf_counter()
            formats.made(item, "png")
            (rest if number else first).append(time.perf_counter() - begun)
    return statistics.median(first), rest


def measured() -> list[Result]:
    """Return every result of this part."""
    with tempfile.TemporaryDirectory() as folder:
        mine = ours(Path(folder))
        plain, each = theirs(Path(folder))
    first, rest = pictures()
    middle, kaleido = statistics.median(rest), statistics.median(each)
    return [
        Result(
            "deck of 10, Kaleido's time ÷ ours", plain / mine, 5, "×", f"{mine:.1f} of {plain:.1f} s", at_least=True
        ),
        Result("deck of 10 exhibits", mine, 15, "s"),
        Result("first PNG of a session", first, 4, "s"),
        Result(
            "each further PNG, median", middle, 0.5, "s", f"Kaleido {kaleido:.2f} s, {kaleido / middle:.1f} × as long"
        ),
        Result("slowest further PNG", max(rest), 1.0, "s"),
    ]


def report() -> bool:
    """Measure, print every result, and return whether all bars hold."""
    results = measured()
    for one in results:
        bar = f"bar {'≥ ' if one.at_least else ''}{one.bar:g}"
        print(
            f"{one.what:46} {one.value:8.3f} {one.unit:6} {bar}  {'holds' if one.holds else 'MISSED'}  {one.note}",
            flush=True,
        )
    return all(one.holds for one in results)


if __name__ == "__main__":
    sys.exit(0 if report() else 1)
