"""Small files as people upload them: China Customs' page by country, and a table of one's own."""

TITLE = "(4) China's Total Export &amp; Import Values by Country/Region, Apr 2026 (in USD)"
HEAD = f"""<html><head><meta charset="UTF-8"></head><body><div class="atcl-ttl">{TITLE}</div>
<div class="atcl-date">DAY</div><table>
<tr><td colspan="10">{TITLE}</td></tr><tr><td colspan="10">Unit: USD 1 Million</td></tr>
<tr><td>Import Source</td><td>Export &amp; Import</td><td>Export &amp; Import</td><td>Export</td><td>Export</td>
<td>Import</td><td>Import</td><td colspan="3">1-to-4 Total Year-on-Year (±%)</td></tr>
<tr><td>Export Destination</td><td>4</td><td>1- to-4</td><td>4</td><td>1- to-4</td><td>4</td><td>1- to-4</td>
<td>Export &amp; Import</td><td>Export</td><td>Import</td></tr>
"""
END = '<tr><td colspan="10">Note: 1.The European Union (EU) includes 27 members.</td></tr></table></body></html>'


def april(russia: float = 21_000.0, factor: float = 1, published: str = "2026/05/09") -> bytes:
    """The page for April 2026 in USD million; figures of Russia and the world, all times `factor`."""
    exports = round(russia * 0.45, 1)
    rows = [
        ("Total", (550_000.0, 2_100_000.0, 310_000.0, 1_200_000.0, 240_000.0, 900_000.0)),
        ("Russian Federation", (russia, 82_000.0, exports, 36_000.0, round(russia - exports, 1), 46_000.0)),
    ]
    lines = []
    for name, figures in rows:
        cells = "".join(f"<td>{value * factor:,.1f}&nbsp;</td>" for value in figures)
        lines.append(f"<tr><td>&nbsp;&nbsp;{name}</td>{cells}<td>1.0</td><td>1.0</td><td>1.0</td></tr>")
    return (HEAD.replace("DAY", published) + "\n".join(lines) + END).encode()


def months(values: dict[str, str]) -> bytes:
    """A table of one's own: partner, month, value."""
    return b"partner,month,value\n" + "".join(f"{name},2026-04,{value}\n" for name, value in values.items()).encode()
