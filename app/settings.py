"""The settings: shipped defaults, the trader's settings.toml, the environment; checked strictly."""

import os
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from app.checkout import CHECKOUT
from app.errors import SettingsError
from app.settings_convert import WrongValueError, convert
from app.settings_text import SettingsSyntaxError, SettingsText, parse
from dtc.session_config import LONGEST_TEXT, fits
from flags import FlagText
from models.holidays import CME_CALENDAR, CalendarError

ModeName = Literal["SIM", "LIVE", "DEBUG"]
Port = Annotated[int, msgspec.Meta(ge=1, le=65535, description="a whole number from 1 to 65535")]
Seconds = Annotated[int, msgspec.Meta(ge=1, le=86400, description="a whole number of seconds from 1 up")]
Heartbeat = Annotated[int, msgspec.Meta(ge=1, le=60, description="a whole number of seconds from 1 to 60")]
Count = Annotated[int, msgspec.Meta(ge=1, le=1_000_000, description="a whole number from 1 up")]
Ticks = Annotated[int, msgspec.Meta(ge=0, le=1_000, description="a whole number of ticks from 0 up")]
ANY_TEXT: Final = "a text in quotes"
Text = Annotated[str, msgspec.Meta(description=ANY_TEXT)]
FilePath = Annotated[str, msgspec.Meta(description="the path of a file", extra={"file": True})]
Positive = Annotated[Decimal, msgspec.Meta(description="a number above 0", extra={"above": Decimal(0)})]
NotNegative = Annotated[Decimal, msgspec.Meta(description="a number from 0 up", extra={"from": Decimal(0)})]
Money = Annotated[
    Decimal,
    msgspec.Meta(
        description='dollars from 0 up, such as "10000.00"', extra={"from": Decimal(0), "amount": True}
    ),
]
Megabytes = Annotated[
    int, msgspec.Meta(ge=10, le=1_000_000, description="a whole number of megabytes from 10 up")
]
Percent = Annotated[int, msgspec.Meta(ge=0, le=100, description="a whole number from 0 to 100")]
TimeOfDay = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$", description='a time of day such as "22:30", or "" for none'
    ),
]
PositiveMoney = Annotated[
    Decimal,
    msgspec.Meta(
        description='dollars above 0, such as "500.00"', extra={"above": Decimal(0), "amount": True}
    ),
]


class Secret:
    """A text that shows itself only when it is asked to."""

    __slots__ = ("_text",)

    def __init__(self, text: str = "") -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself."""
        return self._text

    def __bool__(self) -> bool:
        """Say whether there is anything to hide."""
        return bool(self._text)

    def __repr__(self) -> str:
        """Return a mask."""
        return "Secret('***')" if self._text else "Secret('')"


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the settings file."""


class DtcSettings(_Table, frozen=True):
    """The connection to Sierra Chart."""

    host: Text = "127.0.0.1"
    port: Port = 11099
    username: Text = ""
    encoding: Literal["auto", "binary", "vls", "json", "compact"] = "json"
    heartbeat_interval_s: Heartbeat = 10


class SnapshotSettings(_Table, frozen=True):
    """The snapshot file that a chart study writes."""

    path: FilePath = "data/snapshot.csv"
    poll_ms: Count = 500
    stale_after_polls: Count = 3

    def file(self, home: Path) -> Path:
        """Return the snapshot file; a relative path starts at the home folder."""
        return home / Path(self.path).expanduser()


class DisplaySettings(_Table, frozen=True):
    """What is shown first, and how."""

    mode: ModeName = "SIM"
    account: Text = ""
    follow_activity: bool = True
    palette: Literal["safe", "classic"] = "safe"
    time_zone: Literal["local", "exchange"] = "local"
    reduced_motion: bool = False


class HeatSettings(_Table, frozen=True):
    """Time in drawdown: what starts it, and its three steps in seconds."""

    dead_band_ticks: Ticks = 0
    warning_s: Seconds = 180
    flash_s: Seconds = 270
    critical_s: Seconds = 300


