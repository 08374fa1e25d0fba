"""The `kyakhta` command: the reader's commands here, those on the data from `etl.cli.data`. Heavy libraries load when needed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from dashboard.cli import draft, export
from etl.cli import data as data_side
from etl.cli.changes import day

if TYPE_CHECKING:
    from dashboard.exhibits.model import Exhibit
    from etl.build.build import Dataset

DATA = Path(__file__).parents[2] / "data"


class Parser(argparse.ArgumentParser):
    """A parser whose mistakes are a sentence and exit code 1."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and how to see the help; exit 1."""
        self.exit(1, f"{self.prog}: {message}. See `{self.prog} --help`.\n")


def _parsed(argv: list[str] | None) -> argparse.Namespace:
    """Return the arguments; picks may stand anywhere among the options, where argparse takes them only together."""
    made = parser()
    arguments, rest = made.parse_known_args(argv)
    late = [text for text in rest if "=" in text and not text.startswith("-")] if hasattr(arguments, "picks") else []
    if len(late) < len(rest):
        made.error(f"unrecognized arguments: {' '.join(text for text in rest if text not in late)}")
    if late:
        arguments.picks = [*arguments.picks, *late]
    return arguments


def main(argv: list[str] | None = None) -> int:
    """Run one command; return 0, or 1 after a message in words (2 where an answer is needed)."""
    arguments = _parsed(argv)
    try:
        return int(arguments.run(arguments))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if not _for_people(error):
            raise
        print(f"kyakhta: {error}", file=sys.stderr)
        return 1


def _for_people(error: Exception) -> bool:
    """Return whether an error carries a sentence meant for the person at the keyboard."""
    from dashboard.exhibits.catalogue import UnknownChart
    from dashboard.exhibits.model import NothingToShow
    from dashboard.exhibits.picks import UnknownPick
    from dashboard.export.errors import RenderError
    from etl.store import StoreError
    from etl.tables.registry import UnknownName

    return isinstance(error, (NothingToShow, UnknownChart, UnknownPick, UnknownName, StoreError, RenderError, Refusal))


class Refusal(Exception):
    """A command cannot be done as asked; the message says what to do."""


def _shown_unsaid(folder: Path) -> data_side.Classes:
    """Return what charts would show not adding up without a word, for `kyakhta check`."""
    from dashboard.overview import unsaid

    return unsaid.check(folder)


def parser() -> Parser:
    """Return the whole command's parser."""
    top = Parser(prog="kyakhta", description="China–Russia trade: figures with their sources, charts, briefings.")
    common = argparse.ArgumentParser(add_help=False)
    default = os.environ.get("KYAKHTA_DATA")
    common.add_argument(
        "--data", type=data_side.data_folder, default=data_side.data_folder(default) if default else DATA, metavar="DIR",
        help="the data folder (default: data/ of the checkout, or KYAKHTA_DATA)",
    )  # fmt: skip
    commands: Any = top.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)
    add = data_side.command_adder(commands, common)
    _register_servers(add)
    add("charts", charts, "list chart ids and titles", "kyakhta charts")
    table = add(
        "table",
        print_table,
        "print the figures of a chart",
        "kyakhta table trade_by_partner flow=total first=2022 last=2022",
    )
    _chart(table)
    table.add_argument("--format", choices=("csv", "json"), default="csv")
    export.register(add, _chart, _exhibit)
    draft.register(add)
    data_side.register(commands, common, _shown_unsaid)
    for name in ("add", "fetch"):
        commands.choices[name].set_defaults(headlines=_headlines)
    return top


