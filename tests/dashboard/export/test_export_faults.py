"""What goes wrong around an export: two people at once, a full disk, no browser, long headlines, no figures, processes left."""

import errno
import io
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest
from pptx import Presentation

from dashboard.cli import main
from dashboard.exhibits import catalogue
from dashboard.exhibits import exhibit as exhibits
from dashboard.export import brief, document, make, picture
from dashboard.export import formats as write
from dashboard.export.errors import ExportError
from dashboard.export.pptx import boxes, slides
from dashboard.figures import query

pytestmark = pytest.mark.slow

LONG = (
    "Russia led China’s crude suppliers in 2025 and Saudi Arabia came second, as in each of the years since the cap. "
    * 2
)
EMU = 914_400
CHARTS = list(catalogue.catalogue())


@pytest.fixture(scope="module")
def shown(data):
    """Return a function: charts as slides of a brief, made once."""
    kept = {}

    def one(chart, **words):
        kept.setdefault(chart, exhibits.exhibit(chart, data))
        return brief.BriefItem(brief.pin_slide(kept[chart], **words), kept[chart])

    return one


def test_two_people_who_make_whole_briefs_at_once_get_their_own(shown):
    """A ZIP has pictures, figures, deck, document and page: everything that two exports could mix up."""
    sides = {
        name: brief.Brief(name, slides=(shown(chart).slide,))
        for name, chart in (("A", "crude_share"), ("B", "gas_routes"))
    }
    data = shown("crude_share").item.data
    alone = {name: make.build(one, "zip", lambda *_: data) for name, one in sides.items()}
    got = {}

    def work(name):
        got[name] = make.build(sides[name], "zip", lambda *_: data)

    threads = [threading.Thread(target=work, args=(name,)) for name in sides]
    for one in threads:
        one.start()
    for one in threads:
        one.join(120)
    assert got == alone
    assert {name.partition("/")[0] for name in zipfile.ZipFile(io.BytesIO(got["B"])).namelist() if "/" in name} == {
        "01_gas_routes"
    }


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_under_a_document_is_a_sentence(shown, monkeypatch, number):
    def full(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(ExportError, match="disk is full"):
        document.build("Brief", "note", [shown("crude_share")])


def test_a_full_disk_while_writing_leaves_no_half_file(tmp_path, monkeypatch):
    """The bytes themselves do not fit, not only the last step."""
    opened = os.fdopen

    class Full:
        def __init__(self, file):
            self.file = file

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()

        def write(self, content):
            self.file.write(content[: len(content) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fdopen", lambda *given: Full(opened(*given)))
    with pytest.raises(ExportError, match=r"the disk is full\. Free some space"):
        write.save(tmp_path / "deck.pptx", b"x" * 1000)
    assert list(tmp_path.iterdir()) == []


def test_no_browser_and_no_program_at_all_is_needed(root, tmp_path):
    """Every format on a machine whose path is empty: neither Chromium nor LibreOffice nor a shell is called."""
    empty = {"PATH": str(tmp_path / "none"), "BROWSER_PATH": "/nonexistent", "HOME": str(tmp_path)}
    for form in ("pdf", "pptx", "zip"):  # a ZIP holds PNG and SVG
        out = tmp_path / f"chart.{form}"
        command = [sys.executable, "-m", "dashboard.cli.main", "render", "crude_share", "--out", str(out)]
        ended = subprocess.run(command, cwd=root, env=empty, capture_output=True, text=True, timeout=120)
        assert ended.returncode == 0, ended.stderr
        assert out.stat().st_size > 10_000


def test_the_program_never_calls_kaleido(root):
    used = [
        path
        for path in (root / "dashboard").rglob("*.py")
        if "import kaleido" in path.read_text() or "to_image" in path.read_text()
    ]
    assert used == []


def test_a_headline_of_three_lines_fits_its_slide_and_document(shown):
    one = shown("crude_share", headline=LONG.strip())
    slide = Presentation(io.BytesIO(slides.deck("Brief", [one]))).slides[1]
    title, subtitle = slide.shapes.title, next(shape for shape in slide.shapes if shape.name == "Subtitle")
    size = title.text_frame.paragraphs[0].runs[0].font.size.pt
    lines = boxes.line_count(LONG.strip(), size, title.width / EMU, True)
    assert title.text_frame.text == LONG.strip() and lines >= 3
    assert lines * size * boxes.LEAD / 72 <= (subtitle.top - title.top) / EMU + 0.05
    for template in brief.TEMPLATES:
        assert document.build("Brief", template, [one]).startswith(b"%PDF")
    for size in picture.SIZES:
        assert (
            LONG.rsplit(maxsplit=1)[-1] in picture.render_picture(one.item, "svg", size, headline=LONG.strip()).decode()
        )


@pytest.mark.parametrize(("template", "most"), [("note", 2), ("sheet", 1)])
@pytest.mark.parametrize(("charts", "headline"), [(CHARTS[:4], LONG[:150]), (CHARTS[-4:], "")], ids=["long", "usual"])
def test_four_charts_keep_to_the_pages_promised(shown, template, most, charts, headline):
    """Headlines of three lines, and charts of fifteen sources, both with the author's words."""
    each = [shown(chart, headline=headline, speaking="Say this first. " * 6, note="A note.") for chart in charts]
    made = document.build("Brief", template, each)
    assert document.page_count(made) == most == made.count(b"/Type/Page/") + made.count(b"/Type/Page\n")


@pytest.mark.parametrize(
    "command",
    [["render", "crude_share", "first=1950", "last=1951"], ["cite", "crude_share", "first=1950", "last=1951"], ["brief", "none.json"]],
)  # fmt: skip
def test_no_figures_is_a_sentence_without_a_file(command, tmp_path, capsys, monkeypatch, root):
    monkeypatch.chdir(tmp_path)
    out = [] if command[0] == "cite" else ["--out", "x.pdf"]
    assert main.main([*command, *out, "--data", str(root / "data")]) != 0
    told = capsys.readouterr().err
    assert told.startswith("kyakhta: ") and "Traceback" not in told and len(told) > 40
    assert list(tmp_path.iterdir()) == []


def test_a_brief_whose_figures_are_gone_names_the_slide(shown, root):
    gone = brief.Slide("crude_share", {}, "2001-01-01+0")
    with pytest.raises(brief.BriefError, match="Slide 2: "):
        make.build(
            brief.Brief(slides=(shown("crude_share").slide, gone)),
            "pptx",
            lambda *which: query.load(root / "data", *which),
        )


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_an_export_broken_off_leaves_no_file(end, root, tmp_path):
    """A command ended in the middle of its work leaves no half file."""
    out = tmp_path / "brief.zip"
    charts = ",".join(list(catalogue.catalogue())[:8])
    command = [sys.executable, "-m", "dashboard.cli.main", "brief", "--charts", charts, "--out", str(out)]
    asked = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.5)  # started, and long before it is through
    asked.send_signal(end)
    assert asked.wait(30) != 0
    assert list(tmp_path.iterdir()) == []
