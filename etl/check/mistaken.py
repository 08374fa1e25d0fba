"""Lines that are another one under a wrong name: the other flow, or another partner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from etl.check.expected import History, Line, distance, held
from etl.tables import registry
from etl.tables.problems import Problem
from etl.tables.rows import Row

KNOWN = 3  # so many values known tell two lines apart
FITS = 0.3  # powers of ten, twofold: so near its own history is a line that was not mistaken
FEW = 10  # places: among more, one value lies near another place's by chance


def check(lines: Mapping[Line, list[Row]], known: History) -> list[Problem]:
    """Return the lines that fit another's history: of the other flow, then of another partner."""
    return [*_flows(lines, known), *_partners(lines, known)]


def _flows(lines: Mapping[Line, list[Row]], known: History) -> list[Problem]:
    """Return imports and exports that fit each other's history better than their own."""
    out = []
    for key, rows in lines.items():
        series, partner = key[0], key[2]
        other = _other_flow(series)
        if not other:
            continue
        own, else_ = distance(rows, known), distance([row._replace(series=other) for row in rows], known)
        near = 0.10 if len(rows) > 1 else 0.01  # one value alone is too easily near the other flow by chance
        if len(rows) == 1 and _in_its_place(lines, rows, (other, *key[1:]), known):
            continue
        if len(known.get((other, *key[1:]), {})) < min(KNOWN, len(rows)):
            continue  # of one year known nobody can tell the two flows apart
        if own is not None and else_ is not None and own > 0.10 and else_ < own / 3 and else_ < near:
            out.append(held("K-05", rows[0], f"{registry.place_name(partner)}: {len(rows)} values", key="sure:flow"))
    return out


def _other_flow(series: str) -> str:
    for one, other in (("exports", "imports"), ("imports", "exports")):
        if series.startswith(f"goods_{one}_"):
            return series.replace(one, other)
    return ""


def _partners(lines: Mapping[Line, list[Row]], known: History) -> list[Problem]:
    """Values that are another partner's: equal to it in the same months, and unlike the partner named."""
    places: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for series, reporter, partner, months in known:
        places[series, reporter, months].append(partner)
    out = []
    for (series, reporter, partner, months), rows in lines.items():
        own = distance(rows, known)
        if own is None or own < 0.12 or len(known[series, reporter, partner, months]) < min(KNOWN, len(rows)):
            continue
        others = [place for place in places[series, reporter, months] if place != partner]
        chance = min(1, FEW / len(others)) if others and len(rows) == 1 else 1
        likely = (place for place in others if _is_others(rows, place, own, known, chance))
        keys = ((place, (series, reporter, place, months)) for place in likely)
        other = next((place for place, key in keys if not _in_its_place(lines, rows, key, known)), None)
        if other is not None:
            own_name, its_name = registry.place_name(partner), registry.place_name(other)
            found = f"{len(rows)} values"
            out.append(held("K-03", rows[0], found, key=f"sure:{partner}", country=own_name, other=its_name))
    return out


def _in_its_place(lines: Mapping[Line, list[Row]], rows: list[Row], other: Line, known: History) -> bool:
    """Return whether the file gives the other line too: other values than `rows`, and nearer to its own history.

    Then `rows` were not mistaken for it: among two hundred places some lie near each other by chance.
    """
    beside, own = lines.get(other, []), rows[0]
    far = distance(beside, known) if beside else None
    if far is None or {row.value for row in rows} & {row.value for row in beside}:
        return False
    swapped = [row._replace(series=own.series, partner=own.partner) for row in beside]
    return far < FITS and far < (distance(swapped, known) or 0)


def _is_others(rows: list[Row], other: str, own: float, known: History, chance: float) -> bool:
    """Return whether rows are another partner's: equal to most of its values, or near its usual ones.

    `chance` below 1 says that a single value has a neighbour by chance among so many places: only an equal one counts.
    """
    line = known[rows[0].series, rows[0].reporter, other, rows[0].months]
    if len(line) < min(KNOWN, len(rows)):
        return False
    same = [row for row in rows if row.period in line and line[row.period].value > 0]
    fits = [row for row in same if abs(row.value / line[row.period].value - 1) < 0.02 * chance]
    if same and len(fits) >= len(same) * 0.8:
        return True
    if chance < 1:
        return False
    near = distance([row._replace(partner=other) for row in rows], known)
    return near is not None and near < 0.04 * chance and own > 0.3
