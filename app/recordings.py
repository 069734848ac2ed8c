"""Recordings of one home folder: what a file of them begins with, and the run that files are parts of."""

from pathlib import Path
from typing import Final

import msgspec

from actors.link_settings import LinkSettings
from actors.seams.tape_files import DiskTapeFiles
from actors.seams.track import Track
from app.checkout import version
from app.home import Home
from app.plan import Plan
from app.start_state import StartState, start_state
from models.recording import RecordingError, prelude

FOLDER: Final = "recordings"
_MEGABYTE: Final = 1024 * 1024


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What a file of a recording begins with.

    Attributes:
        version: Of the program that recorded.
        actors: Names of the recorded actors; rows name them by their place.
        start: What the run began with.
        continues: Name of the file before this one in the same run; empty in the first.
        part: Number of the file in its run, from 1.
    """

    version: str
    actors: tuple[str, ...]
    start: StartState
    continues: str
    part: int


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Header).decode


def index_folder(home: Home) -> Path:
    """Return where the indices of recordings are kept."""
    return home.data / FOLDER / "index"


def tape_files(plan: Plan, link: LinkSettings, track: Track) -> DiskTapeFiles:
    """Return where a run is recorded.

    Args:
        plan: What this start is about.
        link: Where the server is.
        track: Knows the recorded actors once they have been made.
    """
    start = start_state(plan, link)

    def beginning(continues: str, part: int) -> bytes:
        header = Header(
            version=version(), actors=tuple(track.actors), start=start, continues=continues, part=part
        )
        return prelude(_encode(header))

    limit_bytes = plan.settings.recording.limit_mb * _MEGABYTE
    return DiskTapeFiles(plan.home.data / FOLDER, limit_bytes, beginning)


def header_of(body: bytes) -> Header:
    """Return what a file says of its run.

    Raises:
        RecordingError: It says nothing that can be understood.
    """
    try:
        return _decode(body)
    except (msgspec.MsgspecError, ValueError) as error:
        raise RecordingError(f"its beginning cannot be understood: {error}") from error
