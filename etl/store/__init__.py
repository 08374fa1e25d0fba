"""Snapshots, the log of decisions and editions: the only part that knows the disk. Standard library only.

A file comes in with `Store.receive`, into force with `accept` and out with `withdraw`; `in_force` and `read` give the
bytes that figures are made of, now or in any older edition; `verify` names every damage.

May import `tables`.
"""

from etl.store.errors import (
    Conflict,
    Damaged,
    DiskFailed,
    DiskFull,
    Forbidden,
    Problem,
    ReadOnly,
    StoreError,
    Unknown,
    Unsure,
)
from etl.store.fsops import account
from etl.store.journal import Journal, Record
from etl.store.log import KINDS, REASONS, Entry
from etl.store.names import Edition
from etl.store.snapshots import Snapshot
from etl.store.state import SnapshotRef
from etl.store.store import Store

__all__ = [
    "KINDS",
    "REASONS",
    "Conflict",
    "Damaged",
    "DiskFailed",
    "DiskFull",
    "Edition",
    "Entry",
    "Forbidden",
    "Journal",
    "Problem",
    "ReadOnly",
    "Record",
    "Snapshot",
    "SnapshotRef",
    "Store",
    "StoreError",
    "Unknown",
    "Unsure",
    "account",
    "backup",
    "errors",
    "journal",
    "snapshots",
    "store",
]
