"""The PowerPoint templates of an installation: every .pptx in `<data>/templates`, offered on the page Briefing by its name."""

from __future__ import annotations

from pathlib import Path

from dashboard.export.errors import ExportError
from dashboard.figures import settings

FOLDER = "templates"


def names() -> list[str]:
    """Return the names of the templates there are, without their endings, in order."""
    folder = settings.folder() / FOLDER
    return sorted(one.stem for one in folder.glob("*.pptx") if one.is_file() and not one.name.startswith((".", "~")))


def read(name: str) -> bytes:
    """Return a template by its name. Raises ExportError in words when there is none, or it cannot be read."""
    if name not in names():
        raise ExportError(f"There is no template “{name}” any more. Choose another. Nothing was written.")
    return load(settings.folder() / FOLDER / f"{name}.pptx")


def load(path: Path) -> bytes:
    """Return the bytes of a template. Raises ExportError in words when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise ExportError(f"{path.name} cannot be read: {problem.strerror}. Nothing was written.") from problem
