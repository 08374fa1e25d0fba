"""The page for uploads, as Streamlit runs it: bytes are safe first, and what was left open is offered again."""

import json
import shutil
from dataclasses import replace

import pytest

from etl.intake import drafts, intake
from etl.store import Store
from tests.support.page_text import failures, text

TABLE = "partner,month,value\nRussia,2026-04,21000000000\n"


@pytest.fixture
def upload(copy, figures, opened):
    """Return a function that opens the page on a copy of some figures."""
    figures(copy)
    return lambda: opened("upload")


def pressed(view, label: str):
    """Press the one button whose label begins so."""
    (button,) = [each for each in view.button if each.label.startswith(label)]
    return button.click().run()


def pasted(view):
    view.text_area(key="upload_pasted").set_value(TABLE).run()
    return pressed(view, "Check the pasted table")


def test_a_file_is_on_the_disk_before_anything_reads_it(upload, copy, monkeypatch):
    def dies(root, data, *more):
        (kept,) = Store(root).snapshots("received")
        assert Store(root).read(kept) == data
        raise MemoryError  # whatever may happen while it is read

    monkeypatch.setattr(intake, "preview", dies)
    assert "upload_preview" not in pasted(upload()).session_state
    assert [one.provenance["original_name"] for one in drafts.waiting(copy)] == ["pasted.csv"]


def test_a_closed_browser_loses_neither_file_nor_answers(upload, copy):
    view = pasted(upload())
    assert not failures(view) and "mapping" in [each.key for each in view.session_state["upload_preview"].questions]
    columns = {"partner": "partner", "month": "period", "value": "value"}
    drafts.note(copy, view.session_state["upload_preview"].sha256, {"mapping": json.dumps(columns), "flow": "total"})
    again = upload()  # another session: the first one is gone
    assert "Not published yet" in text(again)
    resumed = pressed(again, "Resume pasted")
    one = resumed.session_state["upload_preview"]
    assert one.data == TABLE.encode() and one.answers["flow"] == "total"
    assert "mapping" not in [each.key for each in one.questions] and not failures(resumed)


def test_what_was_answered_on_the_page_is_kept_after_each_answer(upload, copy):
    view = pasted(upload())
    sha256 = view.session_state["upload_preview"].sha256
    assert drafts.answers(copy, sha256) == {}
    for number, role in enumerate(("partner", "period", "value")):
        view.selectbox(key=f"column_{number}").set_value(role)
    view = pressed(view, "These are the columns")
    assert set(drafts.answers(copy, sha256)) == {"mapping"}
    view.radio(key="answer_flow").set_value("total").run()
    assert drafts.answers(copy, sha256)["flow"] == "total"
    pressed(view, "Take back 2 answers")
    assert drafts.answers(copy, sha256) == {}


def test_what_waits_can_be_put_aside(upload, copy):
    pasted(upload())
    view = pressed(upload(), "Put aside")
    assert "Not published yet" not in text(view) and not drafts.waiting(copy)
    (kept,) = (copy / "quarantine").glob("*/provenance.json")
    assert json.loads(kept.read_text())["reason"] == "put aside"


def test_what_is_refused_is_kept_apart_and_not_offered_again(upload, copy):
    view = upload()
    view.text_area(key="upload_pasted").set_value("a,b\n1,2,3\n4\n").run()
    view = pressed(view, "Check the pasted table")
    assert view.session_state["upload_preview"].refused and not drafts.waiting(copy)
    assert len(list((copy / "quarantine").glob("*/provenance.json"))) == 1


def test_damaged_answers_are_asked_again(copy):
    drafts.note(copy, "ab" * 32, {"flow": "import"})
    (path,) = (copy / "state" / "drafts").iterdir()
    for damage in ("", "{", "[]", "\udcff"):
        path.write_text(damage, encoding="utf-8", errors="surrogateescape")
        assert drafts.answers(copy, "ab" * 32) == {}
    drafts.done(copy, "ab" * 32)
    assert not path.exists()


def test_what_was_decided_on_cannot_be_taken_away(copy):
    from etl.store import Unknown
    from tests.support.upload_files import april

    kept = drafts.begin(copy, april(), "statistics.xls", "Anna")
    one = intake.preview(copy, april(), "statistics.xls")
    intake.accept(copy, one, by="Anna")
    assert not drafts.waiting(copy), "it is published"
    (published,) = Store(copy).snapshots("gacc_tables")
    for counts in (published, Store(copy).snapshots("gacc_press")[0]):
        with pytest.raises(Unknown, match="decided on"):
            Store(copy).let_go(counts)
    Store(copy).let_go(kept)
    assert not Store(copy).verify()
    shutil.rmtree(copy)


def test_many_questions_of_a_kind_are_one_table(upload, copy):
    """Zeros lost from sixty codes are one question, and all that follows by rule is taken at once."""
    lines = "".join(
        f"China,Russia,import,2024-01,{code},{value}00\n" for value, code in enumerate((302, 304, 30462), 1)
    )
    view = upload()
    view.text_area(key="upload_pasted").set_value(f"reporter,partner,flow,period,hs code,value\n{lines}").run()
    view = pressed(view, "Check the pasted table")
    one = view.session_state["upload_preview"]
    columns = {name: name for name in ("reporter", "partner", "flow", "period", "value")} | {"hs code": "product"}
    drafts.note(copy, one.sha256, {"mapping": json.dumps(columns), "unit_missing": "USD"})
    view = pressed(upload(), "Resume pasted")
    (asked,) = view.session_state["upload_preview"].held
    assert asked.table == (("302", "0302"), ("304", "0304"), ("30462", "030462")) and not failures(view)
    view = pressed(view, "Take all that is suggested")
    one = view.session_state["upload_preview"]
    assert one.ready and {row.series for row in one.rows} == {f"hs{c}_imports_usd" for c in ("0302", "0304", "030462")}


