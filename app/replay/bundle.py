"""A part of a recorded session to hand on: recording, screen log, pictures, versions, in one folder."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from PySide6.QtWidgets import QApplication

from app.errors import UnavailableError, UnwritableError
from app.replay.playback import Playback
from app.replay.tape import Tape
from app.replay.tape_part import part_of
from app.versions import versions
from ui.tape_line import SECOND_US, Mark, exchange_text, mark_text
from ui.window import MainWindow

RECORDING: Final = "session.recording"
_LOG: Final = "screen.jsonl"
_VERSIONS: Final = "versions.json"
_ABOUT: Final = "README.txt"
_SUMS: Final = "SHA256SUMS"
_BEFORE_US: Final = 30 * SECOND_US
_AFTER_US: Final = 10 * SECOND_US
_MOST_MARKS: Final = 12


class Stretch(NamedTuple):
    """What a bundle is about: begin and end, UNIX microseconds, both within the recording."""

    begin_us: int
    end_us: int


def around(mark: Mark, playback: Playback) -> Stretch:
    """Return the stretch of a mark: from half a minute before it began until some seconds after it."""
    begin_us = max(playback.begins_us, mark.utc_us - mark.lasted_us - _BEFORE_US)
    return Stretch(begin_us, min(playback.ends_us, mark.utc_us + _AFTER_US))


def write_bundle(folder: Path, tape: Tape, stretch: Stretch, marks: Sequence[Mark]) -> None:
    """Write a bundle.

    The log and the pictures are made of the recording in the bundle: that it can be played is thereby proven.

    Args:
        folder: New, or empty.
        tape: What it is a part of.
        stretch: Which part.
        marks: What happened on the tape.

    Raises:
        UnavailableError: The tape is damaged, or does not fit this version.
        UnwritableError: The folder is not empty, or cannot be written.
    """
    within = [mark for mark in marks if stretch.begin_us <= mark.utc_us <= stretch.end_us]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UnwritableError(f"{folder}: it is not empty; name a new folder")
        with (folder / RECORDING).open("wb") as file:
            file.writelines(part_of(tape, stretch.end_us))
        _play(folder, stretch, within)
        made = {"recorded by": {"APPSIERRA": tape.header.version}, "exported by": dict(versions())}
        (folder / _VERSIONS).write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n")
        (folder / _ABOUT).write_text(_about(tape, stretch, within), encoding="utf-8")
        (folder / _SUMS).write_text("".join(_sums(folder)), encoding="ascii")
    except OSError as error:
        raise UnwritableError(f"{folder}: {error.strerror or error}") from error


def _play(folder: Path, stretch: Stretch, marks: Sequence[Mark]) -> None:
    (folder / _LOG).write_bytes(b"")
    with (
        closing(Tape(folder / RECORDING)) as part,
        closing(Playback(part, folder / _LOG)) as playback,
    ):
        playback.seek(stretch.begin_us)
        playback.window.show()
        for number, (moment_us, name) in enumerate(_moments(stretch, marks), start=1):
            playback.play(moment_us)
            _take_picture(playback.window, folder / f"{number:02d}-{name}.png")


def _moments(stretch: Stretch, marks: Sequence[Mark]) -> list[tuple[int, str]]:
    """Return when pictures are taken, and their names; a mark is on the screen a moment after it."""
    moments = [
        (stretch.begin_us, "begin"),
        ((stretch.begin_us + stretch.end_us) // 2, "middle"),
        *((min(mark.utc_us + SECOND_US // 2, stretch.end_us), mark.kind) for mark in marks[:_MOST_MARKS]),
    ]
    return [*sorted(moments), (stretch.end_us, "end")]


def _take_picture(window: MainWindow, path: Path) -> None:
    # What is built after the first paint is in the picture too.
    QApplication.processEvents()
    QApplication.processEvents()
    if not window.screenshot().save(str(path)):
        raise UnwritableError(f"{path}: the picture cannot be written")


def _about(tape: Tape, stretch: Stretch, marks: Sequence[Mark]) -> str:
    happened = "".join(f"  {mark_text(mark)}\n" for mark in marks) or "  nothing that is marked\n"
    after_s = (stretch.begin_us - tape.time_of(0)) / SECOND_US
    return f"""A part of a session of APPSIERRA, recorded by version {tape.header.version}.

From  {exchange_text(stretch.begin_us)}
to    {exchange_text(stretch.end_us)}

What happened:
{happened}
To play it, with the same version of APPSIERRA:

  python launcher.py replay {RECORDING} --from +{after_s:.3f}

{RECORDING}  the session from its start up to the end of this part; it plays by itself
{_LOG}       what was shown in this part: JSON Lines, one for each cell that changed
*.png              the window at the beginning, in the middle, at what happened and at the end
{_VERSIONS}      what recorded and what exported it
{_SUMS}         check with: sha256sum -c {_SUMS}

It holds accounts, orders, positions and balances of that session, and everything before it in the same
run. It holds no password, and no folder of the computer that recorded it.
"""


def _sums(folder: Path) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        yield f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"


def chosen(marks: Sequence[Mark], kind: str, number: int) -> Mark:
    """Return the n-th mark of a kind, from 1.

    Raises:
        UnavailableError: There is none.
    """
    of_kind = [mark for mark in marks if mark.kind == kind]
    if number > len(of_kind):
        raise UnavailableError(f"{kind}:{number}: the recording has {len(of_kind)} of them")
    return of_kind[number - 1]
