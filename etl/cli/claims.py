"""The command that judges cited figures: those of the four texts, or of a file of somebody's own."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from etl.tables import registry


def verify_claims(arguments: argparse.Namespace) -> int:
    """Print the verdict on each claim; problems of the file go to the error stream, the other claims are still judged."""
    import sys

    from etl.build.build import load
    from etl.ledger import claims_file, ledger, verdicts
    from etl.store import Edition

    if arguments.claims:
        judged, problems = claims_file.read(read_text(arguments.claims))
    else:
        judged, problems = list(claims_file.shipped()), []
    if arguments.id:
        judged = [claim for claim in judged if claim.id == arguments.id]
        if not judged:
            raise registry.UnknownName(f"There is no claim “{arguments.id}”. Leave --id out to see all.")
    edition = str(Edition.parse(arguments.edition)) if arguments.edition else None
    dataset = load(arguments.data, edition, arguments.as_of)
    records = [verdicts.as_record(verdict) for verdict in ledger.judge(judged, ledger.Evidence(dataset))]
    for problem in problems:
        print(f"problem: {problem}", file=sys.stderr)
    if arguments.format == "json":
        said = [{"row": one.row, "column": one.column, "found": one.found, "do": one.do} for one in problems]
        print(
            json.dumps(
                {"edition": dataset.edition, "as_of": arguments.as_of, "claims": records, "problems": said},
                ensure_ascii=False,
                indent=1,
            )
        )
    else:
        _verdict_csv(records)
    return 0 if records else 1


def _verdict_csv(records: list[dict[str, Any]]) -> None:
    """Print verdicts as CSV: one line a claim."""
    import csv
    import sys

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(
        ("id", "verdict", "claimed", "unit", "qualifier", "computed", "low", "high", "nearest reading", "words")
    )
    for one in records:
        low, high = one["interval"] or ("", "")
        near = one["readings"][0]["words"] if one["readings"] else ""
        computed = "" if one["computed"] is None else one["computed"]
        writer.writerow(
            (
                one["id"],
                one["verdict"],
                one["claimed"],
                one["unit"],
                one["qualifier"],
                computed,
                low,
                high,
                near,
                one["words"],
            )
        )


def read_text(path: Path) -> str:
    """Return a small text file's content. Raises StoreError's kin in words when it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise registry.UnknownName(f"{path} cannot be read: {error.strerror}. Check the name.") from error
    except UnicodeDecodeError as error:
        raise registry.UnknownName(f"{path} is not UTF-8 text. Save it as “CSV UTF-8” and try again.") from error
