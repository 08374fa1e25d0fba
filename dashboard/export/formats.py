"""Every format by its ending, and files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.exhibits import tables
from dashboard.export.errors import ExportError

if TYPE_CHECKING:
    from dashboard.exhibits.model import Exhibit

MIME = {
    "png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf", "csv": "text/csv", "zip": "application/zip",
    "html": "text/html", "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}  # fmt: skip
FORMS = ("png", "svg", "pdf", "csv", "xlsx", "zip", "pptx")  # of one exhibit


def made(item: Exhibit, form: str, size: str = "slide", scale: float = 1.0) -> bytes:
    """Return one exhibit in a format of FORMS; size and scale are of pictures. Raises RenderError in words."""
    if form in ("png", "svg", "pdf"):
        from dashboard.export import picture

        return picture.render_picture(item, form, size, scale=scale)
    if form == "csv":
        return tables.csv_file(item)
    if form == "xlsx":
        from dashboard.export import workbook

        return workbook.xlsx(item)
    if form == "zip":
        from dashboard.export import data_package

        return data_package.build(item)
    if form == "pptx":
        from dashboard.export.pptx import slides

        return slides.one(item)
    raise ExportError(f"“.{form}” is no format of a chart; there are {', '.join(FORMS)}. Nothing was written.")


def save(path: Path, content: bytes) -> None:
    """Write a file whole: under a temporary name first, then moved. Raises ExportError in words; a file there before stays."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as problem:
        raise ExportError(why(path, problem)) from problem
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as problem:
        raise ExportError(why(path, problem)) from problem
    finally:
        Path(name).unlink(missing_ok=True)


def why(path: Path, problem: OSError) -> str:
    """Return why a file could not be written and what to do, in words."""
    import errno

    said = {
        errno.ENOSPC: "the disk is full. Free some space and export again",
        errno.EDQUOT: "your share of the disk is full. Free some space and export again",
        errno.ENOENT: "its folder does not exist. Make it, or choose another",
        errno.ENOTDIR: "its folder does not exist. Make it, or choose another",
        errno.EACCES: "you may not write there. Choose another folder",
        errno.EROFS: "that disk is read-only. Choose another folder",
        errno.EISDIR: "a folder has that name. Choose another name",
    }.get(problem.errno or 0, f"{problem.strerror or type(problem).__name__}. Choose another place")
    return f"{path} could not be written: {said}. Nothing was changed."
