"""Settings: strict, exact, layered, and clear about what is wrong."""

import re
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from app.checkout import CHECKOUT
from app.errors import SettingsError
from app.settings import ContractSettings, LimitSettings, Secret, Settings, find, load


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the settings file of a home folder."""
    return tmp_path / "settings.toml"


def test_shipped_file_states_exactly_the_defaults() -> None:
    """What the shipped file shows is what an empty file means, but for panel flags and the demo's account."""
    shipped = load(CHECKOUT / "settings.toml", {})
    assert load(None, {}).settings == Settings()
    assert shipped.settings == msgspec.structs.replace(Settings(), accounts={"Debug1": "DEBUG"})
    assert {name: flag.text for name, flag in shipped.flags.items()} == {
        "USE_NEW_PANEL1": "true",
        "USE_NEW_PANEL2": "true",
    }


def test_shipped_file_mentions_every_setting() -> None:
    """A trader finds every key in the shipped file."""
    text = (CHECKOUT / "settings.toml").read_text(encoding="utf-8")
    tables = [
        getattr(Settings(), name) for name in ("dtc", "snapshot", "display", "heat", "stop", "alarms", "sim")
    ]
    keys = [
        key for table in [*tables, LimitSettings(), ContractSettings()] for key in table.__struct_fields__
    ]
    assert [key for key in keys if f"{key} = " not in text] == []


def test_home_comes_before_checkout(tmp_path: Path) -> None:
    """The trader's own file stands above the shipped one; neither is fine as well."""
    home, checkout = tmp_path / "home", tmp_path / "checkout"
    home.mkdir()
    checkout.mkdir()
    assert find(home, checkout) is None
    (checkout / "settings.toml").touch()
    assert find(home, checkout) == checkout / "settings.toml"
    (home / "settings.toml").touch()
    assert find(home, checkout) == home / "settings.toml"


def test_values_arrive_typed_and_exact(file: Path) -> None:
    """Money and prices are decimals; accounts and contracts are tables of their own."""
    file.write_text(
        '[accounts]\n"APEX-1" = "SIM"\n[sim]\nstart_balance = "2500.10"\n'
        "[stop]\nproximity_points = {GC = 0.1}\n"
        "[contracts.ES]\nfee_per_side = 0\npoint_value = 50\n",
        encoding="utf-8",
    )
    settings = load(file, {}).settings
    assert settings.accounts == {"APEX-1": "SIM"}
    assert settings.sim.start_balance == Decimal("2500.10")
    assert settings.stop.proximity_points == {"GC": Decimal("0.1")}
    assert settings.contracts == {"ES": ContractSettings(fee_per_side=Decimal(0), point_value=Decimal(50))}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[dtc]\nport = 0", ["line 2", "dtc.port = 0", "1 to 65535"]),
        ('[dtc]\nport = "11099"', ["line 2", 'dtc.port = "11099"', "whole number"]),
        ("[dtc]\nprot = 1", ["line 2", "dtc.prot", "host, port"]),
        ('[dtc]\nencoding = "xml"', ["dtc.encoding", '"xml"', "auto, binary, vls, json, compact"]),
        ("[display]\nfollow_activity = 1", ["display.follow_activity = 1", "true or false"]),
        ('[display]\npalette = "red"', ["display.palette", "red", "safe", "classic"]),
        ('[display]\ntime_zone = "UTC"', ["display.time_zone", "local, exchange"]),
        ('[display]\nmode = "sim"', ["display.mode", "SIM, LIVE, DEBUG"]),
        ('[accounts]\n"X 1" = "PAPER"', ["accounts.X 1", '"PAPER"', "SIM, LIVE, DEBUG"]),
        ("[stop]\nproximity_points = {ES = 0}", ["stop.proximity_points.ES = 0", "above 0"]),
        ("[contracts.ES]\ntick = -0.25", ["line 2", "contracts.ES.tick = -0.25", "above 0"]),
        ('[calendar]\n2026-11-31 = "12:15"', ["line 2", "calendar.2026-11-31", "a date such as"]),
        ('[calendar]\n2026-11-27 = "17:15"', ["line 2", '"17:15" is wrong', "at the latest 16:00"]),
        ("[contracts.es]\ntick = 1", ["contracts.es", "in capitals"]),
        ("[sim]\nstart_balance = nan", ["sim.start_balance", "dollars"]),
        ('[sim]\nstart_balance = "ten"', ["sim.start_balance", '"ten"', "10000.00"]),
        ("[heat]\nwarning_s = 400", ["heat", "400, 270, 300", "warning_s <= flash_s"]),
        ("[extra]\na = 1", ["extra", "dtc, snapshot"]),
        ("dtc = 3", ["line 1", "dtc = 3", "a table"]),
        ("[dtc]\nhost = localhost", ["line 2", "TOML"]),
    ],
)
def test_wrong_setting_names_file_line_key_value_and_valid_values(
    file: Path, text: str, words: list[str]
) -> None:
    """Whoever reads the message can repair the file."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        load(file, {})
    message = str(raised.value)
    assert message.startswith(str(file))
    assert [word for word in words if word not in message] == []


def test_password_in_the_file_is_refused_and_not_repeated(file: Path) -> None:
    """A secret does not belong into a file, and not into a message about it either."""
    file.write_text('[dtc]\npassword = "hunter2"', encoding="utf-8")
    with pytest.raises(SettingsError, match="SIERRA_DTC_PASS") as raised:
        load(file, {})
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize("content", [b"\xff\xfe[", b"\x80"])
def test_file_that_is_no_text_is_refused(file: Path, content: bytes) -> None:
    """Rubbish gives a message with the name of the file."""
    file.write_bytes(content)
    with pytest.raises(SettingsError, match="UTF-8"):
        load(file, {})


def test_file_that_cannot_be_read_is_refused(file: Path) -> None:
    """A folder in the file's place gives a message with its name."""
    file.mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        load(file, {})


