"""A corpus as it was brought: a table, a file of JSON lines, a folder or a ZIP of text files, checked document by document.

Tables are read by the caged readers. Text files carry their day in their name; everything left out says why.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from etl.read import Refused, encoding, limits, local_files
from etl.texts.documents import FEWEST_LETTERS, LANGUAGES, SAMPLE, Left, Text, day_of, language_of, plain

COLUMNS = {  # what a column may be called, in lower case; the layout of one question and answer a row is among them
    "day": ("date", "day", "published", "datum", "дата", "日期", "时间"),
    "title": ("title", "headline", "titel", "заголовок", "标题", "标题名"),
    "body": ("body", "text", "content", "answer", "tekst", "текст", "正文", "内容", "回答"),
    "speaker": ("speaker", "spokesperson", "author", "spreker", "发言人"),
    "language": ("language", "lang", "taal", "язык", "语言"),
    "address": ("url", "address", "link", "source", "网址"),
}
QUESTIONS = ("question", "问题", "提问")  # a row of a press conference: the question stays out of the body
MB = limits.MB
MOST_BYTES, MOST_TEXT_BYTES, MOST_FILES = 2_000 * MB, 5 * MB, 200_000  # of a corpus; of one document; documents

Fields = Mapping[str, str]


class Unreadable(ValueError):
    """The corpus as a whole cannot be read; the message says where, what was found and what to do."""


@dataclass(frozen=True)
class Corpus:
    """The documents that count, and those left out with the reason."""

    texts: tuple[Text, ...]
    left: tuple[Left, ...]


def gather(path: Path, columns: Mapping[str, str] | None = None, language: str = "") -> Corpus:
    """Return the corpus at a path. `columns` says what a column is called where it is not recognised; `language` is the only one wanted.

    Raises Unreadable in words. Nothing at the path is changed.
    """
    if path.is_dir() or path.suffix.lower() == ".zip":
        return checked(_files(path), language)
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return checked(_mapped(_json_lines(path), columns or {}, path), language)
    return checked(_mapped(_table(path), columns or {}, path), language)


def checked(found: Iterable[tuple[str, Fields | Left]], language: str = "") -> Corpus:
    """Return documents with a day, a body, and each body once; the rest with the reason."""
    texts: list[Text] = []
    left: list[Left] = []
    seen: dict[bytes, str] = {}
    for where, fields in found:
        if isinstance(fields, Left):
            left.append(fields)
            continue
        one = _one(where, fields, language)
        if isinstance(one, Text):
            print_of = hashlib.sha256(f"{one.day}\n{one.body.casefold()}".encode()).digest()
            if print_of in seen:
                said = f"It is the same text of the same day as {seen[print_of]}."
                one = Left(where, "duplicate", said, "It is counted once.")
            else:
                seen[print_of] = where
        (texts if isinstance(one, Text) else left).append(one)  # type: ignore[arg-type]
    return Corpus(tuple(sorted(texts, key=lambda text: (text.day, text.where))), tuple(left))


def _one(where: str, fields: Fields, wanted: str) -> Text | Left:
    """Return a document, or why it is left out."""
    body, day = plain(fields.get("body", "")), day_of(fields.get("day", ""))
    if sum(map(str.isalpha, body[:SAMPLE])) < FEWEST_LETTERS:
        return Left(
            where, "empty", f"It has fewer than {FEWEST_LETTERS} letters.", "Check whether the text was taken along."
        )
    if not day:
        found = fields.get("day", "").strip()[:40]
        return Left(where, "undated", f"“{found}” is no day." if found else "It has no day.", "Write it as 2022-02-04.")
    own = fields.get("language", "").strip().lower()[:2]
    language = own if own in LANGUAGES else language_of(body)
    if not language:
        return Left(where, "language", "Its language is not clear.", f"Give it in a column: {', '.join(LANGUAGES)}.")
    if wanted and language != wanted:
        return Left(where, "language", f"It is in “{language}”.", f"Only “{wanted}” was asked for.")
    return Text(
        day, plain(fields.get("title", "")), body, language, where, fields.get("speaker", "").strip(), fields.get("address", "").strip()
    )  # fmt: skip


def _mapped(
    rows: Iterable[tuple[str, Mapping[str, str]]], columns: Mapping[str, str], path: Path
) -> Iterator[tuple[str, Fields | Left]]:
    """Yield rows with their columns by what they are. Raises Unreadable where no column is the day or the body."""
    names: dict[str, str] | None = None
    for where, row in rows:
        if names is None:
            names = {part: found for part in COLUMNS if (found := columns.get(part) or _called(part, row))}
            missing = [part for part in ("day", "body") if names.get(part) not in row]
            if missing:
                raise Unreadable(
                    f"{path.name}: no column is the {' and no column the '.join(missing)}; it has {', '.join(row) or 'none'}. "
                    f"Say which it is, for example --column {missing[0]}=NAME. Nothing has been changed."
                )
        yield where, {part: row.get(name, "") for part, name in names.items()}


def _called(part: str, row: Mapping[str, str]) -> str:
    """Return the column that is a part of a document by its name; "" when none is."""
    by_name = {name.strip().lower(): name for name in row}
    return next((by_name[name] for name in COLUMNS[part] if name in by_name), "")


def _table(path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the rows of a CSV file or workbook, read in the cage. Raises Unreadable in words."""
    from etl.read import read

    try:
        document = read(local_files.load(path), path.name)
    except Refused as refusal:
        raise Unreadable(f"{path.name}: {_said(refusal)} {_smaller()}") from refusal
    if document.held or not document.sheets:
        asked = " ".join(one.found_where for one in document.held) or "It holds no table."
        raise Unreadable(
            f"{path.name}: {asked} Save it as CSV in UTF-8 with one line of headings. Nothing has been changed."
        )
    sheet = document.sheets[0]
    heads = sheet.rows[0]
    for at, cells in enumerate(sheet.rows[1:], start=1):
        yield f"{path.name}, {sheet.at(at)}", dict(zip(heads, cells, strict=True))


