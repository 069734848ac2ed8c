"""What a start is about."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.arguments import Endpoint, parse
from app.errors import SettingsError
from app.home import Home
from app.plan import Plan, make_plan
from dtc.enums import Encoding
from flags import FlagError, FlagName
from models.book import Book, TradeAccount, TradeMode
from models.holidays import CME_CALENDAR

LIVE = Book(TradeMode.LIVE, TradeAccount("120005"))


def plan(home: Path, *options: str, settings: str = "", environ: dict[str, str] | None = None) -> Plan:
    """Return the plan of a start with these options and settings."""
    home.mkdir(exist_ok=True)
    (home / "settings.toml").write_text(settings, encoding="utf-8")
    (home / "data").mkdir(exist_ok=True)
    return make_plan(parse(options), Home(home), {} if environ is None else environ)


def test_calendar_of_the_settings_stands_above_the_built_in_one(tmp_path: Path) -> None:
    """A day can be given other hours; all others keep theirs."""
    calendar = plan(tmp_path, settings='[calendar]\n2026-11-27 = "normal"').calendar
    assert calendar.early_close(date(2026, 11, 27)) is None
    assert calendar.holidays == CME_CALENDAR.holidays


def test_command_line_stands_above_the_settings(tmp_path: Path) -> None:
    """Where to connect and how to talk comes from the command line, else from the settings."""
    text = '[dtc]\nhost = "10.0.0.1"\nport = 2222\nencoding = "binary"'
    saved = plan(tmp_path, settings=text).link(None)
    assert (saved.host, saved.port, saved.session.encoding) == ("10.0.0.1", 2222, Encoding.BINARY)
    asked = plan(tmp_path, "--dtc", "127.0.0.1:11099", "--encoding", "vls", settings=text).link(None)
    assert (asked.endpoint, asked.session.encoding) == ("127.0.0.1:11099", Encoding.BINARY_VLS)


def test_demo_is_reached_where_it_listens_and_names_its_accounts(tmp_path: Path) -> None:
    """The built-in demo's accounts have their modes, whatever a trader's settings leave out."""
    made = plan(tmp_path, "--demo")
    link = made.link(Endpoint("127.0.0.1", 4711))
    assert link.endpoint == "127.0.0.1:4711"
    assert link.accounts == {"Debug1": TradeMode.DEBUG, "120005": TradeMode.LIVE}
    assert made.snapshot == tmp_path / "data" / "demo" / "snapshot.csv"


def test_password_comes_from_the_environment_and_hides(tmp_path: Path) -> None:
    """The password reaches the session and no text of the plan."""
    made = plan(tmp_path, environ={"SIERRA_DTC_PASS": "canary"})
    assert made.link(None).session.password == "canary"
    assert "canary" not in repr(made.password)
    assert "canary" not in repr(made.link(None))


@pytest.mark.parametrize(
    ("options", "settings", "mode", "book"),
    [
        ((), "", None, None),
        (("--mode", "LIVE"), "", TradeMode.LIVE, None),
        (("--account", "120005"), "", None, LIVE),
        ((), '[display]\naccount = "120005"', None, LIVE),
        (("--mode", "SIM"), '[display]\naccount = "120005"', TradeMode.SIM, None),
        (("--account", "A1"), '[accounts]\nA1 = "SIM"', None, Book(TradeMode.SIM, TradeAccount("A1"))),
    ],
)
def test_what_is_shown_first(
    tmp_path: Path, options: tuple[str, ...], settings: str, mode: TradeMode | None, book: Book | None
) -> None:
    """The command line says what to show first, else the settings; the mode follows the account."""
    wish = plan(tmp_path, *options, settings=settings).wish
    assert (wish.mode, wish.book, wish.default_mode) == (mode, book, TradeMode.SIM)


def test_account_of_another_mode_is_refused(tmp_path: Path) -> None:
    """A SIM account is never shown as LIVE because somebody asks for it."""
    with pytest.raises(SettingsError, match="--account Sim1 is SIM, --mode says LIVE"):
        plan(tmp_path, "--account", "Sim1", "--mode", "LIVE")


@pytest.mark.parametrize(
    ("settings", "exchange_time", "reduced_motion"),
    [("", False, False), ('[display]\ntime_zone = "exchange"\nreduced_motion = true', True, True)],
)
def test_the_screen_is_as_the_trader_wants_it(
    tmp_path: Path,
    settings: str,
    exchange_time: bool,  # noqa: FBT001 - pytest passes it
    reduced_motion: bool,  # noqa: FBT001 - as above
) -> None:
    """Local time and motion, unless the settings say otherwise."""
    display = plan(tmp_path, settings=settings).display
    assert (display.exchange_time, display.reduced_motion) == (exchange_time, reduced_motion)


def test_contract_settings_reach_the_link(tmp_path: Path) -> None:
    """The trader's own contract facts are handed on."""
    made = plan(tmp_path, settings="[contracts.ZZ]\ntick = 0.5\npoint_value = 20\nfee_per_side = 1")
    facts = made.contracts["ZZ"]
    assert (facts.tick, facts.point_value, facts.fee_per_side) == (Decimal("0.5"), Decimal(20), Decimal(1))
    assert made.link(None).contracts == made.contracts


def test_wrong_flag_stops_the_start_only_in_the_environment(tmp_path: Path) -> None:
    """A wrong flag in the settings becomes a sentence for the banner and the default flags."""
    made = plan(tmp_path, settings="[flags]\nUSE_NEW_PANEL1 = yes")
    assert not made.flags.is_on(FlagName.USE_NEW_PANEL1)
    assert len(made.problems) == 1
    with pytest.raises(FlagError):
        plan(tmp_path, environ={"USE_NEW_PANEL1": "yes"})


@pytest.mark.parametrize("text", ["[dtc]\nport = 'abc'", "this is no TOML", "[nonsense]\nx = 1"])
def test_broken_settings_never_keep_the_screen_dark(tmp_path: Path, text: str) -> None:
    """A broken file gives the default settings, the legacy panels, and a sentence that names the place."""
    made = plan(tmp_path, settings=text)
    assert made.settings.dtc.port == 11099
    assert not made.flags.is_on(FlagName.USE_NEW_PANEL1)
    assert not made.flags.is_on(FlagName.USE_NEW_PANEL2)
    (problem,) = made.problems
    assert str(tmp_path / "settings.toml") in problem


def test_wrong_environment_ends_the_start(tmp_path: Path) -> None:
    """What was typed just now can be corrected just now."""
    with pytest.raises(SettingsError, match="SIERRA_DTC_PORT"):
        plan(tmp_path, environ={"SIERRA_DTC_PORT": "abc"})
