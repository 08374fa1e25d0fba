"""The files for operators say what the program understands, and the programs that read them agree where they are installed."""

import re
import shlex
import shutil
import subprocess

import pytest

from dashboard.cli import main
from dashboard.server import sign_in


def test_the_unit_starts_the_server_as_the_command_understands_it(root):
    unit = (root / "deploy" / "kyakhta.service").read_text()
    told = shlex.split(re.search(r"ExecStart=(.*)", unit)[1])
    told[told.index("--data") + 1] = str(root / "data")
    arguments = main.parser().parse_args(told[1:])
    assert (arguments.url, arguments.trust_proxy, arguments.metrics_port) == (
        "https://trade.example.org",
        "127.0.0.1",
        9101,
    )


def test_the_settings_that_ship_ask_to_be_filled_in(root):
    with pytest.raises(sign_in.SiteError, match="cookie_secret"):
        sign_in.read(root / "deploy" / "kyakhta.toml")


def test_every_option_and_setting_stands_on_the_operators_page(root):
    page = (root / "docs" / "operating.md").read_text()
    served = main.parser()._subparsers._group_actions[0].choices["serve"]
    options = {name for action in served._actions for name in action.option_strings if name.startswith("--")}
    assert [name for name in sorted(options - {"--help", "--data"}) if f"`{name}" not in page] == []
    assert [name for name in sign_in.KEYS if name not in page and name != "name_claim"] == []


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_reads_the_unit(root, tmp_path):
    unit = (root / "deploy" / "kyakhta.service").read_text()
    (tmp_path / "kyakhta.service").write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", unit))
    told = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / "kyakhta.service")], capture_output=True, text=True
    )
    assert "Unknown" not in told.stderr and "Failed to parse" not in told.stderr, told.stderr


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not here")
def test_nginx_reads_the_snippet(root, tmp_path):
    snippet = re.sub(r"(?m)^\s*(listen 443 ssl|ssl_\w+ .*);$", "", (root / "deploy" / "nginx.conf").read_text())
    (tmp_path / "nginx.conf").write_text("events {}\nhttp {\n" + snippet + "\n}\n")
    told = subprocess.run(
        ["nginx", "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True
    )
    assert "syntax is ok" in told.stderr, told.stderr
