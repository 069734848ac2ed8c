"""What the world answers, noted and given again."""

import errno
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from actors.seams.answers import (
    GivenIds,
    GivenNet,
    GivenSnapshotFile,
    GivenTextFiles,
    NotedIds,
    NotedNet,
    NotedSnapshotFile,
    NotedTextFiles,
    answer_content,
    answer_of,
)
from actors.seams.net import Link, Net
from actors.seams.snapshot_file import DiskSnapshotFile
from actors.seams.text_file import DiskTextFiles
from models.recording import Content, RecordingError
from tests.fakes import FakeIds


class Notebook:
    """Keeps answers, and gives them again."""

    def __init__(self) -> None:
        self.answers: deque[Content] = deque()

    def answer(self, value: object) -> None:
        """Keep an answer."""
        self.answers.append(answer_content(value))

    def next_answer(self) -> Any:  # noqa: ANN401 - whatever was answered
        """Give the oldest."""
        answer = answer_of(self.answers.popleft())
        if isinstance(answer, Exception):
            raise answer
        return answer


class NoNet:
    """Opens nothing."""

    def open(self, _connection_id: int, _host: str, _port: int) -> Link:
        """Fail as a machine without sockets does."""
        raise OSError(errno.EMFILE, "Too many open files")


class OddNet:
    """Fails in a way that nobody expects."""

    def open(self, _connection_id: int, _host: str, _port: int) -> Link:
        """Fail."""
        raise RecursionError("too deep")


def outcome(ask: Callable[[], object]) -> object:
    """Return an answer, or what was raised, in a form that can be compared."""
    try:
        return ask()
    except OSError as error:
        return type(error), error.errno, error.strerror, error.filename
    except Exception as error:  # noqa: BLE001 - whatever it is, it is compared
        return type(error).__name__, str(error)


def test_ids_are_given_again() -> None:
    """Every trade gets the identity that it had."""
    notes = Notebook()
    noted, given = NotedIds(FakeIds(), notes), GivenIds(notes)
    asked = [noted.trade_id(), noted.jitter(), noted.trade_id()]
    assert [given.trade_id(), given.jitter(), given.trade_id()] == asked
    assert not notes.answers


def test_readings_of_a_file_are_given_again(tmp_path: Path) -> None:
    """Content, no news and failures come in their order, whichever path is read."""
    path = tmp_path / "snapshot.csv"
    path.write_bytes(b"last\n1\n")
    notes = Notebook()
    noted = NotedSnapshotFile(DiskSnapshotFile(path), notes)
    first = noted.read(None)
    assert first is not None
    asked: list[object] = [first, noted.read(first.stamp)]
    path.unlink()
    asked += [outcome(lambda: noted.read(None)), outcome(lambda: noted.at("elsewhere").read(None))]
    given = GivenSnapshotFile(notes)
    again = [outcome(lambda: given.read(None)) for _ in range(3)]
    assert [*again, outcome(lambda: given.at("else").read(None))] == asked
    assert not notes.answers


def test_exports_are_not_written_again(tmp_path: Path) -> None:
    """A replay writes nothing, and fails where the run failed."""
    good, bad = str(tmp_path / "trades.csv"), str(tmp_path / "missing" / "trades.csv")
    notes = Notebook()
    noted = NotedTextFiles(DiskTextFiles(), notes)
    noted.write(good, "text")
    failed = outcome(lambda: noted.write(bad, "text"))
    Path(good).unlink()
    given = GivenTextFiles(notes)
    given.write(good, "text")
    assert outcome(lambda: given.write(bad, "text")) == failed
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("net", [NoNet(), OddNet()])
def test_a_failure_of_any_kind_is_given_again(net: Net) -> None:
    """An actor that failed fails again, for the same reason."""
    notes = Notebook()
    failed = outcome(lambda: NotedNet(net, notes).open(1, "host", 1))
    assert outcome(lambda: GivenNet(notes).open(1, "host", 1)) == failed


def test_a_replay_sends_nothing() -> None:
    """A connection of a replay is none."""
    notes = Notebook()
    notes.answer(None)
    link = GivenNet(notes).open(1, "host", 1)
    link.send(b"logon")
    link.close()


@pytest.mark.parametrize(
    "content",
    [
        Content("reading", b"\x90"),
        Content("value", b"\xc1"),
        Content("os error", b"\x91\x01"),
        Content("error", b"\xc0"),
    ],
)
def test_rubbish_is_refused(content: Content) -> None:
    """What is no answer is refused."""
    with pytest.raises(RecordingError):
        answer_of(content)


def test_an_error_that_is_no_exception_is_given_as_one() -> None:
    """A name from a file never becomes anything but an exception."""
    notes = Notebook()
    notes.answers.append(answer_content(type("exit", (Exception,), {})("now")))
    assert outcome(notes.next_answer) == ("exit", "now")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("UnicodeDecodeError", UnicodeError),
        ("ExceptionGroup", Exception),
        ("PermissionError", PermissionError),
    ],
)
def test_an_error_that_wants_more_than_a_text_is_given_as_what_it_is_derived_from(
    name: str, kind: type[Exception]
) -> None:
    """What is raised in a replay is caught where the original was, whatever its class is built from."""
    error = answer_of(Content("error", msgspec.msgpack.encode((name, "text"))))
    assert isinstance(error, kind)
    assert str(error) == "text"
