"""`kyakhta add`: exactly the fields that were promised, the exit codes, and nothing changed where it says so."""

import json

import pytest

from etl.store import Store
from tests.support.upload_files import april

FIELDS = {"recognised", "rows", "uncompared", "problems", "questions", "changes", "impact", "read_as", "edition"}
OWN = "mapping={}".format(json.dumps({"partner": "partner", "month": "period", "value": "value"}))


@pytest.fixture
def add(copy, tmp_path, capsys):
    """Return a function: bytes and arguments → exit code, what was printed, and the JSON if it is some."""
    from dashboard.cli.main import parser

    def added(data: bytes, *more: str, name: str = "file.html", form: str = "json"):
        file = tmp_path / name
        file.write_bytes(data)
        arguments = parser().parse_args(["add", str(file), "--data", str(copy), "--format", form, *more])
        arguments.headlines = None
        code = arguments.run(arguments)
        out = capsys.readouterr().out
        return code, out, json.loads(out) if form == "json" else {}

    return added


def test_a_clean_dry_run_gives_the_promised_fields_and_changes_nothing(add, copy):
    code, _, told = add(april(), "--dry-run")
    assert code == 0 and set(told) == FIELDS and told["edition"] == ""
    names = {"source", "layout", "encoding", "unit", "currency", "flow", "reporter", "period"}
    assert set(told["recognised"]) == names and told["recognised"]["reporter"] == "CHN"
    assert told["rows"] == 18 and set(told["changes"]) == {"added", "revised", "vanished"}
    assert set(told["impact"]) == {"headlines", "verdicts"}
    for each in told["problems"]:
        assert set(each) == {"code", "verdict", "where", "found", "why", "do"}
    assert {"series", "old", "new", "where"} <= set(told["changes"]["added"][0])
    assert Store(copy).head() == 0 and not (copy / "quarantine").exists()


def test_yes_publishes_and_the_same_file_again_changes_nothing(add, copy):
    code, _, told = add(
        april(), "--yes", "--note", "April", "--published", "2026-05-10", "--url", "https://example.org"
    )
    assert code == 0 and told["edition"] == Store(copy).edition()
    (entry,) = Store(copy).history()
    assert entry.note == "April" and entry.answers["published"] == "2026-05-10"
    code, _, told = add(april(), "--yes", "--published", "2026-05-10")
    assert code == 0 and told["edition"] == "" and "P-05" in {each["code"] for each in told["problems"]}
    assert Store(copy).head() == 1


def test_without_a_word_nothing_is_published(add, copy):
    code, out, _ = add(april(), form="text")
    assert code == 2 and "Add --yes to publish" in out and Store(copy).head() == 0


def test_an_answer_is_asked_for_with_2_and_given_with_set(add, copy):
    data = b"partner,month,value\nRussia,2026-04,21000000000\n"
    code, _, told = add(
        data, "--yes", "--set", OWN, "--set", "product=TOTAL", "--set", "unit_missing=USD", name="t.csv"
    )
    assert code == 2 and {each["key"] for each in told["questions"]} == {"reporter", "flow"}
    assert all(set(each) == {"code", "key", "words", "evidence", "options"} for each in told["questions"])
    rest = ("--set", "reporter=CHN", "--set", "flow=total")
    more = ("--set", OWN, "--set", "product=TOTAL", "--set", "unit_missing=USD", *rest)
    code, _, told = add(data, "--yes", *more, name="t.csv")
    assert code == 0 and told["edition"]
    assert Store(copy).history()[-1].answers["flow"] == "total"


def test_a_slip_asks_in_words_and_goes_on_with_the_answer(add, copy):
    code, out, _ = add(april(factor=1000), form="text")
    assert code == 2 and "P-01 H" in out and "--set P-01:1,000=yes" in out
    code, out, _ = add(april(factor=1000), "--yes", "--set", "P-01:1,000=yes", form="text")
    assert code == 0 and "Published. Edition" in out


