"""Thirty ways in which somebody might try to learn of a file under embargo; each returns all that it got to see."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from dashboard.cli.main import main
from dashboard.exhibits import permalink
from dashboard.figures import served
from dashboard.server import feed, find, health, points
from etl.build.build import load
from etl.intake import drafts, intake, record
from etl.office import deciding, people, proposals
from etl.store import Journal, Store, StoreError
from tests.support.page_text import text
from tests.support.upload_files import april

NEXT = "2026-11-21+1"  # the edition that the file will make
PAGES = ("overview", "trade", "sources", "upload", "briefing", "methods", "ledger", "fossil", "proposals", "people")


def page(name: str, **params: str) -> Callable[[SimpleNamespace], str]:
    """Return the way that opens a page: its markup, and the words on its buttons and boxes."""

    def look(seen: SimpleNamespace) -> str:
        view = seen.opened(name, **{key: value.replace("CODE", seen.code) for key, value in params.items()})
        boxes = [one.label for kind in (view.button, view.text_input, view.selectbox, view.expander) for one in kind]
        return "\n".join([text(view), *boxes, *[one.value for one in view.caption]])

    return look


def command(*words: str) -> Callable[[SimpleNamespace], str]:
    """Return the way that runs a command which somebody with an account may run, on figures alone."""

    def run(seen: SimpleNamespace) -> str:
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = main([*words, "--data", str(seen.folder)])
        return f"{code}\n{out.getvalue()}"

    return run


def tried(step: Callable[[SimpleNamespace], object]) -> Callable[[SimpleNamespace], str]:
    """Return the way that tries a step: what came of it, or the words of the refusal."""

    def attempt(seen: SimpleNamespace) -> str:
        try:
            return repr(step(seen))
        except (StoreError, ValueError) as error:
            return str(error)

    return attempt


def handed_in(seen: SimpleNamespace) -> str:
    """Hand in the same file: what the preview says, and what then waits for oneself."""
    one = intake.preview(seen.folder, seen.secret, "mine.htm", {"published": "2026-05-09"})
    drafts.begin(seen.folder, seen.secret, "mine.htm", seen.actor.name, seen.actor.subject)
    waiting = [each.provenance["original_name"] for each in drafts.waiting(seen.folder, seen.actor.subject)]
    return json.dumps([record.of(one), waiting], default=str)


def put_aside(seen: SimpleNamespace) -> str:
    """Hand in the same file and put it aside: nothing of the other's may go."""
    kept = drafts.begin(seen.folder, seen.secret, "mine.htm", seen.actor.name, seen.actor.subject)
    drafts.put_aside(seen.folder, kept, seen.actor.name, seen.actor.subject)
    return repr(drafts.waiting(seen.folder, seen.actor.subject))


def same_layout(seen: SimpleNamespace) -> str:
    """Hand in a file of the same layout and another month: nothing may be remembered of the other's answers."""
    return json.dumps(record.of(intake.preview(seen.folder, april(russia=1.0), "other.htm")), default=str)


def shown(path: str) -> Callable[[SimpleNamespace], str]:
    """Return the way that asks the route of a chart's points, for each of its first rows."""

    def look(_seen: SimpleNamespace) -> str:
        return "".join(points.answer(path, "trade_by_partner", str(row)) for row in range(30))

    return look


def counts(_seen: SimpleNamespace) -> str:
    """Read the counts that machines collect, without those of this process."""
    told = {one.name: [sample.value for sample in one.samples] for one in health.Counts().collect()}
    return json.dumps(told)


WAYS: dict[str, Callable[[SimpleNamespace], str]] = {
    **{f"the page {name}": page(name) for name in PAGES},
    "the page of the proposal itself": page("proposals", p="CODE"),
    "mending it on Upload": page("upload", revise="CODE"),
    "a wrong address with its name": page("nowhere", asked="secret-bulletin"),
    "a page as known on a day past": page("trade", as_of="2026-05-10"),
    "a page of the edition to come": page("trade", v=NEXT),
    "the source's own line": page("sources", source="gacc_tables"),
    "find: the figure": lambda _: json.dumps(find.answer({"q": "21.437"})),
    "find: the file": lambda _: json.dumps(find.answer({"q": "secret-bulletin"})),
    "find: the month": lambda _: json.dumps(find.answer({"q": "Russia April 2026"})),
    "find: in the edition to come": lambda _: json.dumps(find.answer({"q": "Russia", "v": NEXT})),
    "the points of a chart": shown("/trade"),
    "the points of the edition to come": shown(f"/trade?v={NEXT.replace('+', '%2B')}"),
    "the table of a chart": command("table", "trade_by_partner"),
    "the table in the edition to come": command("table", "trade_by_partner", "--edition", NEXT),
    "the history": command("history", "--format", "json"),
    "what does not add up": command("check", "--format", "json"),
    "judging the figure as a claim": command("verify", "--format", "json"),
    "every row there is": lambda seen: repr(sorted(str(row) for row in load(seen.folder).reported)),
    "the edition and the link to it": lambda _: f"{served.newest()} {permalink.link('trade', {}, served.newest())}",
    "the feed": lambda _: feed.build("https://trade.example.org").decode(),
    "ready or not": lambda _: json.dumps(health.readiness()),
    "the counts for machines": counts,
    "what is in force": lambda seen: repr(Store(seen.folder).in_force()),
    "handing in the same file": handed_in,
    "putting the same file aside": put_aside,
    "a file of the same layout": same_layout,
    "the list of proposals": lambda seen: repr(proposals.seen(seen.folder, seen.actor)),
    "accepting it by its code": tried(lambda seen: deciding.approve(seen.folder, seen.actor, seen.code, "x" * 64, 0)),
    "remarking on it by its code": tried(lambda seen: deciding.comment(seen.folder, seen.actor, seen.code, "hello")),
    "lifting its time": tried(lambda seen: deciding.set_embargo(seen.folder, seen.actor, seen.code, "")),
    "giving oneself a role": tried(lambda seen: people.change(seen.folder, seen.actor, "grant", "id-eve", "reviewer")),
}


def journal_length(folder: Path) -> int:
    """Return how many steps about proposals were taken."""
    return len(Journal(folder, proposals.JOURNAL).records())
