"""Data folders of several sizes, and a way to run a page as Streamlit does, without a browser."""

from pathlib import Path

import pytest

from etl.store import Store

HEAD = "reporter,partner,product,hs,flow,measure,basis,period,value,unit,printed,status,title,url,published,note\n"
ROW = (
    "CHN,RUS,all_goods,,total,level,value_usd,2022,190.271,USD_bn,$190.271 billion,reported,"
    "Customs on 2022,https://example.org/2022,2023-01-13,\n"
)


def folder_of(tmp_path: Path, *lines: str) -> Path:
    """Return a data folder whose base holds one snapshot of China Customs with these lines."""
    folder = tmp_path / "data"
    store = Store(folder)
    provenance = {"layout": "compilation", "by": "test", "published": "2026-11-21"}
    made = store.receive("gacc_press", (HEAD + "".join(lines)).encode(), "figures.csv", provenance)
    store.write_base("2026-11-21", [made])
    return folder


@pytest.fixture
def single(tmp_path):
    """A data folder with one figure: China–Russia trade in 2022."""
    return folder_of(tmp_path, ROW)


@pytest.fixture(autouse=True)
def no_cookies(monkeypatch):
    """A page that is run without a browser has no cookies; Streamlit's stand-in for one would make some up."""
    monkeypatch.setattr("dashboard.views.tray.cookies", dict)


@pytest.fixture(autouse=True)
def served_here(monkeypatch):
    """A page runs as our server runs it for the machine it stands on."""
    from dashboard.figures import settings

    monkeypatch.setenv(settings.SERVED, settings.HERE)


@pytest.fixture
def figures(monkeypatch):
    """Return a function that lets every page read its figures from a folder."""
    from dashboard.figures import settings

    return lambda folder: monkeypatch.setenv(settings.VARIABLE, str(folder))


@pytest.fixture
def opened():
    """Return a function that runs a page and returns it: `opened("trade", view="ratio")`."""
    from streamlit.testing.v1 import AppTest

    def run(page: str, **params: str) -> AppTest:
        view = AppTest.from_string(f"from dashboard.views import pages\n\npages.show({page!r})\n", default_timeout=120)
        for name, value in params.items():
            view.query_params[name] = value
        return view.run()

    return run
