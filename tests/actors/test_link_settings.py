"""Where the server is, and how to talk to it."""

import subprocess
import sys

from actors.link_settings import LinkSettings
from actors.messages import ConnectTo
from dtc.enums import Encoding
from dtc.session_config import SessionConfig


def test_endpoint_is_what_a_trader_would_write() -> None:
    """Host and port stand together, as on the command line."""
    assert (
        LinkSettings("127.0.0.1", 11099, SessionConfig(encoding=Encoding.JSON), {}, {}).endpoint
        == "127.0.0.1:11099"
    )


def test_a_server_that_ignored_us_gets_a_plain_logon() -> None:
    """Nothing is negotiated, and JSON is what every server reads."""
    settings = LinkSettings("box", 1, SessionConfig(encoding=Encoding.BINARY, username="me"), {}, {})
    assert settings.session_config(negotiates=True) is settings.session
    plain = settings.session_config(negotiates=False)
    assert (plain.negotiate, plain.encoding, plain.username) == (False, Encoding.JSON, "me")


def test_changed_settings_keep_the_password() -> None:
    """What the command does not name stays as it was."""
    session = SessionConfig(encoding=Encoding.BINARY, username="me", password="secret")
    command = ConnectTo(host="box", port=2, username="you", encoding=Encoding.JSON, heartbeat_interval_s=20)
    changed = LinkSettings("127.0.0.1", 1, session, {}, {}, 4.0).changed(command)
    assert (changed.endpoint, changed.time_scale) == ("box:2", 4.0)
    assert changed.session == SessionConfig(
        encoding=Encoding.JSON,
        username="you",
        password="secret",
        heartbeat_interval_s=20,
    )


def test_settings_load_without_the_link_itself() -> None:
    """The plan of a start needs neither wire format nor database, which take their time to load."""
    program = "import sys, app.plan, app.application; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"actors.dtc_connection", "dtc.session", "peewee", "app.cast"} & set(run.stdout.split())
