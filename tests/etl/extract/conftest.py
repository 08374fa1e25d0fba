"""What every extractor test uses: a file typed here is read as an upload is, recognised, and extracted."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from etl import extract
from etl.read.reader import interpret

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
KEY = ("series", "reporter", "partner", "period", "months")


@pytest.fixture
def take() -> Callable:
    """Return a function: text or bytes of a file, and answers → what was recognised, the rows, and what was said."""

    def taken(content: str | bytes, name: str = "upload.csv", **answers: str) -> SimpleNamespace:
        data = content.encode() if isinstance(content, str) else content
        document = interpret(data, name)
        ranked = extract.recognise(document)
        assert ranked, f"{name} was not recognised"
        module, recognised = ranked[0]
        found = module.extract(document, recognised, answers)
        return SimpleNamespace(
            module=module.__name__.rpartition(".")[2],
            recognised=recognised,
            document=document,
            rows=found.rows,
            problems=found.problems,
            codes=[one.code for one in found.problems],
            held=[one.code for one in found.problems if one.verdict in "RH"],
            questions={one.key: one for one in found.questions},
            found=found,
            values={(*(row[name] for name in KEY[:4]), int(row["months"])): row["value"] for row in found.rows},
            printed={row["printed"] for row in found.rows},
        )

    return taken


@pytest.fixture
def sample(take: Callable) -> Callable:
    """Return a function: a stored sample file by its path, or a skip where the samples are absent."""

    def taken(path: str, **answers: str) -> SimpleNamespace:
        file = SAMPLES / path
        if not file.exists():
            pytest.skip("no stored samples here")
        return take(file.read_bytes(), file.name, **answers)

    return taken
