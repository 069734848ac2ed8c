"""The computer: its clock, what is installed on it, its sound and its screen."""

import platform
import re
import socket
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.display import has_display
from app.doctor.examination import Examination
from app.doctor.finding import Finding, Kind, Level, well
from app.sound_programs import player
from app.system_packages import OFFSCREEN_LIBRARIES, WINDOW_LIBRARIES, missing_libraries

_SKEW_S: Final = 5.0
_OFFSETS: Final = {datetime(2026, 1, 15, 12): -6.0, datetime(2026, 7, 15, 12): -5.0}  # noqa: DTZ001 - given the zone below
_PIN: Final = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?: *; *(.*?))? *\\?$", re.MULTILINE)
_ABORTING_QT: Final = "6.12."
_clock = partial(Kind, subject="clock")
_versions = partial(Kind, subject="versions")

SKEW: Final = _clock(
    id="clock-differs",
    level=Level.ACTION,
    why="Ages of prices, session days and heat are counted by this computer's clock.",
    do="Let the computer set its clock by the network (on Windows: Settings, Time & language, Sync now).",
)
NO_ZONES: Final = _clock(
    id="clock-no-zones",
    level=Level.ACTION,
    why="The session day is cut by Chicago time: timeframes and the daily loss would be wrong.",
    do="Delete .venv and start again: the set-up brings time zones with it.",
)
QT_ABORTS: Final = _versions(
    id="versions-qt-aborts",
    level=Level.ACTION,
    why="PySide6 6.12 under Python 3.11 loses references and ends the program within minutes.",
    do="Delete .venv and start with launcher.py, which installs the right version.",
)
NOT_LOCKED: Final = _versions(
    id="versions-not-locked",
    level=Level.ACTION,
    why="This combination was never tested.",
    do="Delete .venv and start with launcher.py, which installs what is locked.",
)
NO_LIBRARY: Final = _versions(
    id="versions-missing-library",
    level=Level.ACTION,
    why="Qt cannot be loaded: no window opens.",
    do="Start launcher.py in a terminal: it installs them, or says which command does.",
)
NO_SOUND: Final = Kind(
    id="sound-none",
    level=Level.NOTE,
    subject="sound",
    why="Alarms beep, if at all; they are shown in any case.",
    do="Install PipeWire's pw-play, PulseAudio's paplay or ALSA's aplay; test them in the alarm log (key A).",
)
NO_DISPLAY: Final = Kind(
    id="screen-none",
    level=Level.NOTE,
    subject="screen",
    why="The monitor renders offscreen: nobody sees it.",
    do="Start it in the desktop, not in a bare terminal or service.",
)
DEAD_DISPLAY: Final = Kind(
    id="screen-dead",
    level=Level.ACTION,
    subject="screen",
    why="The monitor renders offscreen: nobody sees it.",
    do="Set DISPLAY to that of the desktop, usually :0, or log on again.",
)


def check_clock(exam: Examination) -> Iterator[Finding]:
    """Compare the clock with the server's, and look for the exchange's time zone."""
    try:
        chicago = ZoneInfo.no_cache("America/Chicago")
        wrong = [at for at, hours in _OFFSETS.items() if _offset(at, chicago) != hours]
    except ZoneInfoNotFoundError:
        yield NO_ZONES.found("The time zone of Chicago is not installed.")
    else:
        if wrong:
            yield NO_ZONES.found(f"The time zone of Chicago is wrong for {wrong[0]:%B %Y}.")
    if exam.answer.clock is None:
        yield well("clock", f"{exam.now:%Y-%m-%d %H:%M:%S} UTC; there is no server to compare it with.")
        return
    theirs, ours = exam.answer.clock
    ahead_s = (ours - theirs).total_seconds()
    if abs(ahead_s) > _SKEW_S:
        way = "ahead of" if ahead_s > 0 else "behind"
        yield SKEW.found(f"This clock is {abs(ahead_s):,.0f} s {way} the server's.")
    else:
        yield well("clock", f"{exam.now:%Y-%m-%d %H:%M:%S} UTC, as the server's.")


