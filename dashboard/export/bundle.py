"""A brief as one ZIP of everything: deck, note, page, and each exhibit as picture, figures and citation; with brief.json."""

from __future__ import annotations

from dashboard.exhibits import tables
from dashboard.export import brief_file, citations, document, html_page, picture, reproducible, workbook
from dashboard.export.brief import Brief, BriefItem
from dashboard.export.pptx import slides


def build(brief: Brief, each: list[BriefItem], house: bytes | None = None) -> bytes:
    """Return the ZIP, its slides in a house's own template when there is one. Raises RenderError when a picture cannot be drawn."""
    template = "note" if brief.template == "slides" else brief.template
    parts = {
        "README.md": readme(brief, each).encode(),
        "brief.json": brief_file.to_json(brief).encode(),
        "brief.pptx": slides.deck(brief.title, each, house),
        "brief.pdf": document.build(brief.title, template, each),
        "brief.html": html_page.build(brief.title, each),
    }
    for number, one in enumerate(each, start=1):
        folder = f"{number:02d}_{one.item.id}"
        name = f"{folder}/{one.item.file_name}"
        parts |= {
            f"{name}.png": picture.render_picture(one.item, "png", scale=2, headline=one.headline),
            f"{name}.svg": picture.render_picture(one.item, "svg", headline=one.headline),
            f"{name}.csv": tables.csv_file(one.item), f"{name}.xlsx": workbook.xlsx(one.item),
            f"{folder}/citation.txt": f"{citations.long(one.item)}\n".encode(), f"{folder}/citation.bib": citations.bibtex(one.item).encode(),
            f"{folder}/citation.ris": citations.ris(one.item).encode(),
        }  # fmt: skip
    return reproducible.zip_files(parts)


def readme(brief: Brief, each: list[BriefItem]) -> str:
    """Return what is in the ZIP and how to open the brief again."""
    lines = "\n".join(f"{n}. {one.headline} ({picture.edition_line(one.item)})" for n, one in enumerate(each, start=1))
    return (
        f"# {brief.title}\n\n{lines}\n\n- `brief.pptx`: slides whose charts can be edited\n- `brief.pdf`: the same on paper\n"
        "- `brief.html`: one page for any browser, without a network\n- one folder for each chart: picture, figures, citation\n"
        "- `brief.json`: open it on the page Briefing, or `kyakhta brief brief.json --out deck.pptx`, to get the same figures again\n"
    )
