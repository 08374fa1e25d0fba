"""The four texts whole, held against the ledger's own claims as the list made by hand; skipped where the texts are not kept."""

from pathlib import Path

import pytest

from etl.draft import draft
from etl.ledger import claims_file

FOLDER = next((one / "shared" / "texts" for one in Path(__file__).parents if (one / "shared" / "texts").is_dir()), None)
TOPICS = ("trade", "oil", "lng", "gas", "coal", "arms", "macro")
pytestmark = pytest.mark.skipif(FOLDER is None, reason="the four texts are not here")


def meaning(claim):
    compared = "" if claim.compared_with == "RUS" and claim.measure == "ratio" else claim.compared_with
    return (
        claim.product, claim.measure, claim.basis, claim.reporter, claim.partner, claim.flow, compared, claim.period, claim.months,
        claim.value, claim.unit, claim.qualifier,
    )  # fmt: skip


def listed():
    """Figures of the ledger on trade, energy and arms that rows answer: numbers, not words."""
    return [
        claim
        for claim in claims_file.shipped()
        if claim.topic in TOPICS
        and claim.asks_rows
        and not claim.reason
        and claim.printed[:1].isdigit()
        and claim.printed != "0"
    ]


def test_four_of_five_figures_are_found_and_nineteen_of_twenty_understood_right():
    expected = {
        document: {meaning(one) for one in listed() if one.document == document}
        for document in {one.document for one in listed()}
    }
    found, right, proposed = 0, 0, 0
    for document, meanings in expected.items():
        claims = draft.claims(draft.find((FOLDER / document).read_text(encoding="utf-8"))[1])
        mine = [meaning(one) for one in claims]
        found += len(meanings & set(mine))
        right += sum(one in meanings for one in mine)
        proposed += len(mine)
    wanted = sum(map(len, expected.values()))
    assert wanted >= 30
    assert found >= 0.8 * wanted, (found, wanted)
    assert right >= 0.95 * proposed, (right, proposed)
    print(found, wanted, right, proposed)


def test_texts_without_such_figures_get_none_proposed():
    for path in FOLDER.iterdir():
        if path.name not in {one.document for one in listed()}:
            assert not draft.claims(draft.find(path.read_text(encoding="utf-8"))[1])