def test_what_each_word_was_taken_for_is_shown_on_demand(upload, copy):
    view = pasted(upload())
    for number, role in enumerate(("partner", "period", "value")):
        view.selectbox(key=f"column_{number}").set_value(role)
    view = pressed(view, "These are the columns")
    said = {"flow": "import", "product": "TOTAL", "unit_missing": "USD 1 Million", "reporter": "China"}
    one = intake.preview(copy, TABLE.encode(), "pasted.csv", {**view.session_state["upload_preview"].answers, **said})
    view.session_state["upload_preview"] = one
    view = view.run()
    assert not failures(view)
    (words,) = [each for each in view.expander if each.label.startswith("What each word was taken for")]
    shown = " ".join(each.value for each in words.markdown) + " ".join(str(each.proto) for each in words)
    assert "Russia" in shown and "RUS" in shown and "2026-04" in shown


SAMPLE = {"mapping": json.dumps({"partner": "partner", "month": "period", "value": "value"}), "flow": "import"}
MORE = {"product": "TOTAL", "unit_missing": "USD 1 Million", "reporter": "China", "published": "2026-05-20"}


def shown(upload, copy, data: bytes, name: str = "statistics.xls", answers=None):
    """The page with a file compared, as it stands after the last answer."""
    from dashboard.figures import served
    from dashboard.overview import shown_where

    one = intake.preview(copy, data, name, answers)
    view = upload()
    view.session_state["upload_preview"] = one
    view.session_state["upload_places"] = shown_where.places(served.figures(), one)
    return view.run(), one


def test_the_grid_shows_every_figure_with_its_place_and_publish(upload, copy):
    from tests.support.upload_files import april

    view, one = shown(upload, copy, april())
    assert not failures(view)
    told = text(view)
    assert "18 figures: 18 new, 0 known already and equal, 0 changed" in told
    grid = next(each for each in told.split("<table") if 'role="grid"' in each).split("</table>")[0]
    assert grid.count('<td class="new"') == len(one.rows) == 18
    assert all(f"In your file: {row.citation}." in grid for row in one.rows)
    assert grid.index("Russia") < grid.index("World") and grid.count('tabindex="0"') == 1
    assert [each.label for each in view.button if each.label == "Publish"]


def test_a_line_is_found_and_what_is_not_found_is_said(upload, copy):
    from tests.support.upload_files import april

    view, _ = shown(upload, copy, april())
    view.text_input(key="upload_find").set_value("world").run()
    assert 'scope="row">World' in text(view) and 'scope="row">Russia' not in text(view)
    view.text_input(key="upload_find").set_value("<b>Atlantis").run()
    assert "No line called “&lt;b&gt;Atlantis”" in text(view) and not failures(view)


def test_a_file_that_moves_nothing_says_what_its_figures_are_for(upload, copy):
    """A figure of trade with Germany is on no chart: the page says so, before publishing and after."""
    table = b"partner,month,value\nGermany,2026-04,21000.5\n"
    view, one = shown(upload, copy, table, "germany.csv", SAMPLE | MORE)
    assert one.ready, [each.code for each in one.held]
    told = text(view)
    assert "No picture on any page moves" in told and "drawn by no chart" in told
    view = pressed(view, "Publish")
    assert not failures(view) and "Published. 1 figure: 1 new" in text(view) and "drawn by no chart" in text(view)
    assert "The new rows (CSV)" in [each.proto.label for each in view.get("download_button")]
    assert "<b>germany.csv</b>" in text(view), "the history names the file"
    view = pressed(view, "Take it back")
    view = pressed(view, "Withdraw")
    assert "Published." not in text(view) and "withdrew" in text(view)


def test_ten_thousand_figures_are_drawn_a_page_at_a_time(upload, copy, monkeypatch):
    from decimal import Decimal

    from etl.intake.outcomes import NEW, Outcome
    from etl.tables.rows import Row

    view, one = shown(upload, copy, b"partner,month,value\nGermany,2026-04,21000.5\n", "germany.csv", SAMPLE | MORE)
    rows = [
        Row(f"hs{code}_imports_usd", "CHN", place, "2026-04", 1, Decimal(code), Decimal(0), "reported", "own", "2026-05-20", f"line {code}")
        for code in range(1000, 6000) for place in ("DEU", "RUS")
    ]  # fmt: skip
    view.session_state["upload_preview"] = replace(
        one, outcomes=tuple(Outcome(row.key, NEW, row, None) for row in rows)
    )
    view = view.run()
    told = text(view)
    assert not failures(view) and "10,000 figures: 10,000 new" in told
    assert told.count('<td class="new"') <= 450 and "Lines 1 to 450 of 10,000" in told
    assert told.index("Russia") < told.find("Germany") or told.find("Germany") == -1
    view.text_input(key="upload_find").set_value("HS 5999 germany").run()
    assert text(view).count('<td class="new"') == 1
