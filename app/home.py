"""The home folder: where data, logs and the trader's own settings.toml are kept."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from app.checkout import CHECKOUT
from app.errors import AlreadyRunningError, UnwritableError
from app.file_lock import FileLock

_PRIVATE: Final = 0o700


@dataclass(frozen=True, slots=True)
class Home:
    """The folders and files under one home folder."""

    root: Path

    @property
    def demo(self) -> Path:
        """The home folder of a demo that is started from this one."""
        return self.data / "demo-home"

    @property
    def data(self) -> Path:
        """The folder of the database and the runtime state."""
        return self.root / "data"

    @property
    def logs(self) -> Path:
        """The folder of app.log."""
        return self.root / "logs"


def choose(option: Path | None, environ: Mapping[str, str] = os.environ, checkout: Path = CHECKOUT) -> Path:
    """Return the home folder: `--home`, else APPSIERRA_HOME, else the checkout, else the user's data folder.

    Args:
        option: What `--home` says.
        environ: The environment variables.
        checkout: The folder of launcher.py; passed over where it cannot be written.
    """
    if option is not None:
        return option.expanduser().absolute()
    variable = environ.get("APPSIERRA_HOME", "").strip()
    if variable:
        return Path(variable).expanduser().absolute()
    try:
        probe(checkout)
    except OSError:
        return user_data_path("appsierra", appauthor=False)
    return checkout


def prepare(root: Path) -> Home:
    """Create the folders, readable by their owner only, and make sure that they can be written.

    Raises:
        UnwritableError: The message names the folder and what to do.
    """
    home = Home(root)
    for folder in (home.data, home.logs):
        try:
            folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
            probe(folder)
        except OSError as error:
            raise UnwritableError(
                f"Cannot write to {folder}: {error.strerror or error}. Make it writable, or choose another "
                "home folder with --home DIR or APPSIERRA_HOME."
            ) from error
    return home


def lock(home: Home) -> FileLock:
    """Claim the data folder for this process; release the lock when the application has ended.

    Raises:
        AlreadyRunningError: Another process has claimed it; the message names that process.
        UnwritableError: The lock file cannot be written.
    """
    file_lock = lock_file(home)
    try:
        if file_lock.try_acquire():
            return file_lock
    except OSError as error:
        raise _no_lock(home, error) from error
    raise AlreadyRunningError(
        f"APPSIERRA is already running in {home.root} (process {file_lock.holder()}). "
        "Close it first, or start with another --home DIR."
    )


def lock_file(home: Home) -> FileLock:
    """Return the lock of a home folder as it is, held or not."""
    return FileLock(home.data / "appsierra.lock")


def is_running(home: Home) -> bool:
    """Say whether a monitor has claimed the data folder; nothing is changed.

    Raises:
        UnwritableError: The lock file cannot be opened.
    """
    try:
        return lock_file(home).is_held()
    except OSError as error:
        raise _no_lock(home, error) from error


def probe(folder: Path) -> None:
    """Make sure that files can be made in a folder, without leaving one.

    Raises:
        OSError: They cannot.
    """
    # Permission bits lie for root, on read-only mounts and on Windows; only writing tells.
    with tempfile.TemporaryFile(dir=folder):
        pass


def _no_lock(home: Home, error: OSError) -> UnwritableError:
    return UnwritableError(
        f"Cannot lock {home.data}: {error.strerror or error}. Choose another home folder with --home DIR."
    )
