"""A preview as fields for a program: what `kyakhta add --format json` prints, and what the page compares."""

from __future__ import annotations

from typing import Any

from etl.intake.impact import Change
from etl.intake.intake import Preview
from etl.tables.rows import Row, plain

RECOGNISED = ("source", "layout", "encoding", "unit", "currency", "flow", "reporter", "period")
PROBLEM = ("code", "verdict", "where", "found", "why", "do")


def of(one: Preview, edition: str = "") -> dict[str, Any]:
    """Return a preview as JSON-ready fields: what was recognised, what is wrong or asked, what would change."""
    told = {"source": one.source, **one.recognised}
    held = [
        {"code": p.code, "key": p.key, "words": f"{p.found} {p.do}", "evidence": p.where, "options": list(p.choices)}
        | ({"table": [{"found": item, "suggested": meant} for item, meant in p.table]} if p.table else {})
        for p in one.held
    ]
    questions = [
        {"code": q.code, "key": q.key, "words": q.words, "evidence": q.evidence, "options": list(q.options)}
        for q in one.questions
    ]
    return {
        "recognised": {name: told.get(name, "") for name in RECOGNISED},
        "rows": len(one.rows),
        "uncompared": one.uncompared,
        "problems": [{name: getattr(each, name) for name in PROBLEM} for each in one.problems],
        "questions": questions + held,
        "changes": {kind: [_change(c) for c in getattr(one, kind)] for kind in ("added", "revised", "vanished")},
        "impact": {
            "headlines": [{"chart": c, "before": b, "after": a} for c, b, a in one.headlines],
            "verdicts": [{"claim": c, "before": b, "after": a} for c, b, a in one.verdicts],
        },
        "read_as": [_labelled(row, one) for row in one.rows],
        "edition": edition,
    }


def _labelled(row: Row, one: Preview) -> dict[str, Any]:
    """Return what every word of a row's labels was taken for."""
    labels = [label._asdict() for label in one.read_as.get(row.citation, ())]
    about = {"series": row.series, "reporter": row.reporter, "partner": row.partner, "period": row.period}
    return {"where": row.citation, **about, "months": row.months, "labels": labels}


def _change(change: Change) -> dict[str, Any]:
    series, reporter, partner, period, months = change.key
    return {
        "series": series, "reporter": reporter, "partner": partner, "period": period, "months": months,
        "old": plain(change.old.value) if change.old else None, "new": plain(change.new.value) if change.new else None,
        "where": change.new.citation if change.new else "",
    }  # fmt: skip
