"""Generated rows: any number of them, the same for the same seed, labelled as such in every row and never mixed with real ones."""

from __future__ import annotations

from pathlib import Path

from etl.detail.settings import quoted

REPORTERS = (
    "CHN", "RUS", "USA", "DEU", "FRA", "ITA", "NLD", "POL", "ESP", "BEL", "JPN", "KOR", "IND", "TUR", "ARE", "KAZ", "KGZ", "UZB",
    "ARM", "GEO", "BLR", "VNM", "MYS", "THA", "SGP", "IDN", "PHL", "GBR", "CHE", "NOR", "BRA", "MEX", "CAN", "AUS", "ZAF", "EGY",
    "SAU", "ISR", "SRB", "FIN",
)  # fmt: skip
PARTNERS = 220
CODES = 5300
FIRST, YEARS = 2015, 10


def generate(out: Path, rows: int, seed: int) -> None:
    """Write a CSV of so many rows in the layout of a table of one's own: forty reporters, ten years, months, six digits.

    No combination of reporter, partner, flow, month and product comes twice while `rows` is below 55 billion.
    """
    import duckdb

    from etl.tables import registry

    countries = [row["place"] for row in registry.lines("places") if row["kind"] == "country"][:PARTNERS]
    reporters = ", ".join(f"'{name}'" for name in REPORTERS)
    partners = ", ".join(f"'{name}'" for name in countries)
    cells = len(REPORTERS) * 2 * YEARS * 12 * CODES * len(countries)
    # A walk through all cells by a step that shares no divisor with their number meets each once.
    step = 1_000_000_007
    select = f"""
        SELECT list_value({reporters})[1 + (cell % {len(REPORTERS)})::INT] AS reporter,
            list_value({partners})[1 + (cell // {len(REPORTERS) * 2 * YEARS * 12 * CODES})::INT] AS partner,
            CASE WHEN cell // {len(REPORTERS)} % 2 = 0 THEN 'M' ELSE 'X' END AS flow,
            ({FIRST} + cell // {len(REPORTERS) * 2} % {YEARS}) * 100 + 1 + cell // {len(REPORTERS) * 2 * YEARS} % 12 AS period,
            lpad((10000 + cell // {len(REPORTERS) * 2 * YEARS * 12} % {CODES} * 183)::VARCHAR, 6, '0') AS code,
            'HS2017' AS revision, (made % 100000000) / 100 AS value, 'USD' AS currency,
            (made // 100000000 % 1000000 + 1) / 10 AS weight, 'seed {int(seed)}' AS synthetic
        FROM (SELECT cell, hash(cell, {int(seed)}) AS made
            FROM (SELECT (i * {step}::HUGEINT + {int(seed)}) % {cells} AS cell FROM range({int(rows)}) AS t(i)))
    """  # noqa: S608  our own words
    with duckdb.connect() as database:
        database.execute("SET enable_progress_bar = false")
        database.execute(f"COPY ({select}) TO '{quoted(out)}' (HEADER)")