def _register_servers(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the two commands that open the dashboard: for this machine, and for readers elsewhere."""
    run = add("run", serve, "open the dashboard", "kyakhta run --port 8601 --no-browser")
    run.add_argument("--port", type=int, default=8501)
    run.add_argument("--no-browser", action="store_true", help="do not open a browser")
    others = add(
        "serve", serve_to_others, "serve the dashboard to readers elsewhere",
        "kyakhta serve --url https://trade.example.org --trust-proxy 127.0.0.1",
    )  # fmt: skip
    others.add_argument(
        "--url", required=True, help="the address that readers type; links in files and on slides begin with it"
    )
    others.add_argument(
        "--address",
        default="127.0.0.1",
        help="the address of the network card to listen on (default: only a proxy on this machine)",
    )
    others.add_argument("--port", type=int, default=8501)
    others.add_argument(
        "--trust-proxy",
        default="",
        metavar="ADDRESSES",
        help="proxies whose word on a visitor's address is taken, with commas",
    )
    others.add_argument(
        "--settings",
        type=Path,
        metavar="FILE",
        help="how people sign in, and which groups have which roles (docs/operating.md)",
    )
    others.add_argument("--replica", default="", help="a name for this server among several of one installation")
    others.add_argument(
        "--metrics-port", type=int, default=0, help="serve counts for Prometheus on this port of this machine"
    )


def _chart(command: argparse.ArgumentParser) -> None:
    """Add what every command on a chart takes: the chart, picks, a day and an edition."""
    command.add_argument("chart", help="a chart id; `kyakhta charts` lists them")
    command.add_argument("picks", nargs="*", metavar="pick=value", help="what to choose of the chart")
    command.add_argument("--as-of", type=day, metavar="DATE", help="as known on a day, 2022-12-31")
    command.add_argument("--edition", help="an edition, 2026-11-21+41")


def _exhibit(arguments: argparse.Namespace) -> Exhibit:
    """Return the exhibit a command names. Raises Refusal, UnknownChart, UnknownPick, NothingToShow or StoreError."""
    from dashboard.exhibits.catalogue import module
    from dashboard.figures import query
    from dashboard.looks import Look, Request
    from etl.store import Edition, Store

    module(arguments.chart)  # an unknown chart is said before the data are read
    given = {}
    for text in arguments.picks:
        name, equals, value = text.partition("=")
        if not equals:
            raise Refusal(f"“{text}” is not a pick; write pick=value, for example flow=total.")
        given[name] = value
    edition = str(Edition.parse(arguments.edition)) if arguments.edition else Store(arguments.data).edition()
    folder = arguments.data.resolve()
    for problem in query.load(folder, edition, arguments.as_of).problems:
        print(f"note: {problem}", file=sys.stderr)
    return Look(folder, Request.for_chart(arguments.chart, given, edition, arguments.as_of)).exhibit


def _headlines(now: Dataset, then: Dataset, stems: frozenset[str]) -> list[tuple[str, str, str]]:
    """Return the headlines that a file may change; the drawing side is only loaded for it."""
    from dashboard.overview import headline_changes

    return headline_changes.headlines(now, then, stems)


def charts(arguments: argparse.Namespace) -> int:
    """Print every chart id with its title."""
    from dashboard.exhibits.catalogue import catalogue

    for chart, line in catalogue().items():
        print(f"{chart:24} {line['title']}")
    return 0


def print_table(arguments: argparse.Namespace) -> int:
    """Print a chart's rows in base units as CSV, or as JSON with headline, sources and disagreements."""
    from dashboard.exhibits import tables

    item = _exhibit(arguments)
    print(tables.as_json(item) if arguments.format == "json" else tables.as_csv(item), end="")
    return 0


def serve(arguments: argparse.Namespace) -> int:
    """Serve the dashboard until it is stopped."""
    from dashboard.server import serve as server
    from dashboard.server.site import Site

    site = Site(port=arguments.port)
    return server.serve(site, arguments.data.resolve(), _page_failed, open_browser=not arguments.no_browser)


def serve_to_others(arguments: argparse.Namespace) -> int:
    """Serve the dashboard at a public address until it is stopped. Raises Refusal when that address cannot be used."""
    from dashboard.server import serve as server
    from dashboard.server import sign_in
    from dashboard.server.errors import SiteError
    from dashboard.server.site import to_others

    try:
        people = sign_in.read(arguments.settings) if arguments.settings else None
        site = to_others(
            arguments.port, arguments.address, arguments.url, arguments.trust_proxy, arguments.replica,
            arguments.metrics_port, people,
        )  # fmt: skip
    except SiteError as reason:
        raise Refusal(str(reason)) from reason
    return server.serve(site, arguments.data.resolve(), _page_failed, open_browser=False)


def _page_failed(error: Exception) -> None:
    """Write on a page that it could not be shown; the pages are only loaded once somebody has opened one."""
    from dashboard.views import frame

    frame.page_failed(error)


if __name__ == "__main__":
    sys.exit(main())
