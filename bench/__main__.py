"""`make bench`: opening and switching pages, fifty readers, memory a reader, the build and the command, against their bars."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import bulk, content, export, find
from bench.client import Reader
from dashboard.exhibits import catalogue
from tests.browser.server import ROOT, _wait, free_port, running

READERS = 50
ACTIONS = 6  # of each reader
THINK = (4.0, 10.0)  # seconds between two actions of a reader
ROUNDS = 6
BAR = 0.7  # of the yardstick's time, for every page
PAGES = tuple(catalogue.pages())


@contextlib.contextmanager
def plain(data: Path) -> Iterator[tuple[str, int]]:
    """Serve the yardstick as `streamlit run` does; yield address and process."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "bench" / "plain.py"), "--server.port", str(port)]
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as said:
        env = os.environ | {"KYAKHTA_BENCH_DATA": str(data)}
        server = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT, env=env)  # noqa: S603
        try:
            _wait(server, f"http://localhost:{port}", said)
            yield f"http://localhost:{port}", server.pid
        finally:
            server.terminate()
            server.wait(20)


def asking(name: str, ours: bool) -> dict[str, str]:
    """Return how a reader asks for a page, of ours or of the yardstick."""
    return {"page": name} if ours else {"query": f"page={name}"}


async def opening(address: str, ours: bool) -> dict[tuple[str, str], list[float]]:
    """Return the seconds of opening each page in a new session, and of switching to it in an old one."""
    taken: dict[tuple[str, str], list[float]] = {}
    for name in PAGES:  # each once before anything is counted
        async with Reader(address) as reader:
            await reader.show(**asking(name, ours))
    for _ in range(ROUNDS):
        for name in PAGES:
            async with Reader(address) as reader:
                taken.setdefault(("open", name), []).append((await reader.show(**asking(name, ours)))[0])
        async with Reader(address) as reader:
            await reader.show(**asking(PAGES[-1], ours))
            for name in PAGES:
                taken.setdefault(("switch", name), []).append((await reader.show(**asking(name, ours)))[0])
    return taken


async def crowd(address: str, ours: bool) -> list[float]:
    """Return the seconds of every action of fifty readers who think between two of them."""
    chance = random.Random(41)  # noqa: S311  chance, not secrets

    async def one(seed: int) -> list[float]:
        mine, taken = random.Random(seed), []  # noqa: S311
        await asyncio.sleep(mine.uniform(0, THINK[1]))
        async with Reader(address) as reader:
            for _ in range(ACTIONS):
                taken.append((await reader.show(**asking(mine.choice(PAGES), ours)))[0])
                await asyncio.sleep(mine.uniform(*THINK))
        return taken

    return [
        seconds for some in await asyncio.gather(*(one(chance.random()) for _ in range(READERS))) for seconds in some
    ]


async def memory(address: str, process: int) -> float:
    """Return how many MB the server grows by for each further reader with an open page."""
    name = PAGES[1]
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(5):
            await (await stack.enter_async_context(Reader(address))).show(page=name)
        before = resident(process)
        for _ in range(READERS):
            await (await stack.enter_async_context(Reader(address))).show(page=name)
        return (resident(process) - before) / READERS


def resident(process: int) -> float:
    """Return the memory of a process, MB."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def listening(address: str) -> int:
    """Return the process that listens at an address of this machine."""
    port = f"{int(address.rpartition(':')[2]):04X}"
    sockets = {
        line.split()[9] for line in Path("/proc/net/tcp").read_text().splitlines()[1:] if line.split()[1].endswith(port)
    }
    for folder in Path("/proc").glob("[0-9]*/fd"):
        with contextlib.suppress(OSError):
            if any(f"socket:[{one}]" == str(link.readlink()) for link in folder.iterdir() for one in sockets):
                return int(folder.parent.name)
    raise RuntimeError(f"No process listens at {address}.")


def command(*arguments: str, times: int = 5) -> float:
    """Return the median seconds of a command of ours."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        kyakhta = str(Path(sys.executable).with_name("kyakhta"))
        subprocess.run([kyakhta, *arguments], check=True, capture_output=True)  # noqa: S603
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def building() -> float:
    """Return the median seconds of `kyakhta build` on a copy of all figures without its processed files."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(ROOT / "data" / "raw", data / "raw")
        return command("build", "--data", str(data), times=3)


def quantile(values: list[float], share: float) -> float:
    """Return a quantile of measured seconds."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def machine() -> str:
    """Return what was measured on."""
    info = Path("/proc/cpuinfo")
    model = info.read_text().partition("model name")[2].partition("\n")[0].strip("\t :") if info.exists() else ""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return f"{model or platform.processor()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load}"


def line(what: str, value: float, bar: float, unit: str = "×", note: str = "") -> bool:
    """Print one result against its bar; return whether it holds."""
    good = value <= bar
    print(f"{what:46} {value:8.3f} {unit:6} bar {bar:g}  {'holds' if good else 'MISSED'}  {note}", flush=True)
    return good


def main() -> int:
    """Measure everything, print it, and return 1 when a bar is missed."""
    print(machine(), flush=True)
    print(
        f"Readers think {THINK[0]:g} to {THINK[1]:g} s between two pages; each of {READERS} opens {ACTIONS}.",
        flush=True,
    )
    held = [
        line("kyakhta --help", command("--help"), 0.4, "s"),
        line("kyakhta build, all figures", building(), 3.0, "s"),
    ]
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "pages.json"
        data.write_text(json.dumps(content.pages()))
        with plain(data) as (address, _):
            theirs, their_crowd = asyncio.run(opening(address, False)), asyncio.run(crowd(address, False))
    with running() as address:
        time.sleep(20)  # the charts that warm beside the first readers
        ours, our_crowd = asyncio.run(opening(address, True)), asyncio.run(crowd(address, True))
        grown = asyncio.run(memory(address, listening(address)))
    for kind, name in ours:
        a, b = statistics.median(ours[kind, name]), statistics.median(theirs[kind, name])
        held.append(line(f"{kind} {name}, median", a / b, BAR, note=f"{a * 1000:.0f} of {b * 1000:.0f} ms"))
    a, b = quantile(our_crowd, 0.95), quantile(their_crowd, 0.95)
    held.append(line(f"p95 with {READERS} readers", a / b, 0.2, note=f"{a * 1000:.0f} of {b * 1000:.0f} ms"))
    held.append(line("memory for a further reader", grown, 1.0, "MB"))
    held.append(export.report())
    taken, beside = find.measure()
    held.append(line(f"find among {find.ENTRIES:,} entries, p95", taken, 100, "ms"))
    held.append(line("the same beside SQLite's full-text search", beside, 2.0))
    times, peak = bulk.streaming()
    held.append(line("200 MB bulk file beside DuckDB's own reading", times, 3.0))
    held.append(line("memory for it", peak, 600, "MB"))
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
