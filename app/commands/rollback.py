"""`rollback`: the legacy panels, in the running monitor and at once."""

import time
from typing import Final, cast

import msgspec

from app import home
from app.commands.flag_change import change_flag
from app.errors import AlreadyRunningError, UnavailableError, UnwritableError
from app.home import Home
from app.safe_start import FLAG_OF
from app.subcommands import RollBack
from models import atomic_file
from models.rollback import FILE, PanelWord, RollbackWish, content_of

CONFIRM_S: Final = 2.0
_POLL_S: Final = 0.01


class RollbackResult(msgspec.Struct, frozen=True, kw_only=True):
    """What was done.

    Attributes:
        confirmed: Whether a running monitor took the wish.
        saved: The settings file in which the flags were turned off; None where that was not asked for.
    """

    panels: tuple[str, ...]
    confirmed: bool
    saved: str | None


def roll_back(place: Home, command: RollBack, confirm_s: float = CONFIRM_S) -> RollbackResult:
    """Ask the running monitor for its legacy panels.

    Args:
        place: The home folder of that monitor.
        command: What is wanted.
        confirm_s: Seconds that it has to answer.

    Raises:
        UnavailableError: No monitor runs there, or it does not answer.
        UnwritableError: A file cannot be written.
        SettingsError: The settings file, which was to be changed too, is wrong.
    """
    runs = is_running(place)
    if not runs and not command.save:
        raise UnavailableError(
            f"no monitor runs in {place.root}, so nothing was changed; --save turns the flags off for the "
            "next start"
        )
    # The screen first: the settings can wait, a trader cannot.
    if runs:
        _leave_wish(place, command)
    saved = None
    if command.save:
        for panel in command.panels:
            saved = change_flag(place, FLAG_OF[panel], value=False, who="command line", why=command.why)
    if runs:
        _wait_until_taken(place, confirm_s)
    return RollbackResult(panels=command.panels, confirmed=runs, saved=str(saved) if saved else None)


def is_running(place: Home) -> bool:
    """Tell whether a monitor runs in a home folder."""
    if not place.data.is_dir():
        return False
    try:
        lock = home.lock(place)
    except AlreadyRunningError:
        return True
    lock.release()
    return False


def _leave_wish(place: Home, command: RollBack) -> None:
    panels = cast("tuple[PanelWord, ...]", command.panels)
    wish = RollbackWish(panels=panels, who="command line", why=command.why)
    path = place.data / FILE
    try:
        atomic_file.replace(path, content_of(wish))
    except OSError as error:
        raise UnwritableError(
            f"{path} cannot be written: {error.strerror or error}. Press Ctrl+Shift+F8 in the monitor."
        ) from error


def _wait_until_taken(place: Home, confirm_s: float) -> None:
    path = place.data / FILE
    deadline_s = time.monotonic() + confirm_s
    while path.exists():
        if time.monotonic() > deadline_s:
            raise UnavailableError(
                f"the monitor in {place.root} did not answer within {confirm_s:g} s; {path} stays, and is "
                "followed as soon as it can be"
            )
        time.sleep(_POLL_S)
