"""Bulk files of UN Comtrade, far larger than an upload: the rows that are drawn here, streamed out in bounded memory.

What comes out is a small file of the same layout; it goes through the same reading, checks and preview as any other.
"""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from etl.extract.comtrade.records import NEEDED, undivided
from etl.read.document import Refused
from etl.tables.problems import problem

# Heading 27 in the parts that are drawn, arms and ammunition, and all goods.
PRODUCTS = ("TOTAL", "27", "2701", "2702", "2709", "2710", "271111", "271121", "93")
FLOWS = ("M", "X")
SIDES = ("156", "643")  # China and Russia: one of them counts, or is the partner
MEMORY = "384MB"  # of DuckDB; Python and its libraries take the rest of 600 MB
HEAD = 64 * 1024
GZIP = b"\x1f\x8b"


def fits(path: Path, most: int) -> bool:
    """Return whether a file is ordinary, too large for an upload, and has Comtrade's headings."""
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or found.st_size <= most:
            return False
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return False
    return not head.startswith(GZIP) and set(NEEDED) <= set(_names(head))


def _names(head: bytes) -> list[str]:
    """Return the headings of a bulk file in small letters."""
    line = head.split(b"\n", 1)[0].decode("latin-1").lstrip("\ufeffï»¿")
    sign = "\t" if "\t" in line else ","
    return [name.strip().strip('"').casefold() for name in line.strip().split(sign)]


def narrowed(path: Path) -> bytes:
    """Return the rows of a bulk file that are drawn here, as CSV with the same headings.

    Raises Refused when the file is no table of one width (S-05), or gives more than an upload may hold (Z-06).
    """
    import duckdb

    from etl.read import limits

    with path.open("rb") as file:
        head = file.read(HEAD)
    with tempfile.TemporaryDirectory(prefix="kyakhta-") as folder:
        out = Path(folder) / "narrowed.csv"
        with duckdb.connect(config={"memory_limit": MEMORY, "threads": str(min(2, os.cpu_count() or 1))}) as database:
            database.execute("SET enable_progress_bar = false")  # it would stand among the JSON
            database.execute("SET preserve_insertion_order = false")
            database.execute(f"SET temp_directory = '{folder}'")
            try:
                try:
                    database.execute(_query(path, out, head, "utf-8"))
                except duckdb.InvalidInputException:  # the website's letters; reading them takes twice as long
                    database.execute(_query(path, out, head, "latin-1"))
            except duckdb.Error as error:
                first = str(error).splitlines()[0]
                raise Refused((problem("S-05", first, where=path.name),)) from error
        if out.stat().st_size > limits.UPLOAD_BYTES:
            limit = f"{limits.UPLOAD_BYTES // limits.MB} MB of rows that are drawn here"
            raise Refused((problem("Z-06", where=path.name, limit=limit),))
        return out.read_bytes()


def _query(path: Path, out: Path, head: bytes, letters: str) -> str:
    """Return the statement that streams the wanted rows from one file to the other, in order."""
    names = _names(head)
    sign = "\\t" if b"\t" in head.split(b"\n", 1)[0] else ","
    spare = head.split(b"\n", 2)[1].rstrip(b"\r").endswith(b",") and sign == ","  # the website's rows end in a comma
    columns = [*names, *(["spare"] if spare else [])]
    typed = ", ".join(f"'{_safe(name)}': 'VARCHAR'" for name in columns)
    source = (
        f"read_csv('{_safe(str(path))}', delim = '{sign}', header = true, quote = '\"', escape = '\"', "
        f"auto_detect = false, encoding = '{letters}', columns = {{{typed}}}, max_line_size = 1048576)"
    )
    wanted = [
        f"cmdcode IN ({_listed(PRODUCTS)})",
        f"flowcode IN ({_listed(FLOWS)})",
        f"(reportercode IN ({_listed(SIDES)}) OR partnercode IN ({_listed(SIDES)}))",
        *(f"{name} IN ({_listed(values)})" for name, values in undivided().items() if name in names),
    ]
    kept = ", ".join(f'"{name}"' for name in names)
    order = "period, reportercode, partnercode, flowcode, cmdcode"
    select = f"SELECT {kept} FROM {source} WHERE {' AND '.join(wanted)} ORDER BY {order}"  # noqa: S608  our own words
    return f"COPY ({select}) TO '{_safe(str(out))}' (HEADER, DELIMITER ',', FORCE_QUOTE *)"


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _safe(text: str) -> str:
    return text.replace("'", "''")