class StopSettings(_Table, frozen=True):
    """How near the price may come to the stop, in points by root; other roots: 4 ticks."""

    proximity_points: dict[str, Positive] = msgspec.field(
        default_factory=lambda: dict.fromkeys(("ES", "MES", "NQ", "MNQ"), Decimal(1))
    )


class AlarmSettings(_Table, frozen=True):
    """What is heard of alarms, and when; they are shown in any case.

    Attributes:
        volume: Percent.
        quiet_from: Local time from which on nothing is heard; empty for no quiet hours.
        quiet_to: Local time at which the quiet hours end, perhaps on the next day.
        stop_missing_s: So long a position may be open without a working stop.
        snooze_s: So long an alarm is put aside.
        cool_down_s: So long the same alarm is not heard again.
    """

    muted: bool = False
    volume: Percent = 70
    quiet_from: TimeOfDay = ""
    quiet_to: TimeOfDay = ""
    stop_missing_s: Seconds = 60
    snooze_s: Seconds = 300
    cool_down_s: Seconds = 30


class LimitSettings(_Table, frozen=True):
    """What an account may lose; None where nothing is watched.

    Attributes:
        daily_loss: Dollars of one session day, open positions included.
    """

    daily_loss: PositiveMoney | None = None


class RecordingSettings(_Table, frozen=True):
    """What is kept of each session, to be played again.

    Attributes:
        limit_mb: Megabytes of all recordings together.
    """

    enabled: bool = True
    limit_mb: Megabytes = 2_000


class SimSettings(_Table, frozen=True):
    """The simulated accounts."""

    start_balance: Money = Decimal("10000.00")
    monthly_reset: bool = True


class ContractSettings(_Table, frozen=True):
    """What replaces the built-in facts of one contract root; None leaves them as they are.

    Attributes:
        tick: Smallest price step, points.
        point_value: Dollars per point of one contract.
        fee_per_side: Dollars per contract and side.
    """

    tick: Positive | None = None
    point_value: Positive | None = None
    fee_per_side: NotNegative | None = None


class Settings(_Table, frozen=True):
    """Everything that can be set.

    Attributes:
        accounts: Account name -> mode, where the name does not tell.
        limits: Account name -> what it may lose.
        contracts: Contract root -> replaced facts.
        calendar: ISO date -> what that day is at the exchange; stands above the built-in table.
    """

    dtc: DtcSettings = DtcSettings()
    snapshot: SnapshotSettings = SnapshotSettings()
    accounts: dict[str, ModeName] = {}
    display: DisplaySettings = DisplaySettings()
    heat: HeatSettings = HeatSettings()
    stop: StopSettings = StopSettings()
    alarms: AlarmSettings = AlarmSettings()
    limits: dict[str, LimitSettings] = {}
    sim: SimSettings = SimSettings()
    recording: RecordingSettings = RecordingSettings()
    contracts: dict[str, ContractSettings] = {}
    calendar: dict[str, Text] = {}


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """The settings and where they came from.

    Attributes:
        source: The file, None where there is none.
        flags: The `[flags]` table as it is written, for `flags.resolve`.
        dtc_password: From the environment; never from a file.
    """

    settings: Settings
    source: Path | None
    flags: Mapping[str, FlagText]
    dtc_password: Secret


FROM_ENVIRONMENT: Final = (
    ("SIERRA_DTC_HOST", "dtc", "host"),
    ("SIERRA_DTC_PORT", "dtc", "port"),
    ("SIERRA_DTC_USER", "dtc", "username"),
    ("SNAPSHOT_CSV_PATH", "snapshot", "path"),
    ("TRADING_MODE", "display", "mode"),
)
_VALID_CREDENTIAL: Final = f"at most {LONGEST_TEXT} bytes, without a zero byte"
_ROOT: Final = re.compile(r"[A-Z0-9]{1,4}")


