"""A 200 MB bulk file of Comtrade through `etl.intake.bulk`: its speed beside DuckDB's own `read_csv`, and its memory."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZE = 200 * 1024 * 1024
HEAD = (
    "typeCode,freqCode,period,reporterCode,reporterDesc,flowCode,partnerCode,partnerDesc,partner2Code,"
    "classificationCode,cmdCode,cmdDesc,customsCode,motCode,qtyUnitAbbr,qty,netWgt,primaryValue\n"
)
# VmHWM is of this program alone; ru_maxrss begins with what its starter had.
OURS = """
import sys, time
from pathlib import Path
import duckdb
from etl.intake import bulk
begun = time.perf_counter()
bulk.narrowed(Path(sys.argv[1]))
taken = time.perf_counter() - begun
peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
print(taken, int(peak) / 1024)
"""


def streaming() -> tuple[float, float]:
    """Return how many times DuckDB's time for reading all columns we take, and the peak of memory in MB."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bulk.csv"
        _write(file)
        begun = time.perf_counter()
        duckdb.sql(f"SELECT count(COLUMNS(*)) FROM read_csv('{file}', all_varchar = true)").fetchall()  # noqa: S608
        raw = time.perf_counter() - begun
        told = subprocess.run([sys.executable, "-c", OURS, str(file)], capture_output=True, text=True, check=True)  # noqa: S603
        taken, memory = map(float, told.stdout.split())
    return taken / raw, memory


def _write(file: Path) -> None:
    """Write rows of which few are drawn here, always the same."""
    chance, size = random.Random(1689), 0  # noqa: S311
    with file.open("w") as out:
        out.write(HEAD)
        while size < SIZE:
            year, partner = chance.randint(2010, 2024), chance.choice((643, 0, 842, 276, 392, 410, 704))
            product = chance.choice(("TOTAL", "2709", "8703", "851712", "0203", "720449"))
            size += out.write(
                f'C,M,{year}{chance.randint(1, 12):02d},{chance.choice((156, 276, 842))},"Reporter, {partner}",'
                f"{chance.choice('MX')},{partner},Partner,{chance.choice((0, 643))},H6,{product},"
                f'"A description of some length",C00,{chance.randint(0, 6)},kg,{size}.0,{size}.5,{size * 10}.25\n'
            )
