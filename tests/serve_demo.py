"""`make serve-demo`: the dashboard as an office has it, on this machine: a sign-in provider, three people, a copy of the data.

Nothing of it reaches the repository's own data. The browser tests start the same.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import oidc_provider_mock
from oidc_provider_mock import User

from tests.browser.server import ROOT, _wait, free_port

SETTINGS = """
[sign_in]
client_id = "kyakhta"
client_secret = "anything"
server_metadata_url = "http://localhost:{provider}/.well-known/openid-configuration"
cookie_secret = "only-for-this-machine-and-long-enough-to-sign-with"
[roles]
contributor = ["trade-in"]
reviewer = ["trade-check"]
keeper = ["trade-keep"]
"""
PEOPLE = (
    User(sub="ben", claims={"name": "Ben (contributor)", "groups": ["trade-in"]}),
    User(sub="rita", claims={"name": "Rita (reviewer)", "groups": ["trade-check"]}),
    User(sub="kurt", claims={"name": "Kurt (keeper and reviewer)", "groups": ["trade-keep", "trade-check"]}),
    User(sub="eve", claims={"name": "Eve (reader)", "groups": []}),
)


@contextlib.contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[tuple[str, Path]]:
    """Serve a copy of the data from a folder, with sign-in; yield the address and the copy."""
    data, port = folder / "data", port or free_port()
    shutil.copytree(ROOT / "data", data)
    address = f"http://localhost:{port}"
    with oidc_provider_mock.run_server_in_thread(user_claims=PEOPLE) as provider, tempfile.TemporaryFile("w+") as said:
        (folder / "kyakhta.toml").write_text(SETTINGS.format(provider=provider.server_port))
        command = [sys.executable, "-m", "dashboard.cli.main", "serve", "--url", address, "--port", str(port)]
        command += ["--settings", str(folder / "kyakhta.toml"), "--data", str(data)]
        server = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT, env=os.environ)
        try:
            _wait(server, address, said)
            yield address, data
        finally:
            server.terminate()
            server.wait(20)


def main() -> None:
    """Serve until stopped with Ctrl+C."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), 8601) as (address, data):
        print(f"Kyakhta for an office answers at {address}, with a copy of the data in {data}.")
        print(
            f"Sign in at the foot of a page as one of: {', '.join(one.sub for one in PEOPLE)}. Stop with Ctrl+C.",
            flush=True,
        )
        webbrowser.open(address)
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                input()


if __name__ == "__main__":
    main()
