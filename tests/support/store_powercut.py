"""A model of what a power cut may leave: every name and every byte not forced to the disk may or may not be there."""

import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TORN = ("whole", "lost", "half", "zeros")
MOST_PENDING = 7


@dataclass(eq=False)
class File:
    """What was written, and how much of it was forced to the disk."""

    data: bytes = b""
    safe: bytes = b""

    def variants(self) -> list[bytes]:
        if self.data == self.safe:
            return [self.data]
        new = self.data[len(self.safe) :]
        cut = {"whole": new, "lost": b"", "half": new[: len(new) // 2], "zeros": bytes(len(new))}
        return [self.safe + cut[how] for how in TORN]


@dataclass(eq=False)
class Folder:
    """Names now, names on the disk, and the changes in between, in order."""

    now: dict[str, Any] = field(default_factory=dict)
    safe: dict[str, Any] = field(default_factory=dict)
    pending: list[dict[str, Any]] = field(default_factory=list)

    def change(self, names: dict[str, Any]) -> None:
        self.pending.append(names)
        self.now = _changed(self.now, names)


def _changed(names: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    return {name: node for name, node in {**names, **change}.items() if node is not None}


class Model:
    """The folder above the store's, as the recorded calls change it; what is there at the start is on the disk."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.root = self._load(top)
        self.handles: dict[int, Any] = {}
        self.calls = 0
        self.snapshots: list[list[dict[str, bytes | None]]] = []
        self.keep_states = True

    def _load(self, path: Path) -> Any:
        if path.is_file():
            return File(path.read_bytes(), path.read_bytes())
        names = {each.name: self._load(each) for each in path.iterdir()}
        return Folder(dict(names), dict(names))

    def _node(self, path: Any) -> Any:
        node = self.root
        for name in Path(path).relative_to(self.top).parts:
            node = node.now[name]
        return node

    def _parent(self, path: Any) -> tuple[Folder, str]:
        return self._node(Path(path).parent), Path(path).name

    def record(self, name: str, args: tuple[Any, ...], done: Any) -> None:
        """One call of the store, as `Disk.record` reports it."""
        getattr(self, f"_{name}", lambda *_: None)(args, done)
        if name in ("open", "write", "fsync", "link", "rename", "mkdir", "unlink", "rmdir"):
            self.calls += 1
            if self.keep_states:
                self.snapshots.append(list(self.states()))

    def _open(self, args: Any, handle: int) -> None:
        if args[1] & os.O_CREAT:
            folder, name = self._parent(args[0])
            folder.change({name: File()})
        self.handles[handle] = self._node(args[0])

    def _write(self, args: Any, count: int) -> None:
        self.handles[args[0]].data += bytes(args[1])[:count]

    def _fsync(self, args: Any, _done: None) -> None:
        node = self.handles[args[0]]
        if isinstance(node, File):
            node.safe = node.data
        else:
            node.safe, node.pending = dict(node.now), []

    def _link(self, args: Any, _done: None) -> None:
        folder, name = self._parent(args[1])
        folder.change({name: self._node(args[0])})

    def _rename(self, args: Any, _done: None) -> None:
        folder, name = self._parent(args[1])
        folder.change({name: self._node(args[0]), Path(args[0]).name: None})

    def _mkdir(self, args: Any, _done: None) -> None:
        folder, name = self._parent(args[0])
        folder.change({name: Folder()})

    def _unlink(self, args: Any, _done: None) -> None:
        folder, name = self._parent(args[0])
        folder.change({name: None})

    _rmdir = _unlink

    def dirty(self) -> list[str]:
        """Names of entries and snapshots that are not forced to the disk now."""
        found = []
        for path, folder in self._folders(self.root, Path()):
            changed = {name for change in folder.pending for name in change if not name.startswith(".tmp-")}
            found += [str(path / name) for name in sorted(changed)]
            found += [
                str(path / name)
                for name, node in folder.now.items()
                if isinstance(node, File) and node.data != node.safe
            ]
        return found

    def _folders(self, folder: Folder, path: Path) -> Iterator[tuple[Path, Folder]]:
        yield path, folder
        for name, node in folder.now.items():
            if isinstance(node, Folder):
                yield from self._folders(node, path / name)

    def states(self) -> Iterator[dict[str, bytes | None]]:
        """Every tree that a power cut now may leave: path to bytes, or None for a folder."""
        yield from _trees(self.root)


def _trees(folder: Folder) -> Iterator[dict[str, bytes | None]]:
    for names in _names(folder):
        parts = [list(_branches(name, node)) for name, node in sorted(names.items())]
        for chosen in itertools.product(*parts):
            yield {path: data for part in chosen for path, data in part.items()}


def _branches(name: str, node: Any) -> Iterator[dict[str, bytes | None]]:
    if isinstance(node, File):
        yield from ({name: data} for data in node.variants())
        return
    for tree in _trees(node):
        yield {name: None, **{f"{name}/{path}": data for path, data in tree.items()}}


def _names(folder: Folder) -> list[dict[str, Any]]:
    """The names that may be left: the safe ones with any of the later changes, in order, each there or not."""
    count = len(folder.pending)
    if count > MOST_PENDING:
        raise AssertionError(f"{count} names at once: too many to try all")
    found = []
    for chosen in itertools.product((False, True), repeat=count):
        names = dict(folder.safe)
        for change in itertools.compress(folder.pending, chosen):
            names = _changed(names, change)
        if names not in found:
            found.append(names)
    return found


def lay(state: dict[str, bytes | None], to: Path) -> None:
    """Make the tree of a state in the empty folder `to`."""
    to.mkdir(parents=True)
    for path, data in state.items():
        if data is None:
            (to / path).mkdir()
        else:
            (to / path).write_bytes(data)
