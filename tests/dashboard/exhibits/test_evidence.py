"""From a drawn value to its publication: trails, figures as printed, safe data files, badges, the state of play."""

import csv
import io
import re
from html import unescape

import pytest

from dashboard.exhibits import badges, catalogue, evidence, tables
from dashboard.exhibits.exhibit import exhibit
from dashboard.figures import served
from dashboard.looks import Request, look
from dashboard.overview import headlines, key_figures, short_lists
from dashboard.server import points
from etl.tables.rows import Citation

CHARTS = list(catalogue.catalogue())


def usual(chart):
    return {pick.name: pick.default for pick in catalogue.module(chart).PICKS}


def test_a_trail_names_rules_and_lines_once():
    found = evidence.trail("growth(total(a/1#1 a/1#2) total(a/1#2 b/2#9))")
    assert found.rules == ("growth", "total")
    assert found.leaves == ("a/1#1", "a/1#2", "b/2#9")
    assert evidence.trail("a/1#1") == evidence.Trail((), ("a/1#1",))


@pytest.mark.parametrize("chart", CHARTS)
def test_every_drawn_value_leads_to_a_publication_with_address_day_and_printed_figure(chart):
    item = look(Request.for_chart(chart, usual(chart), served.newest())).exhibit
    rows = item.table[item.table["value"].notna()]
    assert len(rows)
    for citation in rows["citation"].unique():
        leaves = evidence.trail(citation).leaves
        assert leaves
        for leaf in leaves:
            line = evidence.find_line(item, leaf)
            assert line is not None, f"{leaf} leads nowhere"
            assert line.title
            assert line.printed or leaf.startswith("sipri_"), "a data file has no printed figure, everything else has"


def test_every_rule_that_a_row_names_has_its_words(data):
    cited = [*data.shown["citation"]]
    for chart in CHARTS:
        cited += [*look(Request.for_chart(chart, usual(chart), data.edition)).exhibit.table["citation"]]
    named = {rule for citation in cited for rule in evidence.trail(citation).rules}
    assert named
    factors = {rule for rule in named if rule.startswith(evidence.FACTOR)}
    assert factors == {"factor_1.38"} and evidence.describe_rule("factor_1.38") == "multiplied by the factor 1.38"
    assert not named - factors - set(evidence.rule_words()), "add a line to dashboard/tables/rules.csv"


@pytest.mark.parametrize(
    ("value", "rounding", "shown"),
    [
        (190_271e6, 5e5, "190.271"),
        (190_300e6, 5e7, "190.3"),
        (1_054e9, 5e8, "1,054"),
        (-3_450e6, 5e6, "−3.45"),
        (2e9, 0, "2"),
    ],
)
def test_a_figure_has_the_digits_it_was_printed_with(value, rounding, shown):
    assert evidence.figure({"series": "goods_total_usd", "value": value, "rounding": rounding}) == shown


def test_the_data_file_has_a_line_a_value_with_its_source_and_numbers_stay_numbers():
    item = look(
        Request.for_chart("trade_by_partner", usual("trade_by_partner") | {"view": "increment"}, served.newest())
    ).exhibit
    lines = read(tables.csv_file(item).decode("utf-8-sig"))
    assert len(lines) == len(item.table)
    assert any(float(line["value"]) < 0 for line in lines), "a fall is a negative number, not a text"
    assert all(line["unit"] and line["shown_unit"] and line["citation"] and line["edition"] for line in lines)


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("chart", CHARTS)
def test_every_value_of_a_data_file_names_publisher_publication_and_how_it_was_computed(chart):
    item = look(Request.for_chart(chart, usual(chart), served.newest())).exhibit
    lines = [line for line in read(tables.as_csv(item)) if line["value"]]
    assert lines
    for line in lines:
        assert line["publisher"] and line["title"], line
        assert bool(line["rule"]) == ("(" in line["citation"]), line


