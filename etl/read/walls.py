"""What Linux lets a process take away from itself for good: the disk but for its own program, sockets, other processes.

Landlock (linux/landlock.h, ABI 1 to 7) allows reading below named folders and nothing else; a seccomp filter
(linux/seccomp.h, linux/filter.h) refuses the calls that no reader of a file needs. Both are asked for through the C
library: the packages that wrap them bring more code into the cage than these lines.
"""

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on every architecture
_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # how many rights over files each ABI knows
_CONNECT_BIND, _SIGNALS_AND_SOCKETS = 0b11, 0b11
_X32 = 0x40000000
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# socket, socketpair, bind, connect, sendto, sendmsg, ptrace, execve, execveat, fork, vfork, clone, clone3, kill, tkill,
# tgkill, pidfd_send_signal, unlink, unlinkat, rmdir, rename, renameat, renameat2, truncate, ftruncate, link, linkat,
# symlink, symlinkat, mkdir, mkdirat, mknod, mknodat, chmod, fchmod, fchmodat, chown, lchown, fchownat, mount, unshare,
# setns, bpf, perf_event_open, process_vm_readv, process_vm_writev, io_uring_setup, userfaultfd, keyctl
_REFUSED = {
    "x86_64": (41, 53, 49, 42, 44, 46, 101, 59, 322, 57, 58, 56, 435, 62, 200, 234, 424, 87, 263, 84, 82, 264, 316, 76, 77, 86,
               265, 88, 266, 83, 258, 133, 259, 90, 91, 268, 92, 94, 260, 165, 272, 308, 321, 298, 310, 311, 425, 323, 250),
    "aarch64": (198, 199, 200, 203, 206, 211, 117, 221, 281, 220, 435, 129, 130, 131, 424, 35, 38, 276, 45, 46, 37, 36, 34,
                33, 52, 53, 54, 40, 97, 268, 280, 241, 270, 271, 425, 282, 219),
}  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def raise_walls() -> tuple[str, ...]:
    """Take away disk, sockets and other processes; return the names of the walls that this system gave: "disk", "calls"."""
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return ()
    walls = []
    with suppress(OSError):
        _wall_off_disk(library, readable())
        walls.append("disk")
    with suppress(OSError, KeyError):
        _refuse_calls(library, platform.machine())
        walls.append("calls")
    return tuple(walls)


def readable() -> list[Path]:
    """Return the folders and files that a reader loads its own program from: Python, its packages, this package."""
    own = Path(__file__).resolve().parents[1]
    packages = [Path(place).resolve() for place in sys.path if place]
    system = [Path(sys.base_prefix), *map(Path, ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/local/lib"))]
    files = [Path("/etc/ld.so.cache"), Path("/proc/self/status"), Path("/dev/null"), Path("/dev/urandom")]
    checkout = own.parent if own.parent.name not in ("site-packages", "dist-packages") else None  # it holds the figures
    return [place for place in [own, *packages, *system, *files] if place.exists() and place != checkout]


def _wall_off_disk(library: ctypes.CDLL, allowed: Iterable[Path]) -> None:
    """Let this process read below `allowed` and do nothing else with any file. Raises OSError where Landlock is missing."""
    abi = _checked(library.syscall(_CREATE_RULESET, None, 0, 1))
    handled = (1 << _RIGHTS.get(abi, 16)) - 1
    attributes = struct.pack("QQQ", handled, _CONNECT_BIND if abi >= 4 else 0, _SIGNALS_AND_SOCKETS if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    ruleset = _checked(library.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(size), 0))
    try:
        for place in allowed:
            rights = _EXECUTE | _READ_FILE | (_READ_DIR if place.is_dir() else 0)
            handle = os.open(place, os.O_PATH | os.O_CLOEXEC)
            try:
                rule = struct.pack("=Qi", rights, handle)
                _checked(library.syscall(_ADD_RULE, ruleset, 1, rule, 0))
            finally:
                os.close(handle)
        _checked(library.syscall(_RESTRICT_SELF, ruleset, 0))
    finally:
        os.close(ruleset)


def _refuse_calls(library: ctypes.CDLL, machine: str) -> None:
    """Let the calls that no reader needs fail with EPERM. Raises OSError, and KeyError for a machine that is not listed."""
    refused, architecture = _REFUSED[machine], _ARCHITECTURES[machine]
    load, jump_equal, jump_least, answer = 0x20, 0x15, 0x35, 0x06
    allow, refuse, kill = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
    last = len(refused)
    program = [
        (load, 0, 0, 4), (jump_equal, 1, 0, architecture), (answer, 0, 0, kill),
        (load, 0, 0, 0), (jump_least, last + 1, 0, _X32),
        *((jump_equal, last - place, 0, call) for place, call in enumerate(refused)),
        (answer, 0, 0, allow), (answer, 0, 0, refuse),
    ]  # fmt: skip
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in program))
    filters = _Program(len(program), ctypes.cast(code, ctypes.c_void_p))
    _checked(library.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.byref(filters), 0, 0))


def _checked(answer: int) -> int:
    if answer < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer
