"""`kyakhta add`: a file from the command line goes the same way as one dropped on the page."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

from etl import intake, registry
from etl.intake import Change, Headlines, Preview
from etl.problems import HOLD, REFUSE, Problem, problem
from etl.rows import plain

REFUSED, ASK = 1, 2


def add(arguments: argparse.Namespace) -> int:
    """Check, show, and on the person's word publish a file. Returns 0, 1 when refused, 2 when an answer is needed."""
    answers = _answers(arguments)
    data = _bytes(arguments.file)
    if isinstance(data, Problem):
        one = Preview(arguments.file.name, "", problems=(data,))
    else:
        one = intake.preview(arguments.data, data, arguments.file.name, answers, getattr(arguments, "headlines", None))
    code = REFUSED if one.refused else 0 if one.ready else ASK
    edition = ""
    if code == 0 and not arguments.dry_run and (arguments.yes or _agreed(one, arguments)):
        edition = publish(arguments.data, one, getpass.getuser(), arguments.note)
    if arguments.format == "json":
        print(json.dumps(as_record(one, edition), ensure_ascii=False, indent=1, default=str))
    else:
        _say(one, edition, arguments)
    return code


def publish(root: Path, one: Preview, by: str, note: str) -> str:
    """Put a preview in force, rebuild, and return the new edition. Raises StoreError in words."""
    from etl.build import build
    from etl.store import Store

    intake.accept(root, one, by=by, note=note)
    build(root)
    return Store(root).edition()


def _answers(arguments: argparse.Namespace) -> dict[str, str]:
    """Return the answers given on the command line. Raises UnknownName for one without a value."""
    answers = {}
    for text in arguments.set:
        key, equals, value = text.partition("=")
        if not equals:
            raise registry.UnknownName(f"“{text}” is not an answer; write key=value, for example flow=import.")
        answers[key] = value
    named = {"source": arguments.source, "published": arguments.published, "url": arguments.url, "note": arguments.note}
    return answers | {key: value for key, value in named.items() if value}


def _bytes(path: Path) -> bytes | Problem:
    """Return a regular file's bytes, read once; a link, a pipe, a device or nothing there is the problem F-10."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        return problem("F-10", error.strerror or "unreadable", where=path.name)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return problem("F-10", "not a regular file", where=path.name)
        return file.read()


def _agreed(one: Preview, arguments: argparse.Namespace) -> bool:
    """Ask the person at the terminal; without one nothing is published."""
    if arguments.format == "json" or not sys.stdin.isatty():
        return False
    print(_counts(one))
    return input("Publish? [y/N] ").strip().lower() in ("y", "yes")


def _counts(one: Preview) -> str:
    return f"{len(one.added)} figures added, {len(one.revised)} revised, {len(one.vanished)} gone."


def _say(one: Preview, edition: str, arguments: argparse.Namespace) -> None:
    """Print a preview in words."""
    if one.source:
        publisher = registry.get("sources", one.source)["publisher"]
        print(f"{one.name}: {publisher}, {one.recognised.get('layout', '')}, {len(one.rows)} figures.")
    for each in one.problems:
        where = each.where if len(each.where) < 200 else f"{each.where[:160].rsplit(',', 1)[0]} and further places"
        print(f"{each.code} {each.verdict}  {where}: {each.found}. {each.why} {each.do}".replace("..", "."))
        if each.verdict == HOLD:
            print(f"    answer with --set {each.key}={'|'.join(each.choices) or '…'}")
    for question in one.questions:
        print(f"{question.code} ?  {question.words} {question.evidence}\n    answer with --set {question.key}={'|'.join(question.options) or '…'}")
    if one.rows and not one.refused:
        print(_counts(one))
        for change in one.revised[:10]:
            print(f"    {' '.join(map(str, change.key))}: {plain(change.old.value)} → {plain(change.new.value)}")  # type: ignore[union-attr]
        for chart, before, after in one.headlines:
            print(f"    headline of {chart}: “{before}” → “{after}”")
        for claim, before, after in one.verdicts:
            print(f"    verdict on {claim}: {before} → {after}")
    print(f"Published. Edition {edition}." if edition else "Nothing has been changed.")


def as_record(one: Preview, edition: str = "") -> dict[str, Any]:
    """Return a preview as JSON-ready fields."""

    def change(each: Change) -> dict[str, Any]:
        series, reporter, partner, period, months = each.key
        return {
            "series": series, "reporter": reporter, "partner": partner, "period": period, "months": months,
            "old": plain(each.old.value) if each.old else None, "new": plain(each.new.value) if each.new else None,
            "where": each.new.citation if each.new else "",
        }  # fmt: skip

    return {
        "recognised": {"source": one.source, **one.recognised}, "rows": len(one.rows),
        "problems": [
            {"code": p.code, "verdict": p.verdict, "where": p.where, "found": p.found, "why": p.why, "do": p.do, "key": p.key, "choices": list(p.choices)}
            for p in one.problems
        ],
        "questions": [{"code": q.code, "key": q.key, "words": q.words, "evidence": q.evidence, "options": list(q.options)} for q in one.questions]
        + [{"code": p.code, "key": p.key, "words": f"{p.found} {p.do}", "evidence": p.where, "options": list(p.choices)} for p in one.held],
        "changes": {"added": [change(c) for c in one.added], "revised": [change(c) for c in one.revised], "vanished": [change(c) for c in one.vanished]},
        "impact": {
            "headlines": [{"chart": c, "before": b, "after": a} for c, b, a in one.headlines],
            "verdicts": [{"claim": c, "before": b, "after": a} for c, b, a in one.verdicts],
        },
        "edition": edition, "refused": any(p.verdict == REFUSE for p in one.problems),
    }  # fmt: skip