@pytest.mark.parametrize("chart", CHARTS)
def test_the_button_the_command_and_the_export_write_the_same_figures(chart, capsys, monkeypatch):
    from dashboard.cli import main
    from dashboard.export import formats

    item = look(Request.for_chart(chart, usual(chart), served.newest())).exhibit
    main.main(["table", chart])
    said = capsys.readouterr().out
    assert not said.startswith("\ufeff")
    assert tables.csv_file(item) == formats.made(item, "csv") == b"\xef\xbb\xbf" + said.encode()


@pytest.mark.parametrize("chart", CHARTS)
def test_values_are_plain_digits_fifteen_at_most(chart):
    item = look(Request.for_chart(chart, usual(chart), served.newest())).exhibit
    for line, row in zip(read(tables.as_csv(item)), item.table.to_dict("records"), strict=True):
        for name in ("value", "rounding", "shown"):
            assert re.fullmatch(r"(-?\d+(\.\d*[1-9])?)?", line[name]), line[name]
            assert len(line[name].strip("-").replace(".", "").strip("0")) <= 15, line[name]
            assert line[name] or row[name] != row[name], "only a gap is empty"
            assert not line[name] or float(line[name]) == pytest.approx(row[name], rel=1e-14, abs=0)


def test_a_computed_row_lists_all_its_publications_and_its_rule():
    item = look(Request.for_chart("mirror_gap", usual("mirror_gap"), served.newest())).exhibit
    lines = read(tables.as_csv(item))
    line = next(line for line in lines if " " in line["citation"])
    row = evidence.lines(line["citation"], item.data.citations)
    assert len(row) >= 2
    for part in ("title", "url", "published", "printed"):
        assert line[part] == " | ".join(dict.fromkeys(getattr(one, part) for one in row if getattr(one, part)))
    assert "one side's figure against the other's" in line["rule"]
    publishers = {evidence.publisher(leaf) for leaf in evidence.trail(line["citation"]).leaves}
    assert set(line["publisher"].split(" | ")) == publishers


def test_hand_kept_rows_lead_to_their_publications_too():
    for chart in ("arms_systems", "gas_announced_delivered"):
        item = look(Request.for_chart(chart, usual(chart), served.newest())).exhibit
        assert all(line["url"].startswith(("http", "github:")) for line in read(tables.as_csv(item))), chart


def test_only_addresses_of_the_web_become_links():
    assert "<a " not in evidence.link_html("javascript:alert(1)", "x")
    assert evidence.link_html('https://a.b/?q="<', "<b>") == (
        '<a href="https://a.b/?q=&quot;&lt;" target="_blank" rel="noopener noreferrer">&lt;b&gt;</a>'
    )


def test_the_box_of_a_point_names_value_status_publication_and_day():
    item = look(Request.for_chart("trade_by_partner", usual("trade_by_partner"), served.newest())).exhibit
    at = item.table[(item.table["partner"] == "RUS") & (item.table["period"] == "2022")].index[0]
    said = unescape(points.box(item, int(at)))
    assert "Russia, 2022: 190.2" in said and "US$ bn" in said
    assert "https://" in said or "http://" in said
    assert "printed" in said and "2023" in said


@pytest.mark.parametrize("chart", CHARTS)
def test_two_badges_at_most(chart):
    found = look(Request.for_chart(chart, usual(chart), served.newest())).card.badges
    assert (chart != "availability") <= len(found) <= 2  # what is not published has no freshness
    assert {one.tone for one in found} <= {badges.ACCENT, badges.NEUTRAL, badges.AMBER}


@pytest.mark.parametrize(("last", "years"), [("2025-12", 0), ("2024-12", 1), ("2023-12", 2)])
def test_the_age_of_a_figure_in_whole_years(last, years):
    assert badges.age(last, "2026-11-21") == years


def test_the_finding_turns_with_the_data(data):
    from dataclasses import replace

    head, _ = headlines.compose(data)
    assert head == "China–Russia trade fell 6.9% in 2025, from 2024’s $244.8bn to $228.1bn"
    rows = data.shown.copy()
    year = (rows["partner"] == "RUS") & (rows["period"] == "2025") & (rows["months"] == 12)
    rows.loc[year & (rows["series"] == "goods_total_usd"), "value"] = 300e9
    printed = year & (rows["series"] == "goods_total_growth_pct")
    risen = replace(data, shown=rows[~printed].reset_index(drop=True))
    assert headlines.compose(risen)[0].startswith("China–Russia trade rose 22.5% in 2025")


