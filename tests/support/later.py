"""One store and ten later states of it, as an installation grows: revisions, new figures, withdrawals, a newer base."""

import shutil
from pathlib import Path

from etl.store import Store

LATER = 10
HEAD = "reporter,partner,product,hs,flow,measure,basis,period,value,unit,printed,status,title,url,published,note\n"
LINE = (
    "CHN,RUS,{product},{hs},{flow},level,{basis},{period},{value},{unit},{printed},reported,"
    "Customs again,https://example.org/{published},{published},\n"
)


def _received(store: Store, published: str, parts: tuple[str, ...] = (), **what: str):
    """A snapshot of one figure, or of a total with its exports and imports, on the disk but not yet in force."""
    usual = {"product": "all_goods", "hs": "", "flow": "total", "basis": "value_usd", "unit": "USD_bn"}
    lines = [
        what,
        *({**what, "flow": flow, "value": value} for flow, value in zip(("export", "import"), parts, strict=False)),
    ]
    text = HEAD + "".join(
        LINE.format(**{**usual, "printed": f"${line['value']} billion", **line}, published=published) for line in lines
    )
    provenance = {"layout": "compilation", "by": "test", "published": published}
    return store.receive("gacc_press", text.encode(), "figures.csv", provenance)


def _accept(store: Store, key: str, published: str, parts: tuple[str, ...] = (), **what: str) -> None:
    made = _received(store, published, parts, **what)
    store.accept(made.source, made.snapshot, by="test", key=key, reason="routine revision")


def _turn(store: Store, source: str, key: str, *, back: bool = False) -> None:
    """Withdraw the first snapshot of a source, or restore the one last withdrawn."""
    if back:
        gone = [entry for entry in store.history() if entry.kind == "withdraw" and entry.source == source][-1]
        store.restore(source, gone.snapshot, by="test", key=key, reason="other")
        return
    one = next(each for each in store.in_force() if each.source == source)
    store.withdraw(source, one.snapshot, by="test", key=key, reason="other")


def _newer_base(store: Store) -> None:
    made = _received(store, "2026-12-05", ("111.5", "130.0"), period="2023", value="241.5")
    store.write_base("2026-12-06", [*store.in_force(f"{store.bases()[-1]}+0"), made])


STEPS = (
    lambda store: _accept(store, "a1", "2026-12-02", ("116.0", "130.1"), period="2024", value="246.1"),
    lambda store: _turn(store, "imf_dots", "w2"),
    lambda store: _accept(store, "a3", "2026-12-03", ("104.9", "126.8"), period="2025", value="231.7"),
    lambda store: _turn(store, "imf_dots", "r4", back=True),
    lambda store: _turn(store, "gacc_press", "w5"),
    lambda store: _accept(store, "a6", "2026-12-04", period="2024", value="110.9", product="crude_oil", hs="2709", flow="import",
                          basis="volume", unit="Mt", printed="110.9 million tons"),
    _newer_base,
    lambda store: _turn(store, "gacc_press", "r8", back=True),
    lambda store: _turn(store, "sipri_2026", "w9"),
    lambda store: _accept(store, "a10", "2026-12-09", ("76.8", "115.1"), period="2022", value="191.9"),
)  # fmt: skip


def grown(shipped: Path, folder: Path) -> list[Path]:
    """Return eleven data folders: what ships, then what ships with one, two … ten later decisions."""
    out = [folder / "0"]
    shutil.copytree(shipped / "raw", out[0] / "raw")
    for number, step in enumerate(STEPS, start=1):
        out.append(folder / str(number))
        shutil.copytree(out[-2], out[-1])
        step(Store(out[-1]))
    return out
