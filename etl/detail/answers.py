"""`kyakhta detail query`: the question that arguments ask, and its answer as text."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from etl.detail import goods, questions
from etl.detail.questions import Answer
from etl.detail.rows import Wanted
from etl.tables import registry


def printed(data: Path, arguments: argparse.Namespace) -> str:
    """Return the answer as CSV, what is said with it on the error stream; or all of it as JSON. Raises in words."""
    answer = asked(data, arguments)
    frame = answer.frame
    first, last = _years(arguments.years)
    frame = frame[(frame["year"] >= first) & (frame["year"] <= last)]
    files = [
        {"source": _shown(source), "file": f"{source}/{snapshot}", "published": day}
        for source, snapshot, day in answer.files
    ]
    if arguments.format == "json":
        rows = json.loads(
            frame.astype(object).where(frame.notna(), None).to_json(orient="records", default_handler=str)
        )
        told = {"currency": answer.currency, "rows": rows, "said": list(answer.said), "files": files}
        return f"{json.dumps(told, ensure_ascii=False, indent=1)}\n"
    for line in answer.said:
        print(f"note: {line}", file=sys.stderr)
    for file in files:
        print(f"source: {file['source']}, {file['file']}, published {file['published']}", file=sys.stderr)
    print(f"values in {answer.currency}", file=sys.stderr)
    return str(frame.to_csv(index=False, lineterminator="\n"))


def asked(data: Path, arguments: argparse.Namespace) -> Answer:
    """Return the answer to what the arguments ask. Raises NothingHeld, NotPrepared, UnknownName, StoreError."""
    wanted = Wanted(
        flow=arguments.flow, reporters=_listed(arguments.reporter), monthly=arguments.monthly, source=arguments.source,
        revision=arguments.revision, edition=arguments.edition, as_of=arguments.as_of, synthetic=arguments.synthetic,
    )  # fmt: skip
    codes = _listed(arguments.codes)
    if arguments.what == "partners":
        return questions.partners(data, wanted, codes)
    if arguments.what == "products":
        return questions.products(data, wanted, codes, arguments.digits)
    listed = goods.listed(arguments.list, arguments.as_of)
    if arguments.what == "priority":
        return questions.priority(data, wanted, listed, arguments.partner, common=arguments.common)
    return questions.third_countries(data, wanted, codes or tuple(listed.group))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _years(text: str) -> tuple[int, int]:
    """Return first and last year of a text like 2021..2023. Raises UnknownName in words."""
    first, _, last = (text or "0..9999").partition("..")
    if not (first.isdigit() and (last or first).isdigit()):
        raise registry.UnknownName(f"“{text}” are no years; write 2021..2023 or 2023.")
    return int(first), int(last or first)


def _shown(source: str) -> str:
    return registry.get("detail_sources", source)["shown"]