def _said(refusal: Refused) -> str:
    return " ".join(f"{one.found_where} {one.why}".strip() for one in refusal.problems)


def _smaller() -> str:
    return (
        f"A table may have {limits.UPLOAD_BYTES // MB} MB; bring a larger corpus as JSON lines or as a folder of text files. "
        "Nothing has been changed."
    )


def _json_lines(path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield one object a line; a line that is none stops with its number."""
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(
            f"{path.name} has more than {MOST_BYTES // MB:,} MB. Split it by year. Nothing has been changed."
        )
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(MOST_TEXT_BYTES + 1), b""), start=1):
            where = f"{path.name}, line {number}"
            if len(line) > MOST_TEXT_BYTES:
                raise Unreadable(
                    f"{where} has more than {MOST_TEXT_BYTES // MB} MB. One document a line. Nothing has been changed."
                )
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode("utf-8-sig"))
            except (ValueError, RecursionError) as error:
                raise Unreadable(
                    f"{where} is no JSON in UTF-8. Write one object a line. Nothing has been changed."
                ) from error
            if not isinstance(row, dict):
                raise Unreadable(
                    f"{where} is no object. Write one a line, with date and text. Nothing has been changed."
                )
            yield where, {str(key): "" if value is None else str(value) for key, value in row.items()}


def _files(path: Path) -> Iterator[tuple[str, Fields | Left]]:
    """Yield the .txt files of a folder or ZIP: the day from the name or the first line, the first line as title."""
    for name, data in _members(path):
        if not name.lower().endswith(".txt"):
            kind = Path(name).suffix or "no ending"
            yield name, Left(name, "unreadable", f"It is no text file ({kind}).", "Save it as .txt in UTF-8.")
            continue
        try:
            decoded = encoding.decode(data)
        except Refused as refusal:
            yield name, Left(name, "unreadable", _said(refusal), "Save it as .txt in UTF-8.")
            continue
        if decoded.held:
            yield name, Left(name, "unreadable", "Its letters can be read in more than one way.", "Save it as UTF-8.")
            continue
        title, _, rest = decoded.text.strip().partition("\n")
        day = day_of(Path(name).stem.replace("_", " ")) or day_of(title)
        yield name, {"day": day, "title": title, "body": rest if rest.strip() else title}


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every file of a folder or ZIP, in order of their names. Raises Unreadable in words."""
    if path.is_dir():
        names = sorted(one for one in path.rglob("*") if one.is_file() and not one.is_symlink())
        _few(len(names), sum(one.stat().st_size for one in names), path)
        for one in names:
            if one.stat().st_size <= MOST_TEXT_BYTES:
                yield str(one.relative_to(path)), one.read_bytes()
        return
    try:
        with zipfile.ZipFile(path) as archive:
            entries = sorted((one for one in archive.infolist() if not one.is_dir()), key=lambda one: one.filename)
            _few(len(entries), sum(one.file_size for one in entries), path)
            for entry in entries:
                with archive.open(entry) as file:
                    data = file.read(MOST_TEXT_BYTES + 1)
                if len(data) <= MOST_TEXT_BYTES:
                    yield entry.filename, data
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError) as error:
        raise Unreadable(
            f"{path.name} is no ZIP that can be read. Pack the files anew. Nothing has been changed."
        ) from error


def _few(files: int, size: int, path: Path) -> None:
    """Raise Unreadable for an empty corpus or one beyond the limits."""
    if not files:
        raise Unreadable(f"{path.name} holds no files. Put text files into it. Nothing has been changed.")
    if files > MOST_FILES or size > MOST_BYTES:
        raise Unreadable(
            f"{path.name} has {files:,} files and {size / MB:,.0f} MB; at most {MOST_FILES:,} and {MOST_BYTES // MB:,} MB are taken. "
            "Split it by year. Nothing has been changed."
        )
