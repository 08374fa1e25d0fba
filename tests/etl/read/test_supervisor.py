"""The cage: nothing that a child does harms the caller, refusals come all at once, answers change the reading."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import read
from etl.read import Document, Refused, Sheet, Spent, limits, local_files, messages, reader, supervisor
from tests.support import corpus_books

GOOD = b"Country,Exports,Imports\nRussia,649.8,885.6\nJapan,1200.25,13.75\n"
CONFINED = "from etl.read.child import confine; confine(); import os, sys, json; "
ANSWER = (
    "told = dict(code='F-01', verdict='R', where='', found=said, why='', do='', key='', choices=());"
    "print(json.dumps({'refused': [told]}));"
    "print(json.dumps({'end': [0, 0]}))"
)


def refused(data: bytes, name: str = "t.csv", **answers: str) -> list[str]:
    with pytest.raises(Refused) as caught:
        reader.interpret(data, name, answers)
    return [problem.code for problem in caught.value.problems]


def conversed(program: str) -> str:
    """What a program says, or what the keeper says of its end."""
    with pytest.raises(Refused) as caught:
        supervisor.converse(program, {"name": "t", "answers": {}, "latest": ""}, GOOD)
    [problem] = caught.value.problems
    return problem.found if problem.code == "F-01" else f"{problem.code} {problem.found}"


@pytest.mark.parametrize(
    "program",
    [
        CONFINED + "kept = [bytearray(100 << 20) for _ in range(40)]",
        CONFINED + "import ctypes; ctypes.string_at(0)",
        CONFINED + "os.abort()",
        CONFINED + "os.kill(os.getpid(), 9) or sys.exit(3)",
        CONFINED + "sys.exit(0)",
        CONFINED + "raise SystemExit(1)",
        "print('no answer at all')",
        'print(\'{"document": {"kind": "csv"}}\')',
        "print('[' * 100000)",
        "print('{\"end\": true}')",
        "print('{\"end\": [0, 0]}')",
    ],
)
def test_whatever_kills_the_child_is_a_message_and_the_caller_lives(program):
    assert conversed(program).startswith("Z-09")
    assert read.read(GOOD, "t.csv").sheets[0].rows[1] == ("Russia", "649.8", "885.6")


def test_a_child_without_end_or_bounds_is_stopped(monkeypatch):
    monkeypatch.setattr(limits, "CHILD_WALL_SECONDS", 1)
    assert conversed("while True: pass").startswith("Z-09")
    assert conversed("import os, time; os.fork() or os.setsid(); time.sleep(60)").startswith("Z-09")
    monkeypatch.setattr(limits, "CHILD_WALL_SECONDS", 30)
    monkeypatch.setattr(limits, "ANSWER_BYTES", 1 << 20)
    assert conversed("while True: print('x' * 60000)").startswith("Z-09")


def test_a_child_has_no_disk_no_environment_and_few_files():
    write = "f = open('x', 'w'); f.write('y' * 9999); f.close(); said = 'written'"
    assert conversed(f"{CONFINED}\ntry:\n {write}\nexcept OSError:\n said = 'stopped'\n{ANSWER}") == "stopped"
    assert conversed(f"{CONFINED} said = str(len(os.environ)); {ANSWER}") in ("0", "1")  # the system may add a locale
    many = "kept = [os.dup(1) for _ in range(99)]; said = 'opened'"
    assert conversed(f"{CONFINED}\ntry:\n {many}\nexcept OSError:\n said = 'stopped'\n{ANSWER}") == "stopped"
    assert (
        conversed(f"{CONFINED} said = str('pandas' in sys.modules or 'streamlit' in sys.modules); {ANSWER}") == "False"
    )


def without(wall: str):
    """A mark for systems that lack a wall: there the page and the start say so, and files of others are refused."""
    return pytest.mark.skipif(wall not in supervisor._confinement().walls, reason=f"this system has no wall: {wall}")


DEEDS = {
    "read an account": "said = open('/etc/passwd').read()",
    "read the figures": "said = str(os.listdir({data!r}))",
    "delete": "os.unlink({file!r}); said = 'done'",
    "rename": "os.rename({file!r}, {file!r} + '2'); said = 'done'",
    "truncate": "os.truncate({file!r}, 0); said = 'done'",
    "write": "said = str(open({file!r}, 'r+').write('x'))",
    "make": "said = str(os.mkdir({file!r} + '3'))",
    "link": "said = str(os.symlink('/etc', {file!r} + '4'))",
    "change rights": "said = str(os.chmod({file!r}, 0o777))",
}


@without("disk")
@pytest.mark.parametrize("deed", DEEDS)
def test_a_child_reads_and_changes_no_file_but_its_own_program(deed, tmp_path, root):
    file = tmp_path / "kept.txt"
    file.write_text("kept")
    tmp_path.chmod(0o777)
    code = DEEDS[deed].format(data=str(root / "data"), file=str(file))
    assert conversed(f"{CONFINED}\ntry:\n {code}\nexcept OSError:\n said = 'stopped'\n{ANSWER}") == "stopped"
    assert file.read_text() == "kept" and [one.name for one in tmp_path.iterdir()] == ["kept.txt"]


@without("calls")
@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)",
        "import socket; socket.socketpair()",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getppid(), 0)",
    ],
)
def test_a_child_reaches_no_socket_and_no_other_process(code):
    assert (
        conversed(f"{CONFINED}\ntry:\n {code}; said = 'done'\nexcept OSError:\n said = 'stopped'\n{ANSWER}")
        == "stopped"
    )


def test_fewer_walls_are_said(monkeypatch):
    assert supervisor.weaknesses() == "" or "fewer walls" in supervisor.weaknesses()
    monkeypatch.setattr(supervisor, "_confinement", lambda: supervisor.Cage((), {}, frozenset({"calls", "network"})))
    assert "read what this account can read" in supervisor.weaknesses() and "network" not in supervisor.weaknesses()


@without("network")
def test_a_child_has_no_network():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        call = (
            f"import socket; socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 2); said = 'connected'"
        )
        assert conversed(f"{CONFINED}\ntry:\n {call}\nexcept OSError:\n said = 'stopped'\n{ANSWER}") == "stopped"


def test_what_is_too_long_never_reaches_a_child():
    with pytest.raises(Refused) as caught:
        read.read(b"x" * (limits.UPLOAD_BYTES + 1), "big.csv")
    assert [problem.code for problem in caught.value.problems] == ["Z-06"]


def test_the_caged_reading_is_the_same_as_the_reading_itself():
    rows = [["Region", "Country", "Exports"], ["Asia", "Japan", (0.118, 2)], [None, "India", 12.5]]
    merged = '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
    files = {"t.csv": GOOD, "t.xlsx": corpus_books.book(rows, after=merged), "t.json": b'{"data": [{"v": 1.10}]}'}
    files["t.html"] = b"<html><p>Title<table><tr><td>a<td>1.5<tr style='display:none'><td>b<td>2.5</table>"
    for name, data in files.items():
        assert read.read(data, name) == reader.interpret(data, name, latest="2099-01")


@given(st.lists(st.lists(st.text(max_size=5), min_size=2, max_size=2), max_size=5), st.text(max_size=9))
@settings(max_examples=50, deadline=None)
def test_any_document_travels_unchanged(rows, name):
    sheet = Sheet(
        name,
        tuple(map(tuple, rows)),
        "A1",
        (1, 2),
        ("tn",),
        (name,),
        ((0, 0, 1, 1),),
        frozenset({1}),
        frozenset(),
        "hidden",
        {(0, 1): "0%"},
    )
    document = Document("xlsx", name, sheets=(sheet, sheet), outside=(name,))
    lines = [line.encode() for line in (*messages.sent(document), messages.ended(Spent(0.5, 20)))]
    assert messages.received(lines) == document and messages.received(lines).spent == (0.5, 20)
    with pytest.raises((ValueError, KeyError)):
        messages.received(lines[:-1])


def test_refusals_come_all_at_once_and_questions_with_them():
    rows = [
        ["Country", "Exports"],
        ["Japan", "<c><f>B3</f></c>"],
        ["India", '<c t="e"><v>#N/A</v></c>'],
        ["Chile", 12.5],
    ]
    data = corpus_books.book(rows, hidden=[4])
    assert refused(data, "t.xlsx") == ["W-01", "W-04", "W-03"]


def test_answers_settle_questions_and_change_the_reading():
    data = "Country,Exports\nCôte,12.5\n".encode("cp1252")
    asked = reader.interpret(data, "t.csv")
    assert [(p.code, p.key, p.choices) for p in asked.held] == [("E-03", "encoding", ("cp1252", "gb18030"))]
    for answer, word in (("cp1252", "Côte"), ("gb18030", "C魌e")):
        told = reader.interpret(data, "t.csv", {"encoding": answer})
        assert (told.held, told.encoding, told.sheets[0].rows[1][0]) == ((), answer, word)
    assert refused(data, encoding="klingon") == ["E-04"]
    two = {
        "2023": corpus_books.sheet([["a", "b"], ["x", 12.5], ["y", 13.5]]),
        "2024": corpus_books.sheet([["a", "b"], ["x", 14.5], ["y", 15.5]]),
    }
    book = corpus_books.zipped(corpus_books.parts(two))
    [question] = reader.interpret(book, "t.xlsx").held
    assert (question.code, question.key, question.choices) == ("W-06", "sheet", ("2023", "2024"))
    told = reader.interpret(book, "t.xlsx", {"sheet": "2024"})
    assert [sheet.name for sheet in told.sheets] == ["2024"] and not told.held


def test_hidden_rows_are_read_or_left_out_as_answered():
    data = corpus_books.book([["a", "b"], ["x", 12.5], ["y", 13.5], ["z", 14.5]], hidden=[3])
    assert [problem.code for problem in reader.interpret(data, "t.xlsx").held] == ["W-03"]
    kept = reader.interpret(data, "t.xlsx", {"hidden": "include"})
    cut = reader.interpret(data, "t.xlsx", {"hidden": "leave out"})
    assert not kept.held and not cut.held
    assert [row[0] for row in kept.sheets[0].rows] == ["a", "x", "y", "z"]
    assert [row[0] for row in cut.sheets[0].rows] == ["a", "x", "z"]
    assert cut.sheets[0].at(2, 1) == 'sheet "Data", cell B4'


def test_places_are_those_of_the_persons_own_file():
    text = 'Title\n\nCountry,Exports\nJapan,12.5\n"Korea,\nRep.",13.5\nIndia,14.5\n'
    sheet = reader.interpret(text.encode(), "t.csv").sheets[0]
    assert sheet.rows[4] == ("Korea, Rep.", "13.5") and sheet.titles == ("Title",)
    assert (sheet.at(4, 1), sheet.at(5, 0), sheet.at(5)) == ("line 5, column 2", "line 7, column 1", "line 7")
    page = reader.interpret(b"<table></table><table><tr><th>a<th>b<tr><td>c<td>1.5</table>", "t.html").sheets[0]
    assert page.at(1, 1) == "table 2, row 2, column 2"
    assert [read.letters(column) for column in (0, 25, 26, 255)] == ["A", "Z", "AA", "IV"]


def test_a_page_keeps_what_stands_around_its_table_and_spans_are_repeated():
    page = (
        '<div class="date">2026/04/08</div><table><tr><td colspan=3>Trade, 3.2026</td></tr>'
        "<tr><td rowspan=2>Country</td><td colspan=2>Exports</td></tr><tr><td>3</td><td>1-to-3</td></tr>"
        "<tr><td>&nbsp;&nbsp;Japan</td><td>649.8&nbsp;</td><td><span style='display:none'>9</span>885.6</td></tr>"
        "</table>"
    )
    document = reader.interpret(page.encode(), "t.xls")
    assert document.outside == ("2026/04/08",) and [note.code for note in document.notes] == ["F-03", "S-15"]
    assert document.sheets[0].titles == ("Trade, 3.2026",)
    assert document.sheets[0].rows[1:] == (
        ("Country", "Exports", "Exports"), ("Country", "3", "1-to-3"), ("\u00a0\u00a0Japan", "649.8\u00a0", "885.6"),
    )  # fmt: skip


def test_json_keeps_every_digit():
    document = reader.interpret(b'{"value": 1234567890.10, "n": [1e2]}', "t.json")
    assert str(document.data()["value"]) == "1234567890.10"
    assert refused(b'{"value": NaN}', "t.json") == ["N-03"]
    assert refused(b"[" * 5000, "t.json") == ["Z-08"]


def test_a_link_a_pipe_and_a_changing_file_are_not_read(tmp_path, monkeypatch):
    file = tmp_path / "t.csv"
    file.write_bytes(GOOD)
    (tmp_path / "link.csv").symlink_to(file)
    os.mkfifo(tmp_path / "pipe.csv")
    assert local_files.load(file) == GOOD
    for name, most, code in (("link.csv", 100, "F-10"), ("pipe.csv", 100, "F-10"), ("t.csv", 10, "Z-06")):
        with pytest.raises(Refused) as caught:
            local_files.load(tmp_path / name, most)
        assert [problem.code for problem in caught.value.problems] == [code]
    real = os.fstat
    seen = []

    def changing(handle):
        seen.append(handle)
        if len(seen) == 2:
            file.write_bytes(GOOD + b"Chile,1.5,2.5\n")
        return real(handle)

    monkeypatch.setattr(local_files.os, "fstat", changing)
    with pytest.raises(Refused) as caught:
        local_files.load(file)
    assert [problem.code for problem in caught.value.problems] == ["F-11"]


def test_the_page_of_2018_says_that_it_holds_a_picture():
    image = b"<html><head><title>China's Total, Jan. 2018</title></head><body><img src='4.png'/></body></html>"
    assert refused(image, "t.html") == ["F-14"]


def test_no_big_library_is_loaded_by_the_caller():
    program = (
        "import sys, etl.read.supervisor, etl.text.numbers, etl.text.periods;"
        "print([name for name in ('pandas', 'numpy', 'openpyxl', 'xlrd', 'lxml') if name in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=Path(__file__).parents[3], check=True
    )
    assert told.stdout.strip() == "[]"