def find(home: Path, checkout: Path = CHECKOUT) -> Path | None:
    """Return the settings file: the one in the home folder, else the shipped one, else None."""
    return next((path for folder in (home, checkout) if (path := folder / "settings.toml").is_file()), None)


def load(source: Path | None, environ: Mapping[str, str] = os.environ) -> Loaded:
    """Read the settings.

    Args:
        source: A settings file; None takes the defaults.
        environ: Environment variables, which stand above the file.

    Raises:
        SettingsError: The message names the file and line (or the environment variable), the key,
            the value and the valid values. Wrong flags do not raise: `flags.resolve` reports them.
    """
    content, settings = read_file(source)
    password = environ.get("SIERRA_DTC_PASS", "")
    if not fits(password):
        raise SettingsError(f"environment variable SIERRA_DTC_PASS: must be {_VALID_CREDENTIAL}")
    return Loaded(
        settings=_with_environment(settings, environ),
        source=source,
        flags=content.flags,
        dtc_password=Secret(password),
    )


def read_file(source: Path | None) -> tuple[SettingsText, Settings]:
    """Return what a settings file says, as text and as settings; the environment is left out.

    Args:
        source: A settings file; None takes the defaults.

    Raises:
        SettingsError: As `load`.
    """
    return read_text(_read(source) if source else "", str(source))


def read_text(text: str, place: str) -> tuple[SettingsText, Settings]:
    """Return what the text of a settings file says; see `read_file`.

    Args:
        text: The whole file.
        place: The file, for messages.

    Raises:
        SettingsError: As `load`.
    """
    try:
        content = parse(text)
    except SettingsSyntaxError as error:
        where = f"{place}, line {error.line}" if error.line else place
        raise SettingsError(f"{where}: this is not TOML: {error}") from error
    try:
        settings = convert(content.tables, Settings)
        _check(settings)
    except WrongValueError as error:
        line = content.lines.get(error.key)
        where = f"{place}, line {line}" if line else place
        raise SettingsError(f"{where}: {error}") from error
    return content, settings


def _read(source: Path) -> str:
    try:
        return source.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{source}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{source}: this is not UTF-8 text; save it as UTF-8") from error


def _check(settings: Settings) -> None:
    if not fits(settings.dtc.username):
        raise WrongValueError("dtc.username", _VALID_CREDENTIAL, settings.dtc.username)
    heat = settings.heat
    if not heat.warning_s <= heat.flash_s <= heat.critical_s:
        raise WrongValueError(
            "heat",
            "warning_s <= flash_s <= critical_s",
            f"{heat.warning_s}, {heat.flash_s}, {heat.critical_s}",
        )
    alarms = settings.alarms
    if bool(alarms.quiet_from) != bool(alarms.quiet_to):
        raise WrongValueError(
            "alarms", "both quiet_from and quiet_to, or none", f"{alarms.quiet_from} to {alarms.quiet_to}"
        )
    for table, roots in (
        ("contracts", settings.contracts),
        ("stop.proximity_points", settings.stop.proximity_points),
    ):
        for root in roots:
            if not _ROOT.fullmatch(root):
                raise WrongValueError(f"{table}.{root}", "a contract root such as ES, in capitals", root)
    try:
        CME_CALENDAR.with_days(settings.calendar)
    except CalendarError as error:
        key, text = f"calendar.{error.day}", settings.calendar[error.day]
        raise WrongValueError(key, error.valid, text) from error


def _with_environment(settings: Settings, environ: Mapping[str, str]) -> Settings:
    for variable, table, key in FROM_ENVIRONMENT:
        text = environ.get(variable)
        if not text:
            continue
        value: object = int(text) if key == "port" and text.isascii() and text.isdigit() else text
        current = msgspec.to_builtins(getattr(settings, table))
        try:
            changed = convert({table: current | {key: value}}, Settings)
            _check(changed)
        except WrongValueError as error:
            raise SettingsError(f"environment variable {variable}={text!r}: {error}") from error
        settings = msgspec.structs.replace(settings, **{table: getattr(changed, table)})
    return settings