def test_byte_order_mark_is_no_fault(file: Path) -> None:
    """Windows editors begin a file with one."""
    file.write_text("[dtc]\nport = 7\n", encoding="utf-8-sig")
    assert load(file, {}).settings.dtc.port == 7


def test_wrong_flag_does_not_stop_the_settings(file: Path) -> None:
    """A flag that is not even TOML is handed on as text; everything else is read."""
    file.write_text("[flags]\nUSE_NEW_PANEL1 = yes\n[dtc]\nport = 7\n", encoding="utf-8")
    loaded = load(file, {})
    assert (loaded.flags["USE_NEW_PANEL1"].text, loaded.flags["USE_NEW_PANEL1"].line) == ("yes", 2)
    assert loaded.settings.dtc.port == 7


def test_environment_stands_above_the_file(file: Path) -> None:
    """The variables of the earlier system override the file, and only what they name."""
    file.write_text('[dtc]\nhost = "a"\nheartbeat_interval_s = 5\n', encoding="utf-8")
    environ = {
        "SIERRA_DTC_HOST": "b",
        "SIERRA_DTC_PORT": "7",
        "SIERRA_DTC_USER": "u",
        "SIERRA_DTC_PASS": "hunter2",
        "SNAPSHOT_CSV_PATH": "/s.csv",
        "TRADING_MODE": "LIVE",
    }
    loaded = load(file, environ)
    dtc = loaded.settings.dtc
    assert (dtc.host, dtc.port, dtc.username, dtc.heartbeat_interval_s) == ("b", 7, "u", 5)
    assert loaded.settings.snapshot.path == "/s.csv"
    assert loaded.settings.display.mode == "LIVE"
    assert loaded.dtc_password.reveal() == "hunter2"
    assert load(file, {"SIERRA_DTC_HOST": ""}).settings.dtc.host == "a"


def test_credentials_that_cannot_be_sent_are_refused(file: Path) -> None:
    """A name that is too long is named at its place, a password without being repeated."""
    file.write_text(f'[dtc]\nusername = "{"ü" * 16}"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"line 2: dtc\.username = .* at most 31 bytes"):
        load(file, {})
    with pytest.raises(SettingsError, match="SIERRA_DTC_PASS: must be at most 31 bytes") as raised:
        load(None, {"SIERRA_DTC_PASS": "p" * 32})
    assert "ppp" not in str(raised.value)


@pytest.mark.parametrize(
    ("variable", "text"),
    [("SIERRA_DTC_PORT", "x"), ("TRADING_MODE", "PAPER"), ("SIERRA_DTC_USER", "u" * 32)],
)
def test_wrong_environment_names_the_variable(variable: str, text: str) -> None:
    """The message points at the environment, not at the file."""
    with pytest.raises(SettingsError, match=f"environment variable {variable}='{text}'"):
        load(None, {variable: text})


def test_secret_does_not_show_itself() -> None:
    """Neither text nor representation reveal a secret, alone or inside the loaded settings."""
    loaded = load(None, {"SIERRA_DTC_PASS": "hunter2"})
    assert "hunter2" not in f"{loaded.dtc_password} {loaded!r}"
    assert loaded.dtc_password
    assert not Secret()


def test_relative_snapshot_path_starts_at_home(file: Path) -> None:
    """A relative path is looked up in the home folder, an absolute one is kept."""
    snapshot = load(None, {}).settings.snapshot
    assert snapshot.file(file.parent) == file.parent / "data" / "snapshot.csv"
    absolute = load(None, {"SNAPSHOT_CSV_PATH": "/s.csv"}).settings.snapshot
    assert absolute.file(file.parent) == Path("/s.csv")


def test_limits_belong_to_accounts(file: Path) -> None:
    """An account of any name may have one; money is exact, quiet hours are times of day."""
    file.write_text(
        '[limits.Sim1]\ndaily_loss = "500.10"\n[limits."APEX-1"]\ndaily_loss = 250\n'
        '[alarms]\nquiet_from = "22:00"\nquiet_to = "06:30"\n',
        encoding="utf-8",
    )
    settings = load(file, {}).settings
    losses = {account: limit.daily_loss for account, limit in settings.limits.items()}
    assert losses == {"Sim1": Decimal("500.10"), "APEX-1": Decimal(250)}
    assert (settings.alarms.quiet_from, settings.alarms.quiet_to) == ("22:00", "06:30")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[limits."APEX-1"]\ndaily_loss = "0"\n', "line 2: limits.APEX-1.daily_loss"),
        ("[limits.Sim1]\nweekly_loss = 5\n", "line 2: limits.Sim1.weekly_loss is not a setting"),
        ('[alarms]\nquiet_from = "25:00"\nquiet_to = "06:00"\n', "line 2: alarms.quiet_from"),
        ('[alarms]\nquiet_from = "22:00"\n', "both quiet_from and quiet_to"),
        ("[alarms]\nvolume = 101\n", "a whole number from 0 to 100"),
    ],
)
def test_wrong_alarm_settings_are_named(file: Path, text: str, words: str) -> None:
    """The message says where, what, and what would be right."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=re.escape(words)):
        load(file, {})
