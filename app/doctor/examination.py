"""Everything that the checks look at, each read once and only when it is asked for."""

import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import flags
from actors.link_settings import LinkSettings
from app import home as homes
from app import settings as settings_files
from app.arguments import parse
from app.beacon import Beacon
from app.burned_flags import BurnedFlags
from app.checkout import CHECKOUT, version
from app.doctor.probe import Answer, ask
from app.errors import SettingsError
from app.home import Home
from app.plan import Plan, make_plan
from flags import FlagError, FlagName
from models.book import Symbol
from models.database_contents import Contents, read_contents
from models.database_file import beside_copies, copies
from models.database_look import Look, look, looked_into
from models.migrations import newest_version
from models.schema import TABLE_NAMES

_PASSWORD = "SIERRA_DTC_PASS"  # noqa: S105 - the name of a variable


class Surroundings(NamedTuple):
    """What lies outside of the home folder.

    Attributes:
        ask: Asks the DTC server, also for these symbols.
        free_bytes: Room on the disk of a folder.
        which: Finds a program.
    """

    environ: Mapping[str, str]
    now: Callable[[], datetime]
    checkout: Path = CHECKOUT
    ask: Callable[[LinkSettings, tuple[Symbol, ...]], Answer] = ask
    free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free
    which: Callable[[str], str | None] = shutil.which


class Examination:
    """One look at one home folder; nothing is changed.

    Args:
        home: The folder, which need not exist.
        around: What lies outside of it.
    """

    def __init__(self, home: Home, around: Surroundings) -> None:
        self.home = home
        self.around = around
        self.now = around.now()
        self.version = version(around.checkout)
        self.beacon = Beacon(home.data, self.version)
        self.database = home.data / "appsierra.db"

    @cached_property
    def runs(self) -> bool:
        """Whether the monitor runs."""
        return homes.is_running(self.home)

    @cached_property
    def source(self) -> Path | None:
        """The settings file."""
        return settings_files.find(self.home.root, self.around.checkout)

    @cached_property
    def settings_error(self) -> SettingsError | None:
        """What is wrong in the settings file; None when nothing is."""
        try:
            settings_files.load(self.source, {})
        except SettingsError as error:
            return error
        return None

    @cached_property
    def wrong_flags(self) -> tuple[str, ...]:
        """What is wrong with flags in the environment."""
        return tuple(text for name in FlagName if (text := self._flag_problem(name)))

    @cached_property
    def wrong_variables(self) -> tuple[str, ...]:
        """What is wrong with other environment variables."""
        return tuple(text for name in self._variables if (text := self._variable_problem(name)))

    @cached_property
    def secret(self) -> str:
        """What must not be shown."""
        return self.around.environ.get(_PASSWORD, "")

    @cached_property
    def plan(self) -> Plan:
        """What a start would do, if what is wrong were not there."""
        names: list[str] = [name for name in FlagName if not self._flag_problem(name)]
        names += [name for name in self._variables if not self._variable_problem(name)]
        environ = {name: self.around.environ[name] for name in names if name in self.around.environ}
        return make_plan(parse([]), self.home, environ)

    @cached_property
    def burned(self) -> Mapping[FlagName, str]:
        """Flags that failed in this version."""
        return BurnedFlags(self.home.data).in_version(self.version)

    @cached_property
    def answer(self) -> Answer:
        """What the DTC server says."""
        symbols = {position.symbol for position in self.contents.positions} if self.contents else set()
        return self.around.ask(self.plan.link(None), tuple(sorted(symbols)))

    @cached_property
    def look(self) -> Look | None:
        """The database file at a first look; None where there is none.

        Raises:
            OSError: It cannot be read.
            sqlite3.Error: It cannot be opened.
        """
        if not self.database.exists():
            return None
        return beside_copies(self.database, self.look_at(self.database))

    @property
    def is_lost(self) -> bool:
        """Whether there is no database, although there was one."""
        return self.look is None and bool(copies(self.database))

    def look_at(self, path: Path) -> Look:
        """Return what a database file is; see `look`."""
        with looked_into(path, in_use=self.runs and path == self.database) as connect:
            return look(path, connect)

    @cached_property
    def is_readable(self) -> bool:
        """Whether the rows of the database can be looked at."""
        seen = self.look
        return (
            seen is not None
            and seen.damage is None
            and not seen.is_foreign
            and seen.version == newest_version()
            and not self.missing_tables
        )

    @cached_property
    def contents(self) -> Contents | None:
        """What the database holds; None where that cannot be looked at."""
        if not self.is_readable:
            return None
        with looked_into(self.database, in_use=self.runs) as connect, closing(connect()) as connection:
            # One transaction, so that a monitor that writes meanwhile does not make rows contradict.
            connection.execute("BEGIN")
            return read_contents(connection)

    @cached_property
    def missing_tables(self) -> frozenset[str]:
        """Tables that a database of the newest version has, and this one has not."""
        seen = self.look
        if seen is None or seen.damage or seen.is_foreign or seen.version != newest_version():
            return frozenset()
        return TABLE_NAMES - seen.tables

    @property
    def _variables(self) -> tuple[str, ...]:
        return (*(name for name, _, _ in settings_files.FROM_ENVIRONMENT), _PASSWORD)

    def _flag_problem(self, name: FlagName) -> str:
        try:
            flags.resolve({name: self.around.environ[name]} if name in self.around.environ else {}, {}, "")
        except FlagError as error:
            return str(error)
        return ""

    def _variable_problem(self, name: str) -> str:
        try:
            settings_files.load(None, {name: self.around.environ.get(name, "")})
        except SettingsError as error:
            return str(error)
        return ""
