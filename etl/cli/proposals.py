"""The command about proposals that wait at a server, for whoever keeps the installation.

It decides on none: without sign-in nobody can be shown to be another person than its author.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from etl.tables import registry
from etl.tables.problems import escaped

if TYPE_CHECKING:
    from etl.office.proposals import Proposal

Add = Callable[..., argparse.ArgumentParser]
ACTS = ("list", "show", "comment", "not-before")
CODED = "the proposal, as its address has it: /proposals?p=CODE"


def register(add: Add) -> None:
    """Add the command to the parser."""
    said = add("proposals", decide, "list and read what waits to be accepted at a server; remark, and set its time",
               "kyakhta proposals show 3f9c2a71be")  # fmt: skip
    said.add_argument("what", choices=ACTS)
    said.add_argument("code", nargs="?", default="", help=CODED)
    said.add_argument("--words", default="", help="a remark")
    said.add_argument("--time", default="", metavar="TIME", help="with its zone, 2026-12-18T09:30+08:00; none lifts it")
    said.add_argument("--format", choices=("text", "json"), default="text")


def decide(arguments: argparse.Namespace) -> int:
    """Print proposals, remark on one or set its time. Raises UnknownName or StoreError in words."""
    from etl.intake.add_command import rebuilt
    from etl.office import deciding, permissions, proposals, release

    actor = permissions.here()
    if arguments.what == "list":
        seen = list(proposals.seen(arguments.data, actor).values())
        _print_list(seen, arguments.format)
        return 0
    one = deciding.find(arguments.data, actor, arguments.code)
    if arguments.what == "show":
        _print_one(one, arguments.format)
        return 0
    try:
        if arguments.what == "comment":
            deciding.comment(arguments.data, actor, one.code, arguments.words)
        else:
            deciding.set_embargo(arguments.data, actor, one.code, arguments.time)
    except deciding.ProposalError as error:
        raise registry.UnknownName(str(error)) from error
    if release.release(arguments.data):
        rebuilt(arguments.data)
    _print_list([deciding.find(arguments.data, actor, one.code)], "text")
    return 0


def _print_list(seen: list[Proposal], form: str) -> None:
    if form == "json":
        print(json.dumps([asdict(one) for one in seen], indent=1, ensure_ascii=False))
        return
    for one in seen:
        ends = f", not before {one.not_before}" if one.not_before else ""
        told = f"{one.code}  {one.at[:16]}  {one.author}: {one.draft.source} {one.draft.name}  {one.standing}{ends}"
        print(escaped(told))
    if not seen:
        print("No proposal.")


def _print_one(one: Proposal, form: str) -> None:
    if form == "json":
        print(json.dumps(asdict(one), indent=1, ensure_ascii=False))
        return
    _print_list([one], form)
    for step in one.steps:
        print(escaped(f"    {step.at[:16]}  {step.kind:9} {step.by}: {step.words}".rstrip(": ")))
