"""The commands: what they print, and a sentence with exit code 1 for everything that cannot be done."""

import csv
import io
import json

import pytest

from dashboard.cli.main import main
from etl.tables import registry


def run(capsys, *argv) -> tuple[int, str, str]:
    try:
        code = main(list(argv))
    except SystemExit as stop:
        code = int(stop.code or 0)
    out = capsys.readouterr()
    return code, out.out, out.err


def rows(text: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_table_of_2022_says_what_was_published(capsys):
    code, out, _ = run(capsys, "table", "trade_by_partner", "flow=total", "first=2022", "last=2022")
    values = {row["partner"]: int(row["value"]) for row in rows(out)}
    assert code == 0 and values == {
        "RUS": 190271000000,
        "USA": 759427000000,
        "EU27": 847300000000,
        "ASEAN": 975300000000,
    }
    assert all(
        row["unit"] == "USD" and row["source"] and row["vintage"] and row["url"] and row["printed"] for row in rows(out)
    )


def test_as_of_the_end_of_2022(capsys):
    _, out, _ = run(capsys, "table", "trade_by_partner", "partners=RUS", "--as-of", "2022-12-31")
    values = {row["period"]: int(float(row["value"])) for row in rows(out)}
    assert values["2021"] == 146887000000 and "2022" not in values


def test_growth_is_printed_and_recomputed_with_the_reason(capsys):
    _, out, _ = run(
        capsys,
        "table",
        "trade_by_partner",
        "view=growth",
        "first=2022",
        "last=2022",
        "partners=RUS",
        "--format",
        "json",
    )
    body = json.loads(out)
    assert {round(row["value"], 1) for row in body["rows"]} == {29.3, 29.5}
    assert "+29.3%" in body["calculation"] and "+29.5%" in body["calculation"] and "revised" in body["calculation"]


def test_json_has_the_promised_fields(capsys):
    _, out, _ = run(capsys, "table", "trade_by_partner", "view=ratio", "first=2022", "last=2022", "--format", "json")
    body = json.loads(out)
    assert {"chart", "headline", "subtitle", "unit", "rows", "sources", "disagreements"} <= set(body)
    eu = next(row for row in body["rows"] if row["partner"] == "EU27")
    assert eu["value"] > 4 and eu["unit"] == "times" and eu["citation"].startswith("ratio(")
    assert {
        "series",
        "reporter",
        "partner",
        "period",
        "months",
        "value",
        "unit",
        "status",
        "source",
        "vintage",
        "citation",
    } <= set(eu)


def test_all_four_lines_are_complete_and_every_joint_is_marked(data):
    from dashboard.exhibits.exhibit import exhibit

    table = exhibit("trade_by_partner", data).table
    for _, line in table.groupby("partner"):
        assert list(line["period"]) == [str(year) for year in range(2010, 2026)]
        changed = line["family"].ne(line["family"].shift()).iloc[1:]
        assert list(line["joint"].iloc[1:].astype(bool)) == list(changed)


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("table", "trade_by_prtner"), "Did you mean trade_by_partner"),
        (("table", "trade_by_partner", "flw=total"), "did you mean “flow”"),
        (("table", "trade_by_partner", "flow=totl"), "is not a choice of “flow”"),
        (("table", "trade_by_partner", "flow"), "write pick=value"),
        (("table", "trade_by_partner", "first=2025", "last=2010"), "lies after"),
        (("table", "trade_by_partner", "--as-of", "2022-13-01"), "is not a day"),
        (("table", "trade_by_partner", "--as-of", "1990-01-01"), "as known on 1 Jan 1990"),
        (("table", "trade_by_partner", "--edition", "2026-11-21+999"), "no edition"),
        (("table", "trade_by_partner", "--edition", "new"), "is not an edition"),
        (("table", "trade_by_partner", "--data", "/nowhere"), "is not a folder"),
        (("verify", "--id", "nobody"), "There is no claim"),
        (("verify", "--claims", "/nowhere.csv"), "cannot be read"),
        (("template", "wheat"), "There is no template"),
        (("fly",), "invalid choice"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_words(capsys, argv, words):
    code, _, err = run(capsys, *argv)
    assert code == 1 and words in err and "Traceback" not in err


def test_picks_may_stand_before_and_after_options(capsys):
    told = []
    for argv in (["view=ratio", "last=2022", "--format", "csv"], ["view=ratio", "--format", "csv", "last=2022"]):
        assert main(["table", "trade_by_partner", *argv]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] and "goods_total_ratio" in told[0]


def test_an_empty_folder_is_said_in_words(capsys, tmp_path):
    code, _, err = run(capsys, "table", "trade_by_partner", "--data", str(tmp_path))
    assert code == 1 and "No figures could be read" in err


def test_charts_history_check_and_verify(capsys):
    from dashboard.exhibits.catalogue import catalogue

    code, out, _ = run(capsys, "charts")
    assert code == 0 and all(chart in out for chart in catalogue())
    code, out, _ = run(capsys, "history")
    assert code == 0 and out.strip().endswith("+0.")
    code, out, _ = run(capsys, "history", "--format", "json")
    assert json.loads(out) == []
    code, out, _ = run(capsys, "check", "--kind", "identity")
    assert code == 0 and "identity:" in out
    code, out, _ = run(capsys, "verify", "--format", "json")
    assert code == 0 and len(json.loads(out)["claims"]) == len(registry.lines("claims"))


def test_every_command_has_help_with_an_example(capsys):
    from dashboard.cli.main import parser

    commands = next(a for a in parser()._actions if hasattr(a, "choices") and a.choices).choices
    assert len(commands) >= 8
    for command, one in commands.items():
        assert "Example: kyakhta " + command in one.format_help().replace("\n", " ").replace("  ", " "), command


def test_help_does_not_wait_for_heavy_libraries():
    import subprocess
    import sys

    code = "import sys; from dashboard.cli.main import parser; parser(); print([m for m in ('pandas', 'plotly', 'streamlit', 'numpy') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_a_changed_byte_is_told_by_check_build_and_verify_and_marked_on_pictures(copy, capsys):
    from dashboard.exhibits.exhibit import exhibit
    from dashboard.figures import health, query
    from etl.build import snapshot_rows
    from etl.store import Store

    assert main(["store", "verify", "--data", str(copy)]) == 0
    assert "No damage" in capsys.readouterr().out
    item = exhibit("trade_by_partner", query.load(copy.resolve(), Store(copy).edition()), {})
    ref = next(one for one in Store(copy).in_force() if one.source in str(list(item.table["citation"])))
    path = Store(copy).file(ref)
    assert item.marker == ""
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"#")
    assert main(["store", "verify", "--data", str(copy)]) == 1
    assert path.name in capsys.readouterr().out
    assert main(["check", "--data", str(copy)]) == 1
    assert path.name in capsys.readouterr().out
    found, moved = health.check(copy.resolve())
    assert found and moved and "damaged file" in item.marker
    snapshot_rows.rows.cache_clear()  # as in a program that has just started
    assert main(["build", "--data", str(copy)]) == 1
    assert "left out" in capsys.readouterr().out
    query.load.cache_clear()
    left = query.load(copy.resolve(), Store(copy).edition())
    assert left.left_out and "are missing" in exhibit("trade_by_partner", left, {}).marker


