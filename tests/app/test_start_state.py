"""What a recorded run began with."""

from pathlib import Path

import msgspec

from app.arguments import Endpoint, parse
from app.home import Home
from app.plan import make_plan
from app.start_state import StartState, start_state
from flags import FlagName
from models.book import TradeMode

ENVIRON = {"SIERRA_DTC_USER": "canary-user", "SIERRA_DTC_PASS": "canary-password", "USE_NEW_PANEL1": "0"}


def a_start(home: Path) -> StartState:
    """Return the start of a run with a name and a password for the server."""
    (home / "settings.toml").write_text(
        '[accounts]\nx-1 = "SIM"\n[contracts.ES]\ntick = 0.5\n[calendar]\n2026-11-27 = "12:15"\n'
        "[limits.x-1]\ndaily_loss = 500\n",
        encoding="utf-8",
    )
    plan = make_plan(parse(["--mode", "LIVE", "--encoding", "vls"]), Home(home), dict(ENVIRON))
    assert plan.link(None).session.password == "canary-password"
    return start_state(plan, plan.link(Endpoint("localhost", 1234)))


def test_a_start_survives_the_way_through_a_file(tmp_path: Path) -> None:
    """What the actors were made of is read as it was written."""
    start = a_start(tmp_path)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(start), type=StartState) == start
    assert (start.accounts["x-1"], start.host, start.port) == (TradeMode.SIM, "localhost", 1234)
    assert start.flags[FlagName.USE_NEW_PANEL1] is False


def test_neither_name_nor_password_is_kept(tmp_path: Path) -> None:
    """A recording may be handed on; it opens no server."""
    start = a_start(tmp_path)
    assert b"canary" not in msgspec.msgpack.encode(start)
    assert (start.link.session.username, start.link.session.password) == ("", "")


def test_the_link_is_the_recorded_one(tmp_path: Path) -> None:
    """All else of the link is as it was."""
    link = a_start(tmp_path).link
    plan = make_plan(parse(["--encoding", "vls"]), Home(tmp_path), {})
    assert link == plan.link(Endpoint("localhost", 1234))
