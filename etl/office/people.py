"""Which roles people have: given and taken in the journal `people`, or brought along by groups that their office keeps.

A subject is what sign-in calls a person for ever, such as `a1b2c3` or an address; a name is only shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from etl.office import permissions
from etl.office.permissions import Actor
from etl.store import Journal, Record
from etl.tables.problems import escaped

JOURNAL = "people"
GRANT, REVOKE, REMOVE, READMIT = "grant", "revoke", "remove", "readmit"
LONGEST = 200  # characters of a subject or a name


class PeopleError(ValueError):
    """A role cannot be given or taken so; the message says why and what to do."""


@dataclass(frozen=True)
class Person:
    """What the journal says of one subject."""

    subject: str
    name: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)
    removed: bool = False


def known(records: Iterable[Record]) -> dict[str, Person]:
    """Return everybody whom the journal names, by subject, as its records leave them."""
    found: dict[str, Person] = {}
    for one in records:
        subject, role = str(one.facts["subject"]), str(one.facts.get("role", ""))
        before = found.get(subject, Person(subject))
        name = str(one.facts.get("name", "")) or before.name
        roles, removed = before.roles, before.removed
        if one.kind == GRANT:
            roles = roles | {role}
        elif one.kind == REVOKE:
            roles = roles - {role}
        else:
            removed = one.kind == REMOVE
        found[subject] = Person(subject, name, roles, removed)
    return found


def steps(root: Path) -> tuple[Record, ...]:
    """Return every step by which a role was given or taken, oldest first. Raises Damaged when one cannot be read."""
    return Journal(root, JOURNAL).records()


def everybody(root: Path) -> dict[str, Person]:
    """Return everybody whom the journal of a data folder names. Raises Damaged when it cannot be read whole."""
    return known(Journal(root, JOURNAL).records())


def roles_of(root: Path, subject: str, groups: Iterable[str], mapping: Mapping[str, str]) -> frozenset[str] | None:
    """Return the roles of a subject now: those given here and those of their groups (`mapping` group to role); at least
    reader. None when they were taken off. Raises Damaged: nobody has a role by a journal that cannot be read.
    """
    person = everybody(root).get(subject, Person(subject))
    if person.removed:
        return None
    brought = {mapping[group] for group in groups if group in mapping}
    return frozenset(person.roles | brought | {permissions.READER})


def change(root: Path, actor: Actor, kind: str, subject: str, role: str = "", name: str = "") -> Record:
    """Return the record by which an actor gives or takes a role, or takes somebody off or back on.

    Raises PeopleError in words for what is no role or subject, StoreError (Forbidden and others) with nothing changed.
    """
    subject, name = escaped(subject.strip()), escaped(name.strip())
    if not subject or len(subject) > LONGEST or len(name) > LONGEST:
        raise PeopleError("Name a subject, as sign-in has it, of at most 200 characters. Nothing was changed.")
    if kind in (GRANT, REVOKE) and role not in permissions.ROLES:
        raise PeopleError(f"“{role}” is no role; there are {', '.join(permissions.ROLES)}. Nothing was changed.")
    book = Journal(root, JOURNAL)
    facts = {"subject": subject, "role": role, "name": name, "actor": actor.subject}
    key = hashlib.sha256(f"{len(book.records())} {kind} {subject} {role}".encode()).hexdigest()[:32]
    return book.append(kind, by=actor.name, key=key, facts=facts, may=_may(actor, kind, subject, role))


def _may(actor: Actor, kind: str, subject: str, role: str) -> Callable[[Sequence[Record]], str | None]:
    def why_not(records: Sequence[Record]) -> str | None:
        state = permissions.OWN if actor.signed_in and subject == actor.subject else permissions.OTHER
        decision = permissions.allowed(actor, "grant", state)
        if not decision.yes:
            return decision.reason
        person = known(records).get(subject, Person(subject))
        idle = {
            GRANT: role in person.roles, REVOKE: role not in person.roles,
            REMOVE: person.removed, READMIT: not person.removed,
        }  # fmt: skip
        return "it is so already." if idle[kind] else None

    return why_not