def test_fingerprints_noted_elsewhere_are_compared(copy, capsys, tmp_path):
    noted = tmp_path / "noted.txt"
    noted.write_text("1 0123456789ab\n")
    assert main(["store", "verify", "--data", str(copy), "--known", str(noted)]) == 1
    assert "noted elsewhere" in capsys.readouterr().out
    noted.write_text("one\n")
    assert main(["store", "verify", "--data", str(copy), "--known", str(noted)]) == 1
    assert "Nothing was compared" in capsys.readouterr().err


def test_a_draft_is_checked_and_given_back_with_comments(capsys, tmp_path):
    page, marked = tmp_path / "page.txt", tmp_path / "page_checked.docx"
    page.write_text("In 2022 trade between China and Russia grew by 29.3 percent. Oil prices rose 20 percent in 2022.")
    code, out, err = run(capsys, "draft", str(page), "--out", str(marked))
    assert code == 0 and "● 29.3 percent: reproduces" in out and "□ 20 percent: not checked" in out
    assert "2 figures: 1 understood and checked, 1 not." in err and marked.read_bytes()[:2] == b"PK"
    code, out, _ = run(capsys, "draft", str(page), "--format", "csv")
    assert [line["value"] for line in rows(out)] == ["29.3"]


@pytest.mark.parametrize(("name", "options", "words"), [
    ("none.txt", (), "cannot be read"), ("page.txt", ("--out", "page.pdf"), "does not end in .docx"),
    ("page.txt", ("--out", "/proc/no/page.docx"), "cannot be written"), ("empty.txt", (), "It is empty"),
])  # fmt: skip
def test_a_draft_that_cannot_be_checked_is_said_in_words(capsys, tmp_path, name, options, words):
    (tmp_path / "page.txt").write_text("In 2022 trade between China and Russia grew by 29.3 percent.")
    (tmp_path / "empty.txt").write_text("")
    code, _, err = run(capsys, "draft", str(tmp_path / name), *options)
    assert code == 1 and words in err and "Traceback" not in err
