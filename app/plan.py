"""What this start is about: command line, home folder, settings and flags, put together and checked."""

import os
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Final

import msgspec

import flags
from actors.link_settings import LinkSettings
from actors.messages import DisplaySet
from actors.session import ScopeWish
from app import settings as settings_files
from app.arguments import Arguments, Endpoint
from app.beacon import Beacon
from app.checkout import version
from app.errors import SettingsError
from app.home import Home
from app.settings import Settings
from dtc.enums import Encoding
from dtc.session_config import SessionConfig
from models.book import Book, TradeAccount, TradeMode, mode_of
from models.contract import ContractOverride
from models.holidays import CME_CALENDAR, Calendar

ENCODINGS: Final = {
    "auto": Encoding.JSON,
    "binary": Encoding.BINARY,
    "vls": Encoding.BINARY_VLS,
    "json": Encoding.JSON,
    "compact": Encoding.JSON_COMPACT,
}
DEMO_ACCOUNTS: Final = {"Debug1": TradeMode.DEBUG, "120005": TradeMode.LIVE}
"""The built-in demo says itself which of its accounts are for debugging."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that is decided before the first actor starts.

    Attributes:
        environ: Environment variables, which stand above the settings file.
        problems: Sentences for the banner: what is wrong, and what is done instead.
        beacon: Tells the next start how this one ended.
    """

    arguments: Arguments
    home: Home
    settings: Settings
    flags: flags.Flags
    password: settings_files.Secret
    accounts: Mapping[str, TradeMode]
    contracts: Mapping[str, ContractOverride]
    wish: ScopeWish
    snapshot: Path
    environ: Mapping[str, str]
    problems: tuple[str, ...]
    beacon: Beacon

    def link(self, demo: Endpoint | None) -> LinkSettings:
        """Return how to reach the server: the demo, the command line's, or the settings'."""
        dtc = self.settings.dtc
        endpoint = demo or self.arguments.dtc or Endpoint(dtc.host, dtc.port)
        return LinkSettings(
            host=endpoint.host,
            port=endpoint.port,
            session=SessionConfig(
                encoding=ENCODINGS[self.arguments.encoding or dtc.encoding],
                username=dtc.username,
                password=self.password.reveal(),
                heartbeat_interval_s=dtc.heartbeat_interval_s,
            ),
            accounts=self.accounts,
            contracts=self.contracts,
            time_scale=self.arguments.demo_time_scale,
        )

    def with_settings(self, settings: Settings) -> "Plan":
        """Return the plan with settings that were changed while it runs."""
        return replace(self, settings=settings, snapshot=_snapshot(self.arguments, settings, self.home))

    @property
    def is_simulated(self) -> bool:
        """Tell whether the market is a made one: time in it is nobody's use of the monitor."""
        return self.arguments.demo

    @property
    def calendar(self) -> Calendar:
        """Return the days on which the exchange does not keep its ordinary hours."""
        return CME_CALENDAR.with_days(self.settings.calendar)

    @property
    def display(self) -> DisplaySet:
        """Return how the trader wants the screen."""
        display = self.settings.display
        return DisplaySet(
            exchange_time=display.time_zone == "exchange",
            reduced_motion=display.reduced_motion,
            green_and_red=display.palette == "classic",
        )

    @property
    def start_balance(self) -> Decimal:
        """Return the dollars that a simulated account starts with."""
        return self.settings.sim.start_balance


def make_plan(arguments: Arguments, home: Home, environ: MutableMapping[str, str] = os.environ) -> Plan:
    """Read settings and flags, and decide what this start is about.

    Raises:
        SettingsError: An environment variable is wrong, or the asked account has another mode.
        FlagError: A flag in the environment is wrong.
    """
    source = settings_files.find(home.root)
    loaded, broken = _load(source, environ)
    resolved = flags.resolve(environ, loaded.flags, str(source or "settings.toml"))
    accounts = {name: TradeMode(mode) for name, mode in loaded.settings.accounts.items()}
    if arguments.demo:
        accounts = {**DEMO_ACCOUNTS, **accounts}
    return Plan(
        arguments=arguments,
        home=home,
        settings=loaded.settings,
        flags=resolved,
        password=loaded.dtc_password,
        accounts=accounts,
        contracts={
            root: ContractOverride(**msgspec.structs.asdict(facts))
            for root, facts in loaded.settings.contracts.items()
        },
        wish=_wish(arguments, loaded.settings, accounts),
        snapshot=_snapshot(arguments, loaded.settings, home),
        environ=environ,
        problems=(*broken, *resolved.problems),
        beacon=Beacon(home.data, version()),
    )


def _load(source: Path | None, environ: Mapping[str, str]) -> tuple[settings_files.Loaded, tuple[str, ...]]:
    """Return the settings; a broken file must not keep a trader with an open position from the screen."""
    try:
        return settings_files.load(source, environ), ()
    except SettingsError as error:
        defaults = settings_files.load(None, environ)
        return defaults, (f"{error}. Until it is mended: default settings, legacy panels.",)


def _wish(arguments: Arguments, settings: Settings, accounts: Mapping[str, TradeMode]) -> ScopeWish:
    mode = TradeMode(arguments.mode) if arguments.mode else None
    default_mode = TradeMode(settings.display.mode)
    book = None
    if arguments.account:
        book = Book(mode_of(TradeAccount(arguments.account), accounts), TradeAccount(arguments.account))
        if mode not in {None, book.mode}:
            raise SettingsError(
                f"--account {arguments.account} is {book.mode.value}, --mode says {arguments.mode}: "
                "leave --mode out, or give the account its mode in [accounts] of settings.toml"
            )
    elif settings.display.account:
        account = TradeAccount(settings.display.account)
        preferred = Book(mode_of(account, accounts), account)
        book = preferred if mode in {None, preferred.mode} else None
    return ScopeWish(
        mode=mode, book=book, default_mode=default_mode, follows=settings.display.follow_activity
    )


def _snapshot(arguments: Arguments, settings: Settings, home: Home) -> Path:
    if arguments.csv is not None:
        return arguments.csv.absolute()
    return home.data / "demo" / "snapshot.csv" if arguments.demo else settings.snapshot.file(home.root)
