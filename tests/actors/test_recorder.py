"""The recorder: what happens becomes files, and no trouble with them touches anything else."""

import errno
import io
from datetime import timedelta
from pathlib import Path

import pytest

from actors.message_form import message_of
from actors.messages import BytesReceived, NoticeRaised, Tick
from actors.recorder import FROM_OUTSIDE, INTERVAL_S, STOPPED, RecorderActor, block_of
from actors.seams.answers import answer_of
from actors.seams.clock import Moment
from actors.seams.tape_files import DiskTapeFiles, TapeFullError
from actors.seams.track import ANSWER, FRAME, SHOT, VIEW, Track, TrackRow
from models.recording import Reader, Row, prelude
from tests.actors.builders import all_of
from tests.actors.conftest import AllowLog, Stage
from tests.fakes import START


def files_in(folder: Path, limit_bytes: int = 10**6) -> DiskTapeFiles:
    """Return files with a header of their own."""
    return DiskTapeFiles(folder, limit_bytes, lambda continues, part: prelude(f"{part}{continues}".encode()))


def a_track(stage: Stage) -> Track:
    """Return a track with the time of the stage."""
    track = Track()
    track.read = lambda: Moment(round(stage.clock.now.timestamp() * 1e6), round(stage.clock.elapsed_s * 1e6))
    return track


def readers(folder: Path) -> list[Reader]:
    """Return what was written."""
    return [Reader(io.BytesIO(path.read_bytes())) for path in sorted(folder.iterdir())]


def test_what_happened_is_written_within_half_a_second(stage: Stage, tmp_path: Path) -> None:
    """After half a second it is in the file, also if the process is killed then."""
    track = a_track(stage)
    recorder = stage.start(RecorderActor, track=track, files=files_in(tmp_path))
    track.frame(3)
    recorder.wait(INTERVAL_S)
    (reader,) = readers(tmp_path)
    assert [(row.code, row.number) for row in reader.block(0).rows] == [(FRAME, 3)]
    assert not reader.ended


def test_the_end_of_a_run_is_written(stage: Stage, tmp_path: Path) -> None:
    """An orderly end writes the rest, and says that it was one."""
    track = a_track(stage)
    stage.start(RecorderActor, track=track, files=files_in(tmp_path))
    track.shot(1.0)
    stage.stop()
    (reader,) = readers(tmp_path)
    assert ([row.code for row in reader.block(0).rows], reader.ended) == ([SHOT], True)


def test_each_session_day_has_a_file(stage: Stage, tmp_path: Path) -> None:
    """At 17:00 in Chicago the next file begins; it says which one it continues."""
    track = a_track(stage)
    recorder = stage.start(RecorderActor, track=track, files=files_in(tmp_path))
    for hour in (0, 7.9, 8.1):
        stage.clock.set_by((START + timedelta(hours=hour) - stage.clock.now).total_seconds())
        track.shot(1.0)
        recorder.wait(INTERVAL_S)
    first, second = readers(tmp_path)
    assert (len(first.places), len(second.places)) == (3, 0)
    assert second.header == b"2" + min(tmp_path.iterdir()).name.encode()


class Failing(DiskTapeFiles):
    """Files whose disk fails at some moment."""

    error: Exception | None = None

    def append(self, data: bytes) -> None:
        """Write, or fail."""
        if self.error is not None:
            raise self.error
        super().append(data)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "x"), "it cannot be written: No space left on dev"),
        (TapeFullError(), "recordings fill the room that [recording] limit_mb of settings.toml gives them"),
    ],
)
def test_a_disk_that_refuses_is_said_once(
    stage: Stage, tmp_path: Path, allow_log: AllowLog, error: Exception, reason: str
) -> None:
    """The session goes on without being recorded; nothing piles up, and what was written stays."""
    allow_log("WARNING actors.recorder: recording ended")
    track, files = a_track(stage), Failing(tmp_path, 10**6, lambda _continues, _part: prelude(b""))
    recorder = stage.start(RecorderActor, track=track, files=files)
    files.error = error
    track.shot(1.0)
    (notice,) = all_of(recorder.wait(INTERVAL_S), NoticeRaised)
    assert reason in notice.text
    track.shot(1.0)
    assert not all_of(recorder.wait(5), NoticeRaised)
    assert not track.rows
    (reader,) = readers(tmp_path)
    assert not reader.places


def test_a_folder_that_cannot_be_made_is_said(stage: Stage, tmp_path: Path, allow_log: AllowLog) -> None:
    """A session that cannot be recorded from the start runs all the same."""
    allow_log("WARNING actors.recorder: recording ended")
    (tmp_path / "file").write_text("", encoding="utf-8")
    recorder = stage.start(
        RecorderActor, track=a_track(stage), files=files_in(tmp_path / "file" / "recordings")
    )
    (notice,) = all_of(recorder.posted, NoticeRaised)
    assert "This session is not recorded any more: it cannot be written" in notice.text


def test_a_recorder_that_fails_ends(stage: Stage, tmp_path: Path, allow_log: AllowLog) -> None:
    """What is lost in a failure cannot be made up for; a tape with a gap would show what never was."""
    allow_log("WARNING actors.recorder: recording ended|ERROR actors.base: actor failed")
    track = a_track(stage)
    recorder = stage.start(RecorderActor, track=track, files=files_in(tmp_path))
    track.rows.append(TrackRow(ANSWER, 0, Moment(0, 0), object()))
    notices = all_of(recorder.wait(INTERVAL_S), NoticeRaised)
    assert [notice.key for notice in notices] == ["recorder"]
    assert "its recorder failed" in notices[0].text


def test_rows_are_written_with_what_they_refer_to() -> None:
    """A message from outside is written once for all its receivers, one between actors not at all."""
    heard = BytesReceived(connection_id=1, data=b"x")
    block = block_of(
        [
            TrackRow(4, 111, Moment(10, 1), heard),
            TrackRow(5, 111, Moment(11, 2), heard),
            TrackRow(6, 222, Moment(12, 3), Tick()),
            TrackRow(4, 111, Moment(13, 4), object()),
            TrackRow(ANSWER, 6, Moment(14, 5), "t1"),
            TrackRow(VIEW, 0, Moment(15, 6), b"chosen"),
            TrackRow(FRAME, 77, Moment(16, 7), None),
        ],
        threads={222: 4},
    )
    assert block.rows == [
        Row(4, FROM_OUTSIDE, 0, 10, 1),
        Row(5, FROM_OUTSIDE, 0, 11, 2),
        Row(6, 4, -1, 12, 3),
        Row(4, STOPPED, -1, 13, 4),
        Row(ANSWER, 6, 1, 14, 5),
        Row(VIEW, 0, 2, 15, 6),
        Row(FRAME, 0, 77, 16, 7),
    ]
    assert message_of(block.contents[0]) == heard
    assert (answer_of(block.contents[1]), block.contents[2].body) == ("t1", b"chosen")
