"""A data folder for the corpus: one shipped source that no file of it touches, and the made-up history."""

import shutil
from pathlib import Path

from etl.intake import intake
from etl.store import Store
from tests.support import corpus_trade
from tests.support.corpus import Case

SHIPPED = Path(__file__).parents[2] / "data"
KEPT = "minfin_urals"


def built(folder: Path) -> Path:
    """Return the folder with what is known in it."""
    shutil.copytree(SHIPPED / "raw" / KEPT, folder / "raw" / KEPT)
    shipped = Store(SHIPPED)
    Store(folder).write_base("2024-01-01", [ref for ref in shipped.in_force(shipped.edition()) if ref.source == KEPT])
    take(folder, corpus_trade.history())
    return folder


def take(folder: Path, *files: Case) -> None:
    """Put files in force, which must be ready."""
    for file in files:
        one = intake.preview(folder, file.data, file.name, file.answers)
        assert one.ready, (one.problems, one.questions)
        intake.accept(folder, one, by="Anna")
