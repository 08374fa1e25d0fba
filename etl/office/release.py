"""What goes out: proposals that were accepted, at once or at their minute, by whichever server or reader comes first.

Before that nothing of them is in the log. Each goes out as two entries with keys of its own, so that several servers, or
one that was killed between the two, make the same two entries once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from etl.office import proposals
from etl.office.proposals import Proposal
from etl.store import Conflict, Entry, Forbidden, Store


def _utc_now() -> datetime:
    return datetime.now(UTC)


def due(root: Path, now: datetime) -> list[Proposal]:
    """Return the accepted proposals whose minute has come, those of the earliest first. Raises Damaged in words."""
    found = [one for one in proposals.book(root).values() if one.due(now)]
    return sorted(found, key=lambda one: (one.not_before, one.approval.at if one.approval else ""))


def release(root: Path, now: Callable[[], datetime] = _utc_now) -> list[Entry]:
    """Return the entries by which accepted proposals went out just now; [] when none was due. Raises StoreError in words.

    One on which somebody decided meanwhile stays behind, and reviewers see it again.
    """
    made: list[Entry] = []
    for one in due(root, now()):
        try:
            made += _out(root, one, now)
        except (Conflict, Forbidden):
            continue
    return made


def _out(root: Path, one: Proposal, now: Callable[[], datetime]) -> list[Entry]:
    """Return the two entries of one proposal, the author's and the reviewer's; judged again as each is written."""
    draft, approval = one.draft, one.approval
    if approval is None:
        return []
    store = Store(root, authorise=_still_due(root, one, now), now=now)
    kept = store.snapshot(proposals.drawer("proposed", one.subject), draft.snapshot)
    facts: dict[str, Any] = {"by": one.author, "note": draft.note, "published": draft.published, "url": draft.url}
    facts |= {"recognised": dict(draft.recognised), "answers": dict(draft.answers), "proposal": one.code}
    file = store.receive(draft.source, store.read(kept), draft.name, facts)
    first, second = one.keys
    answers = dict(draft.answers) | {"published": draft.published}
    return [
        store.accept(
            draft.source, file.snapshot, by=one.author, reason="routine revision", key=first, note=draft.note,
            answers=answers, head=approval.number,
        ),
        store.publish(draft.source, file.snapshot, by=approval.by, key=second),
    ]  # fmt: skip


def _still_due(root: Path, one: Proposal, now: Callable[[], datetime]) -> Callable[[str, str, str], str | None]:
    """Return what the store asks at the commit: whether the same draft is still accepted and its minute has come."""

    def why_not(_by: str, _kind: str, _source: str) -> str | None:
        as_it_is = proposals.book(root).get(one.code)
        same = as_it_is is not None and as_it_is.draft.seal == one.draft.seal and as_it_is.due(now())
        return None if same else "its proposal is not accepted, or its time has not come"

    return why_not
