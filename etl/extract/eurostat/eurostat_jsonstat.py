"""Eurostat Comext as JSON-stat 2.0: a sparse cube in which the last dimension runs fastest and a gap is no zero."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod
from typing import Any

from etl.extract.contract import Extracted, Recognised, remark
from etl.extract.eurostat import comext
from etl.extract.eurostat.comext import DIMENSIONS, SOURCE, Flags, Observation
from etl.extract.figures import Gathering
from etl.extract.headings import key
from etl.read import Document
from etl.tables.problems import problem

NEEDED = {*DIMENSIONS, "time"}


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if it is a Comext cube or an error of its service, else None."""
    if document.kind != "json":
        return None
    cube = document.data()
    if not isinstance(cube, dict):
        return None
    if isinstance(cube.get("error"), list) and cube["error"] and "label" in cube["error"][0]:
        return Recognised(SOURCE, "error message", 0.8, title=str(cube["error"][0]["label"]))
    names = {key(str(name)) for name in cube.get("id", ())} if isinstance(cube.get("id"), list) else set()
    if cube.get("class") != "dataset" or not names >= NEEDED:
        return None
    return comext.recognised("JSON-stat", _codes(cube), _dataset(cube), str(cube.get("updated", "")))


def _dataset(cube: Mapping[str, Any]) -> str:
    extension = cube.get("extension")
    found = extension.get("id", "") if isinstance(extension, Mapping) else ""
    return str(found or cube.get("label", ""))


def _categories(cube: Mapping[str, Any], name: str) -> list[str]:
    """Return the codes of a dimension in their order; the index is an object, a list, or left out for a single code."""
    category = cube["dimension"][name]["category"]
    index = category.get("index")
    if isinstance(index, dict):
        return sorted(index, key=lambda code: int(index[code]))
    return list(index if index is not None else category.get("label", {}))


def _codes(cube: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Give for every dimension each of its codes, for what all observations agree in."""
    names = [str(name) for name in cube["id"]]
    for name in names:
        for code in _categories(cube, name):
            yield {"time_period" if key(name) == "time" else key(name): code}


def _sound(cube: Mapping[str, Any]) -> bool:
    """Say whether sizes, codes and values fit each other."""
    names, sizes = [str(name) for name in cube["id"]], [int(size) for size in cube["size"]]
    values = cube.get("value", {})
    count = prod(sizes)
    fits = len(values) <= count if isinstance(values, list) else all(int(place) < count for place in values)
    return fits and [len(_categories(cube, name)) for name in names] == sizes


def _observations(cube: Mapping[str, Any]) -> list[Observation]:
    names, sizes = [str(name) for name in cube["id"]], [int(size) for size in cube["size"]]
    labels = [_categories(cube, name) for name in names]
    values = cube.get("value") or {}
    pairs = enumerate(values) if isinstance(values, list) else ((int(place), value) for place, value in values.items())
    found = []
    for place, value in sorted(pairs):
        rest, codes = place, {}
        for name, size, codes_of in reversed(list(zip(names, sizes, labels, strict=True))):
            rest, index = divmod(rest, size)
            codes["time_period" if key(name) == "time" else key(name)] = codes_of[index]
        text = "" if value is None else str(value)
        found.append(Observation(codes, text, Flags(_flag(cube.get("status"), place)), f"value[{place}]"))
    return found


def _flag(status: Any, place: int) -> str:
    """Return the flag of an observation: status is an object, a list or one flag for all."""
    if isinstance(status, dict):
        return str(status.get(str(place)) or "")
    return str((status[place] if isinstance(status, list) else status) or "")


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return rows in EUR and tonnes; a cube whose parts do not fit each other is refused."""
    gathering = Gathering("eurostat", document, answers)
    cube = document.data()
    if recognised.layout == "error message":
        kind = f"an error message of Eurostat ({recognised.title})"
        gathering.problems.append(problem("F-12", kind, kind=kind))
    elif not _sound(cube):
        gathering.problems.append(problem("F-08", "The sizes do not fit the values."))
    else:
        observations = _observations(cube)
        if not observations:
            gathering.problems.append(remark("no_data", what=recognised.detail["dataset"] or "the whole answer"))
        comext.read(gathering, observations, recognised.detail["dataset"])
    return gathering.done()
