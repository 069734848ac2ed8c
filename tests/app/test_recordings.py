"""What a file of a recording begins with."""

import io
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from actors.seams.track import Track
from app.arguments import parse
from app.checkout import version
from app.home import Home
from app.plan import make_plan
from app.recordings import FOLDER, header_of, tape_files
from app.start_state import start_state
from models.recording import Reader, RecordingError


def test_a_file_says_what_it_is(tmp_path: Path) -> None:
    """Version, actors and start are in it; the second file names the first."""
    plan = make_plan(parse(["--demo"]), Home(tmp_path), {})
    track = Track()
    files = tape_files(plan, plan.link(None), track)
    track.actors += ["screen", "session"]
    for hour in (1, 2):
        files.open(datetime(2026, 11, 23, hour, tzinfo=UTC))
    files.close()
    paths = sorted((tmp_path / "data" / FOLDER).iterdir())
    first, second = (header_of(Reader(io.BytesIO(path.read_bytes())).header) for path in paths)
    assert (first.version, first.actors, first.start) == (
        version(),
        ("screen", "session"),
        start_state(plan, plan.link(None)),
    )
    assert (first.continues, first.part) == ("", 1)
    assert (second.continues, second.part) == (paths[0].name, 2)


@pytest.mark.parametrize("body", [b"", b"\x80", msgspec.msgpack.encode({"version": 1})])
def test_another_beginning_is_refused(body: bytes) -> None:
    """What is no header is none."""
    with pytest.raises(RecordingError, match="its beginning cannot be understood"):
        header_of(body)