def test_a_year_printed_without_change_is_no_rise_in_the_finding_and_none_in_the_first_sentence(data):
    from dataclasses import replace

    rows = data.shown.copy()
    year = (rows["partner"] == "RUS") & (rows["period"] == "2025") & (rows["months"] == 12)
    rows.loc[year & (rows["series"] == "goods_total_growth_pct"), "value"] = 0.0
    level = replace(data, shown=rows, memo={})
    assert headlines.compose(level)[0] == "China–Russia trade stood at $228.1bn in 2025, as in 2024"
    assert key_figures.compute(level)[0].sentence.startswith("total trade in 2025, unchanged as printed")


def test_five_sentences_each_begins_with_its_number_and_opens_its_exhibit(data):
    found = key_figures.compute(data)
    assert len(found) == 5
    for one in found:
        assert one.big[0] in "$0123456789" and one.sources >= 1 and one.address.startswith("/")
    assert "6.9%" in found[0].sentence and "6.8%" in found[0].sentence, "printed beside recomputed"


def test_a_sentence_without_figures_is_left_out(known):
    assert key_figures.compute(known("1951-01-01")) == []
    assert headlines.compose(known("1951-01-01"))[0] == "China–Russia trade"


def test_the_lists_say_what_is_new_revised_contested_and_stopped(data):
    title, lines = short_lists.newest_changes(data)
    assert title == "Newest figures and revisions" and any("new" in one.left for one in lines)
    assert any("→" in one.right for one in lines)
    assert [one.right for one in short_lists.freshness(data) if one.left == "Russian customs"] == ["Stopped 2022"]
    contested = short_lists.contested(data)
    assert len(contested) == 3 and all(one.right[0] in "×●□" for one in contested)


def test_what_an_edition_changed_leaves_out_a_finer_printing(data):
    from dataclasses import replace

    rows = data.shown.copy()
    at = (rows["series"] == "goods_total_usd") & (rows["partner"] == "RUS") & (rows["family"] == "gacc")
    old = rows[at & (rows["period"] == "2022")].index
    rows.loc[old, "value"] += rows.loc[old, "rounding"] / 2
    assert short_lists._between(replace(data, shown=rows), data, 3) == []
    rows.loc[old, "value"] *= 1.1
    (line,) = short_lists._between(replace(data, shown=rows), data, 3)
    assert line.left == "Total trade, 2022" and line.right == "$209.3 → $190.3bn"


def test_the_footer_names_who_carried_the_figures_where_that_is_not_the_publisher(data):
    item = exhibit("trade_by_partner", data)
    customs = next(one for one in item.sources if one.source == "gacc_press")
    assert customs.carriers and ", carried by " in item.source_line and "undated" not in item.source_line
    (own,) = [one for one in exhibit("arms_editions", data).sources if one.source == "sipri_2022"]
    assert own.carriers == ("github.com/360-info/report-arms-trade",) and own.newest == "2022-03-14"


def test_a_bound_is_said_with_its_reason(data):
    line = next(one for one in data.citations.values() if one.known_by == "2026-08-18")
    assert evidence.release_words(line).startswith("not dated; out by 18 Aug 2026: release calendar")
    printed = next(one for one in data.citations.values() if one.published == "2023-01-13")
    assert evidence.release_words(printed) == "13 Jan 2023"


def test_carriers_are_counted_by_figures_through_rules():
    known = {
        f"a/x#{n}": Citation(f"a/x#{n}", "t", "u", "2023-01-13", "1", "", carrier)
        for n, carrier in enumerate(("TASS", "RT", "RT", ""))
    }
    assert evidence.carriers(["total(a/x#0 a/x#1)", "a/x#2", "a/x#3"], known) == {"a": ("RT", "TASS")}
