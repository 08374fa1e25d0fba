"""A corpus from a table, JSON lines, a folder and a ZIP; and every way in which a document or the whole is left out."""

import json
import zipfile

import pytest

from etl.texts import corpus

LONG = "The two sides spoke about the order of the world and about trade."


def lines(path, rows):
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")
    return path


def kinds(found):
    return [one.kind for one in found.left]


def test_a_table_of_questions_and_answers_is_recognised_and_each_document_keeps_its_place(tmp_path):
    path = tmp_path / "press.csv"
    path.write_text(
        "Date,Question,Answer,Spokesperson,URL\n"
        f'2022-02-25,"What about the West?","{LONG}\nSecond line.",Wang,https://example.org/1\n'
        f"2022年3月1日,,{LONG},Zhao,\n",
        encoding="utf-8",
    )
    found = corpus.gather(path)
    one, two = found.texts
    assert (one.day, one.speaker, one.language, one.address) == ("2022-02-25", "Wang", "en", "https://example.org/1")
    assert "What about" not in one.body and one.where == "press.csv, line 2" and two.where == "press.csv, line 4"


def test_json_lines_a_folder_and_a_zip_give_the_same_documents(tmp_path):
    texts = {"2022-02-04_talks": f"Talks\n\n{LONG}", "2023-01-05_more": f"More\n\n{LONG} Again."}
    folder = tmp_path / "texts"
    folder.mkdir()
    with zipfile.ZipFile(tmp_path / "texts.zip", "w") as archive:
        for name, text in texts.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
            archive.writestr(f"{name}.txt", text)
    rows = [
        {"date": name[:10], "title": text.split("\n")[0], "text": text.split("\n\n")[1]} for name, text in texts.items()
    ]
    ways = [corpus.gather(one) for one in (folder, tmp_path / "texts.zip", lines(tmp_path / "texts.jsonl", rows))]
    assert len({tuple((text.day, text.title, text.body) for text in way.texts) for way in ways}) == 1
    assert len(ways[0].texts) == 2 and not ways[0].left


def test_what_cannot_be_counted_is_left_out_with_its_place_and_the_rest_is_counted(tmp_path):
    rows = [
        {"date": "2022-02-04", "text": LONG}, {"date": "04/02/2022", "text": LONG}, {"date": "", "text": LONG},
        {"date": "2022-02-04", "text": "Short."}, {"date": "2022-02-04", "text": LONG.upper()}, {"date": "2022-02-05", "text": LONG},
        {"date": "2022-02-04", "text": "Gazprom Rosneft Transneft Novatek Lukoil"},
    ]  # fmt: skip
    found = corpus.gather(lines(tmp_path / "c.jsonl", rows))
    assert [text.day for text in found.texts] == ["2022-02-04", "2022-02-05"]
    assert kinds(found) == ["undated", "undated", "empty", "duplicate", "language"]
    assert "line 2: “04/02/2022” is no day. Write it as" in str(found.left[0])
    assert "line 1" in found.left[3].found


def test_five_thousand_duplicates_are_counted_once(tmp_path):
    found = corpus.gather(lines(tmp_path / "c.jsonl", [{"date": "2022-02-04", "text": LONG}] * 5_001))
    assert len(found.texts) == 1 and kinds(found) == ["duplicate"] * 5_000


def test_only_one_language_can_be_asked_for(tmp_path):
    rows = [
        {"date": "2022-02-04", "text": LONG},
        {"date": "2022-02-04", "text": "中俄两国元首就世界秩序和多极化问题发表了一份重要的联合声明。"},
    ]
    found = corpus.gather(lines(tmp_path / "c.jsonl", rows), language="zh")
    assert [text.language for text in found.texts] == ["zh"] and kinds(found) == ["language"]


def test_files_in_other_letters_or_of_other_kinds_are_named(tmp_path):
    (tmp_path / "2022-02-04 a.txt").write_bytes(f"Talks\n\n{LONG}".encode("utf-16"))
    (tmp_path / "2022-02-05 b.txt").write_bytes(
        ("Встреча\n\n" + "Стороны обсудили мировой порядок и торговлю. " * 9).encode("cp1251")
    )
    (tmp_path / "2022-02-06 c.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "2022-02-07 d.txt").write_bytes(b"\0\1\2\3" * 50)
    (tmp_path / "undated.txt").write_text(f"Talks\n\n{LONG}", encoding="utf-8")
    found = corpus.gather(tmp_path)
    left = {one.where: one.kind for one in found.left}
    assert found.texts[0].day == "2022-02-04"
    assert left["2022-02-06 c.pdf"] == left["2022-02-07 d.txt"] == "unreadable" and left["undated.txt"] == "undated"
    assert len(found.texts) + len(found.left) == 5  # nothing is lost


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("c.jsonl", b'{"date": "2022"\n', "line 1 is no JSON"), ("c.jsonl", b"[1]\n", "line 1 is no object"),
     ("c.jsonl", b"[" * 100_000 + b"\n", "line 1 is no JSON"), ("c.zip", b"PK\x03\x04 broken", "no ZIP that can be read"),
     ("c.csv", b"when,words\n2022-01-01,something\n", "no column is the day and no column the body; it has when, words"), ("c.csv", b"", "")],
)  # fmt: skip
def test_a_corpus_that_cannot_be_read_says_where_what_and_that_nothing_changed(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(corpus.Unreadable, match=r"Nothing has been changed\.") as error:
        corpus.gather(path)
    assert said in str(error.value) and path.read_bytes() == content


def test_a_column_can_be_named(tmp_path):
    path = tmp_path / "c.csv"
    path.write_text(f"when,words\n2022-01-01,{LONG}\n2022-01-02,{LONG}\n", encoding="utf-8")
    assert len(corpus.gather(path, {"day": "when", "body": "words"}).texts) == 2


def test_a_corpus_beyond_the_limits_is_refused_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr(corpus, "MOST_FILES", 1)
    for at in range(2):
        (tmp_path / f"2022-02-0{at + 1}.txt").write_text(LONG, encoding="utf-8")
    with pytest.raises(corpus.Unreadable, match="2 files"):
        corpus.gather(tmp_path)
    monkeypatch.setattr(corpus, "MOST_BYTES", 10)
    with pytest.raises(corpus.Unreadable, match="Split it by year"):
        corpus.gather(lines(tmp_path / "c.jsonl", [{"date": "2022-02-04", "text": LONG}]))
