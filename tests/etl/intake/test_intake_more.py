"""Uploads that are not a plain table of one source: pages of links, places nobody knows, values that go away."""

import ast
import csv
import os

import pytest

from etl.intake import impact, intake
from etl.store import Store
from tests.support.upload_files import april

INDEX = """<!DOCTYPE html><html><head><title>Statistics</title></head><body><p>Home &gt; Preliminary Release</p><table>
<tr><td>Title</td><td>Month</td></tr>
<tr><td>(1) China's Total Export &amp; Import Values (in CNY)</td><td>{months}</td></tr>
<tr><td>(4) China's Total Export &amp; Import Values by Country/Region (in CNY)</td><td>{months}</td></tr>
</table></body></html>"""
NAMES = ["Jan.", "Feb.", "Mar.", "Apr.", "May.", "Jun."]


@pytest.mark.parametrize(
    "months",
    ["".join(f"<a href=/statics/{name}.html>{name}</a>" for name in NAMES), "</td><td>".join(map(str, range(1, 13)))],
    ids=["in one cell", "a cell a month"],
)
def test_a_page_of_links_says_what_it_is_and_what_to_take_instead(copy, months):
    one = intake.preview(copy, INDEX.format(months=months).encode(), "preliminary.html")
    assert one.refused and not one.questions
    assert [each.code for each in one.problems if each.verdict == "R"] == ["F-17"]
    assert one.problems[-1].found == "Statistics" and "Open the month" in one.problems[-1].do


OWN = {
    "mapping": '{"partner": "partner", "period": "period", "value": "value"}',
    "reporter": "CHN", "flow": "export", "product": "TOTAL", "unit_missing": "USD",
}  # fmt: skip


def own(*lines: str) -> bytes:
    return "\n".join(["partner,period,value", *lines, ""]).encode()


def test_a_place_nobody_knows_is_held_and_does_not_stop_the_comparison(root):
    names = ("Russia", "Japan", "Germany", "India", "Viet Nam", "Oz, Land of")
    lines = [f'"{name}",2022,{76_000_000_000 + number}' for number, name in enumerate(names)]
    one = intake.preview(root / "data", own(*lines), "own.csv", OWN)
    assert [each.key for each in one.held if each.code == "K-04"] == ["partner:Oz, Land of"]
    now = impact.known(root / "data", Store(root / "data").edition())
    for source in ("table", "imf_imts"):  # a family of its own, and one that verdicts rest on
        rows = [row._replace(source=source) for row in one.rows]
        impact.verdicts(now, impact.with_rows(now.dataset, rows), rows)


def test_values_that_a_source_no_longer_has_are_held_and_named(copy):
    both = own("Russia,2026-03,20000000000", "Russia,2026-04,21000000000", "Russia,2026-05,22000000000")
    first = intake.preview(copy, both, "own.csv", OWN | {"published": "2026-06-01"})
    assert first.ready, first.held
    intake.accept(copy, first, by="Anna")
    told = OWN | {"published": "2026-07-01", "sure:gaps": "yes"}
    fewer = own("Russia,2026-03,20000000000", "Russia,2026-05,22000000001")
    one = intake.preview(copy, fewer, "own.csv", told)
    (held,) = [each for each in one.held if each.code == "P-04"]
    assert held.key == "sure:gone" and held.choices == ("yes",) and "2026-04" in held.where
    assert len(one.vanished) == 1 and not one.ready
    sure = intake.preview(copy, fewer, "own.csv", told | {"sure:gone": "yes"})
    assert "P-04" not in {each.code for each in sure.held}


def test_every_question_about_a_file_names_the_key_of_its_answer(root):
    """No call in the program makes a held problem to which no answer could be given."""
    with (root / "etl" / "tables" / "problems.csv").open(encoding="utf-8", newline="") as lines:
        usual = {line["code"]: line["verdicts"] for line in csv.DictReader(lines)}
    seen = 0
    for path in sorted((root / "etl").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "problem" and call.args:
                code, said = call.args[0], {each.arg: each.value for each in call.keywords}
                if not isinstance(code, ast.Constant) or None in said:
                    continue
                verdict = ast.unparse(said["verdict"]).strip("'\"") if "verdict" in said else usual[code.value][0]
                if verdict in ("H", "HOLD"):
                    seen += 1
                    key = said.get("key")
                    assert key is not None and ast.unparse(key) not in ("''", '""'), f"{path}:{call.lineno}"
    assert seen > 10


def test_an_answer_that_means_nothing_leaves_the_question_open_with_its_key(copy):
    data = own("Rossland,2026-04,21000000000", "Russia,2099-01,5")
    for answers in ({}, {"partner:Rossland": "Nowhere"}):
        one = intake.preview(copy, data, "own.csv", OWN | answers)
        assert "partner:Rossland" in {each.key for each in one.held} and not one.ready
    whole = {**OWN, "mapping": '{"partner": "partner", "value": "value"}'}
    for said in ("soon", "2024.1", "13/2024"):
        one = intake.preview(copy, b"partner,value\nRussia,21000000000\n", "own.csv", whole | {"period": said})
        assert not one.refused and [each.key for each in one.held] == ["period"], (said, one.problems)


def test_the_page_for_a_month_is_no_page_of_links(copy):
    assert intake.preview(copy, april(), "x.html").ready


def test_much_of_the_past_is_approved_by_nobody_without_sign_in_and_the_store_asks_again(copy):
    from etl.office.permissions import Actor, approval, authorise, last_added
    from etl.store import Forbidden

    def put(data: bytes, **answers: str):
        one = intake.preview(copy, data, "own.csv", OWN | answers)
        assert one.ready, one.held
        return intake.accept(copy, one, by="Anna")

    anna, boris = Actor("Anna", local=True), Actor("Boris", local=True)
    first = put(own("Russia,2026-03,20000000000", "Russia,2026-04,21000000000"), published="2026-06-01")
    assert approval(anna, first).yes, "a usual upload may be looked through by whoever added it"
    fewer = own("Russia,2026-02,19000000000", "Russia,2026-03,20000000000", "Russia,2026-05,22000000001")
    put(fewer, **{"published": "2026-07-01", "sure:gaps": "yes", "sure:gone": "yes"})
    added = last_added(Store(copy).history(), "table", Store(copy).history()[-1].snapshot)
    assert not approval(anna, added).yes and "second person" in approval(anna, added).reason
    assert not approval(boris, added).yes, "another name at this machine is no second person"
    for who in (anna, boris):
        with pytest.raises(Forbidden, match="a second perso"):
            Store(copy, authorise=authorise(who, added)).publish("table", added.snapshot, by=who.name, key=who.name)
    assert Store(copy).head() == 2


def test_the_name_in_the_history_is_the_accounts_not_what_logname_says(monkeypatch):
    import pwd

    from etl.office import permissions

    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "Somebody Else")
    assert permissions.account() == pwd.getpwuid(os.getuid()).pw_name != "Somebody Else"