def test_how_to_answer_can_be_copied_into_a_shell(add):
    import shlex

    _, out, _ = add(b"Land,Monat,Betrag\nRussia,2026-04,21000000000\nJapan,2026-04,2\n", form="text", name="t.csv")
    assert "headings: Land, Monat, Betrag" in out and "roles: reporter, partner, period" in out
    assert """--set 'mapping={"Land": "partner", …}'""" in out
    answers = ("product=TOTAL", "unit_missing=USD", "reporter=CHN", "flow=total", OWN)
    data = b'partner,month,value\n"Oz, Land of",2026-04,21000000000\n'
    _, out, _ = add(data, *(word for each in answers for word in ("--set", each)), form="text", name="t.csv")
    (line,) = [line for line in out.splitlines() if "partner:Oz" in line]
    assert shlex.split(line)[-1].startswith("partner:Oz, Land of=")


def test_a_refused_file_is_kept_apart_and_changes_nothing(add, copy):
    before = sorted(path.name for path in (copy / "raw").rglob("*"))
    code, _, told = add(b"PK\x03\x04 not a workbook", "--yes", name="broken.xlsx")
    assert code == 1 and told["problems"][-1]["verdict"] == "R" and not told["edition"]
    assert "Nothing has been changed." in told["problems"][-1]["do"]
    (kept,) = (copy / "quarantine").glob("*/provenance.json")
    assert json.loads(kept.read_text())["reason"]
    assert sorted(path.name for path in (copy / "raw").rglob("*") if path.name != "log") == [
        n for n in before if n != "log"
    ]


def test_links_pipes_and_nothing_at_all_are_refused(add, copy, tmp_path, capsys):
    import os

    from dashboard.cli.main import parser

    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "link.csv").symlink_to(tmp_path / "pipe.csv")
    for name in ("pipe.csv", "link.csv", "nothing.csv"):
        arguments = parser().parse_args(["add", str(tmp_path / name), "--data", str(copy), "--format", "json"])
        assert arguments.run(arguments) == 1
        assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "F-10", name


def test_withdraw_and_restore_from_the_command_line(add, copy, capsys):
    from dashboard.cli.main import main

    add(april(), "--yes")
    name = "/".join((Store(copy).history()[0].source, Store(copy).history()[0].snapshot))
    for number, command in enumerate(("withdraw", "restore"), start=2):
        assert main([command, name, "--data", str(copy), "--note", "why"]) == 0
        assert f"entry {number}" in capsys.readouterr().out
    assert main(["withdraw", "gacc_tables/2020-01-01-0123456789", "--data", str(copy)]) == 1
    assert "Traceback" not in capsys.readouterr().err


SAMPLES = (
    ("en_bulletin_t02_by_country_2026-06_usd_EXCERPT_TRANSCRIBED.html", "2026-06", "usd", (24351380000, 11432537000, 12918844000)),
    ("en_preliminary_s4_by_country_2026-03_cny.html", "2026-03", "cny", (153540000000, 64980000000, 88560000000)),
)  # fmt: skip


@pytest.mark.parametrize(("name", "month", "unit", "values"), SAMPLES, ids=["bulletin", "preliminary"])
def test_real_pages_give_their_golden_values(root, copy, name, month, unit, values):
    from decimal import Decimal

    from etl.intake import intake

    file = root.parent / "shared" / "samples" / "gacc_monthly_by_country" / name
    if not file.exists():
        pytest.skip("no stored samples here")
    one = intake.preview(copy, file.read_bytes(), file.name)
    found = {row.series: row.value for row in one.rows if (row.partner, row.period, row.months) == ("RUS", month, 1)}
    wanted = dict(
        zip((f"goods_{flow}_{unit}" for flow in ("total", "exports", "imports")), map(Decimal, values), strict=True)
    )
    assert one.ready and {series: found[series] for series in wanted} == wanted
