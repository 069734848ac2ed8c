"""Checkpoints and marks of a whole tape."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from actors.messages import ConnectionChanged, ConnectionState
from app.replay import index as indexes
from app.replay.index import TapeIndex
from app.replay.tape import Tape

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.fixture
def tape(recording: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tape]:
    """Return a tape with a checkpoint every ten seconds."""
    monkeypatch.setattr(indexes, "EVERY_US", 10_000_000)
    with closing(Tape(recording)) as tape:
        yield tape


def test_every_moment_is_near_a_checkpoint(tape: Tape) -> None:
    """The last one before a moment is at most as old as they are apart, and begins with a whole block."""
    index = TapeIndex(tape)
    for number in (170, 30, 100):
        moment = tape.time_of(number)
        checkpoint = index.before(moment)
        assert checkpoint is not None
        assert 0 <= moment - checkpoint.utc_us <= 11_000_000
        assert checkpoint.block <= number


def test_it_is_built_as_far_as_it_is_needed(tape: Tape) -> None:
    """An early moment does not wait for the rest of the tape; the rest can be built bit by bit."""
    index = TapeIndex(tape)
    index.before(tape.time_of(20))
    assert not index.is_whole
    assert tape.time_of(20) <= index.built_us < tape.time_of(40)
    assert index.build(for_s=0.0)
    assert not index.build()
    assert index.is_whole


def test_busy_stretches_have_more_of_them(tape: Tape, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies between two is bounded by work as well as by time."""
    monkeypatch.setattr(indexes, "EVERY_ROWS", 200)
    index = TapeIndex(tape)
    index.build()
    assert len(index.checkpoints) > 12


def test_what_happened_is_marked(tape: Tape) -> None:
    """What a person looks for is found, in its order."""
    index = TapeIndex(tape)
    index.build()
    assert {mark.kind for mark in index.marks} == {"trade", "alarm", "book", "link"}
    assert index.marks == sorted(index.marks, key=lambda mark: mark.utc_us)
    assert any("Sim1" in mark.text for mark in index.marks)
    assert [mark.text for mark in index.marks if mark.kind == "link"] == ["connected"]


def test_a_book_is_marked_when_it_is_another_one(tape: Tape) -> None:
    """Not when more of them are known."""
    index = TapeIndex(tape)
    index.build()
    books = [mark.text.partition(",")[0] for mark in index.marks if mark.kind == "book"]
    assert len(books) > 3
    assert all(one != other for one, other in pairwise(books))


def test_an_end_of_the_link_is_marked_once(tape: Tape) -> None:
    """With the reason; the attempts that follow are no news, the return is."""
    index = TapeIndex(tape)
    states = ConnectionState
    for number, state in enumerate(
        (states.READY, states.WAITING, states.CONNECTING, states.SYNCING, states.READY)
    ):
        detail = "no server" if state is states.WAITING else ""
        index._hear(number, ConnectionChanged(state=state, endpoint="x:1", detail=detail, at=NOW))
    assert [(mark.utc_us, mark.text) for mark in index.marks] == [
        (0, "connected"),
        (1, "no server"),
        (4, "connected"),
    ]


def test_an_index_is_kept_and_taken(tape: Tape, tmp_path: Path) -> None:
    """The next time nothing has to be built; checkpoints and marks are the same."""
    index, again = TapeIndex(tape), TapeIndex(tape)
    assert not again.load(tmp_path)
    index.build()
    index.save(tmp_path)
    assert again.load(tmp_path)
    assert again.is_whole
    assert (again.checkpoints, again.marks) == (index.checkpoints, index.marks)


def test_a_wrong_index_is_not_taken(tape: Tape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is damaged, or of another program, is built anew."""
    index = TapeIndex(tape)
    index.build()
    index.save(tmp_path)
    monkeypatch.setattr(indexes, "version", lambda: "0.0")
    assert not TapeIndex(tape).load(tmp_path)
    monkeypatch.undo()
    (path,) = tmp_path.iterdir()
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert not TapeIndex(tape).load(tmp_path)


def test_a_folder_that_cannot_be_written_costs_time_alone(tape: Tape, tmp_path: Path) -> None:
    """Keeping the index is a favour."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    TapeIndex(tape).save(tmp_path / "file")


def test_old_indexes_make_room(tape: Tape, tmp_path: Path) -> None:
    """The cache stays small: what was not used for long is built again."""
    for number in range(12):
        (tmp_path / f"{number}.index").write_bytes(b"")
    index = TapeIndex(tape)
    index.build()
    index.save(tmp_path)
    assert len(list(tmp_path.iterdir())) == 8
    assert TapeIndex(tape).load(tmp_path)
