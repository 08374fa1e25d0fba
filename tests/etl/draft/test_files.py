"""Drafts as files: what is read of a text, a Word document and a PDF, and what is refused in words."""

import io
import zipfile

import docx
import pytest
import typst

from etl.draft import draft, files

SAYS = "In 2022, China's imports from Russia rose 43.4 percent to $114.1 billion."
XML = '<?xml version="1.0"?>{}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def word(*paragraphs):
    document, out = docx.Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.add_table(1, 1).cell(0, 0).text = "In a table China's exports to Russia were $76.1 billion in 2022."
    document.save(out)
    return out.getvalue()


def pdf(source):
    return typst.compile(source.encode())


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def bare(body, before=""):
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": XML.format(before, body)})


@pytest.mark.parametrize(("data", "name"), [
    (SAYS.encode(), "a.txt"), (("\ufeff" + SAYS).encode("utf-16-le"), "a.txt"), (word(SAYS), "a.docx"), (pdf(SAYS.replace("$", r"\$")), "a.pdf"),
    (word(SAYS), "named wrongly.pdf"),
], ids=["utf-8", "utf-16", "word", "pdf", "by its contents"])  # fmt: skip
def test_the_figures_of_a_file_are_those_of_its_text(data, name):
    _, found = draft.find(files.text_of(data, name))
    assert [one.line["value"] for one in found][:2] == ["43.4", "114.1"]


def test_word_tables_are_read_and_struck_out_words_are_not():
    assert "$76.1 billion" in files.text_of(word(SAYS), "a.docx")
    struck = bare(
        f"<w:p><w:r><w:t>{SAYS}</w:t></w:r><w:del><w:r><w:delText>gone</w:delText><w:t>gone</w:t></w:r></w:del></w:p>"
    )
    assert files.text_of(struck, "a.docx") == SAYS


def test_a_word_document_may_hold_the_workbook_of_a_chart():
    data = packed({"[Content_Types].xml": "<Types/>", "word/document.xml": XML.format("", f"<w:p><w:r><w:t>{SAYS}</w:t></w:r></w:p>"),
                   "word/embeddings/Microsoft_Excel_Sheet1.xlsx": packed({"a": "b"})})  # fmt: skip
    assert files.text_of(data, "a.docx") == SAYS


@pytest.mark.parametrize(("data", "name", "says"), [
    (b"", "a.txt", "empty"),
    (pdf("#rect(width: 5cm)"), "scan.pdf", "pages are pictures"),
    (pdf(SAYS.replace("$", r"\$"))[:400], "cut.pdf", "incomplete or damaged"),
    (b"%PDF-1.7 nothing more", "no.pdf", "incomplete or damaged"),
    (word(SAYS)[:900], "cut.docx", "incomplete or damaged"),
    (bare("<w:p/>"), "blank.docx", "no prose"),
    (bare("<w:p>&a;</w:p>", '<!DOCTYPE a [<!ENTITY a "b">]>'), "entity.docx", "expand text"),
    (packed({"[Content_Types].xml": "<Types/>", "word/document.xml": b" " * 120_000_000}), "bomb.docx", "unpacks to more"),
    (packed({"xl/workbook.xml": "<a/>", "[Content_Types].xml": "<Types/>"}), "book.xlsx", "no text, Word document"),
    (b"\x89PNG\r\n\x1a\n" + bytes(50), "a.png", "no text, Word document"),
    (SAYS.encode() + "Zürich".encode("cp1252") + "Москва".encode() * 5, "mixed.txt", "Nothing has been changed"),
    (b"x" * (21 * 1024 * 1024), "long.txt", "20 MB"),
], ids=lambda one: one if isinstance(one, str) else "")  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(data, name, says):
    with pytest.raises(files.Unreadable) as told:
        files.text_of(data, name)
    assert says in str(told.value) and str(told.value).endswith("Nothing has been changed.")
