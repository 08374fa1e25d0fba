"""The command that gives and takes roles at the machine: the way to the first keeper."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from etl.office import people, permissions
from etl.tables import registry

ACTS = (people.GRANT, people.REVOKE, people.REMOVE, people.READMIT)


def register(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    command = add(
        "people", run, "list who has which role, give or take one", "kyakhta people grant a1b2c3 keeper --name Anna"
    )
    command.add_argument("what", choices=("list", *ACTS))
    command.add_argument("subject", nargs="?", default="", help="what sign-in calls the person for ever")
    command.add_argument("role", nargs="?", default="", help=", ".join(permissions.ROLES))
    command.add_argument("--name", default="", help="only shown")


def run(arguments: argparse.Namespace) -> int:
    """Print everybody whom the journal names, or take one step and say so. Raises StoreError or UnknownName in words."""
    if arguments.what == "list":
        known = people.everybody(arguments.data)
        for one in known.values():
            print(f"{one.subject}\t{one.name}\t{', '.join(sorted(one.roles))}{' (taken off)' if one.removed else ''}")
        print(f"{len(known)} named here; groups may bring roles to others.")
        return 0
    try:
        people.change(
            arguments.data, permissions.here(), arguments.what, arguments.subject, arguments.role, arguments.name
        )
    except people.PeopleError as error:
        raise registry.UnknownName(str(error)) from error
    print(f"{arguments.what}: {arguments.subject} {arguments.role}".rstrip() + ". It holds from their next act on.")
    return 0
