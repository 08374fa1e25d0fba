"""Templates: each is taken as it stands, by the source that it names; a wrong name lists all of them."""

import shlex

import pytest

from etl import extract
from etl.intake import intake, templates
from etl.tables import registry


def answers(source: str) -> dict[str, str]:
    """The answers that the note of a template names."""
    said = templates.TEMPLATES[source].answers if source in templates.TEMPLATES else ""
    return dict(word.split("=", 1) for word in shlex.split(said) if "=" in word)


@pytest.mark.parametrize("source", templates.names())
def test_a_template_is_taken_as_it_stands(root, source):
    text = templates.template(source)
    name = "t.json" if source == "census" else "t.csv"
    one = intake.preview(root / "data", text.encode(), name, answers(source))
    assert not one.refused and not one.questions, (one.problems, one.questions)
    assert one.source.startswith(source) and one.rows
    assert not one.held, one.held
    assert source == "census" or text.startswith(("#", '"#'))


def test_every_source_that_can_be_uploaded_has_one():
    known = set()
    for module in extract.modules():
        names = ("SOURCE", "ANNUAL", "MONTHLY")
        known |= {getattr(module, name) for name in names if isinstance(getattr(module, name, None), str)}
    known -= {"sipri_tiv"}
    assert known <= set(templates.names()) and "sipri" in templates.names()
    assert templates.template("sipri_2026") == templates.template("sipri")


def test_a_wrong_name_lists_all_of_them(capsys):
    from dashboard.cli.main import main

    assert main(["template", "gacc"]) != 0
    said = capsys.readouterr().err
    assert "claims" in said and all(name in said for name in templates.names()) and "Traceback" not in said
    with pytest.raises(registry.UnknownName):
        templates.template("")


@pytest.mark.parametrize("what", ["claims", "gacc_tables", "census"])
def test_the_command_prints_it(what, capsys):
    from dashboard.cli.main import main

    assert main(["template", what]) == 0
    assert capsys.readouterr().out.count("\n") >= 2


def test_it_goes_through_the_command_line_and_back(copy, tmp_path, capsys):
    from dashboard.cli.main import main

    file = tmp_path / "t.csv"
    assert main(["template", "comtrade_monthly"]) == 0
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["add", str(file), "--data", str(copy), "--dry-run"]) == 0
    assert "UN Comtrade, Comtrade CSV, 1 figures" in capsys.readouterr().out