def check_versions(exam: Examination) -> Iterator[Finding]:
    """Compare what is installed with what is locked."""
    lock = (exam.around.checkout / "requirements" / "runtime.lock").read_text(encoding="utf-8")
    locked = _pins(lock)
    installed = {name: _installed(name) for name in locked}
    qt = installed.get("pyside6-essentials") or ""
    if is_aborting(qt, sys.version_info[:2]):
        yield QT_ABORTS.found(f"PySide6 {qt} under Python {platform.python_version()}.")
    others = [
        f"{name} {installed[name] or 'not installed'} (locked: {' or '.join(sorted(versions))})"
        for name, versions in locked.items()
        if installed[name] not in versions
    ]
    if others:
        yield NOT_LOCKED.found(f"{', '.join(others)}.")
    if sys.platform == "linux":
        window = WINDOW_LIBRARIES if has_display(exam.around.environ) else {}
        if missing := missing_libraries([*OFFSCREEN_LIBRARIES, *window]):
            yield NO_LIBRARY.found(f"Missing: {', '.join(missing)}.")
    yield well(
        "versions",
        f"APPSIERRA {exam.version}, Python {platform.python_version()}, PySide6 {qt or 'not installed'}, "
        f"SQLite {sqlite3.sqlite_version}, {platform.platform(terse=True)}.",
    )


def check_sound(exam: Examination) -> Iterator[Finding]:
    """Look for something that plays sounds."""
    found = player(exam.around.which)
    if sys.platform == "win32" or found is not None:
        yield well("sound", f"Played by {found[0] if found else 'Windows'}.")
    else:
        yield NO_SOUND.found("There is no program that plays sounds.")


def check_screen(exam: Examination) -> Iterator[Finding]:
    """Look for a window system."""
    environ = exam.around.environ
    if not has_display(environ):
        yield NO_DISPLAY.found("There is no window system: neither DISPLAY nor WAYLAND_DISPLAY is set.")
    elif _is_dead(environ):
        yield DEAD_DISPLAY.found(f"DISPLAY is {environ['DISPLAY']}, and nothing answers there.")
    else:
        yield well("screen", "There is a window system.")


def is_aborting(qt: str, python: tuple[int, ...]) -> bool:
    """Return whether a version of PySide6 ends the program under a version of Python."""
    return qt.startswith(_ABORTING_QT) and python == (3, 11)


def _offset(at: datetime, zone: ZoneInfo) -> float:
    offset = at.replace(tzinfo=zone).utcoffset()
    return 0.0 if offset is None else offset.total_seconds() / 3600


def _pins(lock: str) -> Mapping[str, set[str]]:
    """Return the locked versions of each package; those of other systems are left out."""
    pins: dict[str, set[str]] = {}
    for name, version, marker in _PIN.findall(lock):
        if "sys_platform" not in marker and "platform_system" not in marker:
            pins.setdefault(name.lower(), set()).add(version)
    return pins


def _installed(name: str) -> str | None:
    try:
        return version_of(name)
    except PackageNotFoundError:
        return None


def _is_dead(environ: Mapping[str, str]) -> bool:
    """Return whether a local X display that is named does not answer."""
    name = re.fullmatch(r":(\d+)(\.\d+)?", environ.get("DISPLAY", ""))
    if sys.platform != "linux" or name is None or environ.get("WAYLAND_DISPLAY"):
        return False
    place = Path("/tmp/.X11-unix") / f"X{name.group(1)}"  # noqa: S108 - where X has its sockets
    for address in (str(place), f"\0{place}"):
        with socket.socket(socket.AF_UNIX) as peer:
            peer.settimeout(0.5)
            if peer.connect_ex(address) == 0:
                return False
    return True
