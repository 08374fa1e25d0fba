"""Every question of the store to the system, and nothing else: what tests fail, kill or record is the `os` of this module."""

# Plain system calls, not pathlib: they are what can be failed, killed and recorded one by one.
# ruff: noqa: PTH101, PTH102, PTH104, PTH105, PTH106, PTH108, PTH110, PTH116, PTH208

import contextlib
import errno
import os
import pwd
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

# Size, modified and changed in ns, inode.
Stamp = tuple[int, int, int, int]

TEMP = ".tmp-"
CHUNK = 1 << 20
# What file systems without hard links answer to link().
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


class SyncFailed(OSError):
    """The disk did not confirm what it was given; asking again could bring a false yes, so nobody does."""


def account() -> str:
    """Return the account this process runs under, as the system knows it; what LOGNAME says is anybody's word."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"account {os.getuid()}"


def temp_in(folder: Path) -> Path:
    """Return a name in `folder` that nobody else uses and that the sweep recognises; nothing is created."""
    return folder / f"{TEMP}{os.getpid()}-{secrets.token_hex(8)}"


def write_new(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file that must not exist yet and force it to the disk; read-only, because no file is ever edited."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o444)
    try:
        for chunk in chunks:
            rest = memoryview(chunk)
            while rest:
                rest = rest[os.write(handle, rest) :]
        _sync(handle, path)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """Make a folder that may exist already; its name is on the disk afterwards even if another process made it."""
    try:
        os.mkdir(path)
    except FileNotFoundError:
        make_folder(path.parent)
        os.mkdir(path)
    except FileExistsError:
        pass
    sync_folder(path.parent)


def link_new(temp: Path, final: Path) -> None:
    """Give a finished file its name, or raise FileExistsError: of all who try at once, exactly one succeeds."""
    try:
        os.link(temp, final)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _rename_new(temp, final)


def rename_new(temp: Path, final: Path) -> None:
    """Give a finished folder its name, or raise FileExistsError when a folder with files has it."""
    try:
        os.rename(temp, final)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
            raise FileExistsError(error.errno, "exists already", str(final)) from error
        raise


def copy_new(source: Path, temp: Path) -> None:
    """Copy a file with its rights to one that must not exist yet, and force it to the disk."""
    write_new(temp, read_chunks(source))
    os.chmod(temp, os.stat(source).st_mode)


def replace(temp: Path, final: Path) -> None:
    """Give a finished file its name, in place of one that has it."""
    os.replace(temp, final)
    sync_folder(final.parent)


def sync_folder(path: Path) -> None:
    """Force the names in a folder to the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _sync(handle, path)
    finally:
        os.close(handle)


def read_chunks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, a megabyte at a time."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        while chunk := os.read(handle, CHUNK):
            yield chunk
    finally:
        os.close(handle)


def read(path: Path) -> bytes:
    """Return the bytes of a file."""
    return b"".join(read_chunks(path))


def names(folder: Path) -> list[str]:
    """Return what a folder holds, in order; empty when there is no such folder."""
    try:
        return sorted(os.listdir(folder))
    except FileNotFoundError:
        return []


def files_below(folder: Path) -> list[Path]:
    """Return every file in a folder and the folders in it, in order; empty when there is no such folder."""
    return sorted(Path(where, name) for where, _, names in os.walk(folder) for name in names)


def stamp(path: Path) -> Stamp | None:
    """Return what changes when a file or folder does; None when there is none."""
    try:
        return _stamp(os.stat(path))
    except FileNotFoundError:
        return None


def stamps(folder: Path) -> dict[str, Stamp]:
    """Return the stamp of everything in a folder, by name; empty when there is no such folder."""
    found = {}
    with contextlib.suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(FileNotFoundError):
                found[entry.name] = _stamp(entry.stat())
    return found


def may_write(path: Path) -> bool:
    """Whether this process may write in the folder, or in the nearest one above it that exists."""
    while not os.path.exists(path) and path != path.parent:
        path = path.parent
    return os.access(path, os.W_OK | os.X_OK)


def discard(temp: Path) -> None:
    """Remove a temporary file or folder if the disk lets us: what stays is swept later. Raises ValueError for any other
    name, since the store deletes nothing else.
    """
    if not temp.name.startswith(TEMP):
        raise ValueError(f"{temp.name} is not a temporary file")
    with contextlib.suppress(OSError):
        try:
            inside = os.listdir(temp)
        except NotADirectoryError:
            os.unlink(temp)
            return
        for name in inside:
            os.unlink(temp / name)
        os.rmdir(temp)


def _stamp(found: os.stat_result) -> Stamp:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _sync(handle: int, path: Path) -> None:
    try:
        os.fsync(handle)
    except OSError as error:
        raise SyncFailed(error.errno, error.strerror, str(path)) from error


def _rename_new(temp: Path, final: Path) -> None:
    """Keep the promise of `link_new` where there are no hard links (exFAT, some network and container disks)."""
    import ctypes  # seldom needed, and slow to load

    at_cwd, no_replace = -100, 1
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        raise OSError(errno.EOPNOTSUPP, "this disk has no way to create a file exclusively", str(final))
    if rename(at_cwd, os.fsencode(temp), at_cwd, os.fsencode(final), no_replace) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(final))
