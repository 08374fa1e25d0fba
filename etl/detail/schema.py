"""What a row of detail holds, whoever published it. Text stays as the source has it; numbers are exact."""

from __future__ import annotations

NUMBER = "DECIMAL(18,3)"

# Name → type in Parquet. `month` is 0 for a whole year; `level` the digits of the code, 0 for all goods; `value` is in single
# units of `currency`; `weight` is net, in kilograms. `division` says which part of a total a row is (transport mode, customs
# procedure, second partner), `counted` whether it is to be summed: a part beside its total is not. `file` is the beginning
# of the SHA-256 of the file that the row comes from.
COLUMNS = {
    "reporter": "VARCHAR",
    "partner": "VARCHAR",
    "flow": "VARCHAR",
    "year": "SMALLINT",
    "month": "UTINYINT",
    "revision": "VARCHAR",
    "code": "VARCHAR",
    "level": "UTINYINT",
    "value": NUMBER,
    "currency": "VARCHAR",
    "valuation": "VARCHAR",
    "cif": NUMBER,
    "fob": NUMBER,
    "weight": NUMBER,
    "quantity": NUMBER,
    "unit": "VARCHAR",
    "quantity2": NUMBER,
    "unit2": "VARCHAR",
    "division": "VARCHAR",
    "counted": "BOOLEAN",
    "marks": "VARCHAR",
    "file": "VARCHAR",
}
SORTED = ("code", "partner", "month", "division")  # inside one part: a reporter's flow in a year
KEY = ("reporter", "flow", "year", *SORTED, "revision")

# Marks: q the quantity is estimated, w the weight is, c the code is a residual that hides a confidential one.
ESTIMATED_QUANTITY, ESTIMATED_WEIGHT, CONFIDENTIAL = "q", "w", "c"

REVISIONS = {
    "H0": "HS1992", "H1": "HS1996", "H2": "HS2002", "H3": "HS2007", "H4": "HS2012", "H5": "HS2017", "H6": "HS2022",
}  # fmt: skip
UNSAID = "HS?"  # the file does not say which revision it uses


def revision_of(year: str) -> str:
    """Return SQL for the revision that an office uses which changes over on time: the tariff of the year."""
    since = {1992: "HS1992", 1996: "HS1996", 2002: "HS2002", 2007: "HS2007", 2012: "HS2012", 2017: "HS2017"}
    cases = " ".join(f"WHEN {year} >= {first} THEN '{name}'" for first, name in sorted(since.items(), reverse=True))
    return f"CASE WHEN {year} >= 2022 THEN 'HS2022' {cases} ELSE '{UNSAID}' END"


def number(text: str) -> str:
    """Return SQL for the exact number that a column of text holds; thousands commas are dropped, an empty cell is a gap."""
    return f"CAST(nullif(replace({text}, ',', ''), '') AS {NUMBER})"


def padded(code: str) -> str:
    """Return SQL for a code with the zero that a spreadsheet took from its front: HS codes have an even number of digits."""
    return (
        f"CASE WHEN length({code}) % 2 = 1 AND regexp_full_match({code}, '[0-9]+') THEN '0' || {code} ELSE {code} END"
    )
