"""The log loses nothing, blocks nobody and keeps secrets."""

import logging
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app import home, logs
from app.errors import UnwritableError

_log = logging.getLogger("actors.heat")


@pytest.fixture
def here(tmp_path: Path) -> home.Home:
    """Return a prepared home folder."""
    return home.prepare(tmp_path)


@contextmanager
def _logging(here: home.Home) -> Iterator[None]:
    """Log with one secret."""
    stop = logs.start(here, secrets=["hunter2", ""])
    try:
        yield
    finally:
        stop()


def _lines(here: home.Home) -> list[str]:
    return (here.logs / "app.log").read_text(encoding="utf-8").splitlines()


def test_line_has_utc_milliseconds_level_thread_logger_and_message(here: home.Home) -> None:
    """Every line says when, how bad, in which thread, where and what."""
    with _logging(here):
        _log.info("heat started account=%s", "Sim1")
    pattern = (
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO MainThread actors\.heat: heat started account=Sim1"
    )
    assert re.fullmatch(pattern, _lines(here)[0])


def test_stop_writes_all_that_is_pending(here: home.Home) -> None:
    """Whatever was logged before the stop is in the file after it, in order."""
    with _logging(here):
        for number in range(1000):
            _log.info("line %d", number)
    assert [line.rsplit(" ", 1)[1] for line in _lines(here)] == [str(number) for number in range(1000)]


def test_only_warnings_reach_the_terminal(
    here: home.Home, allow_log: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Information stays in the file; a warning is seen at once."""
    allow_log("feed is stale")
    with _logging(here):
        _log.info("quiet")
        _log.warning("feed is stale")
    assert capsys.readouterr().err == "WARNING actors.heat: feed is stale\n"


def test_secret_is_masked_everywhere(
    here: home.Home,
    allow_log: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Neither arguments nor tracebacks carry the password to the file or the terminal."""
    allow_log("logon failed")
    with _logging(here):
        _log.error("logon failed with %s", "hunter2", exc_info=ValueError("wrong password hunter2"))
    text = "\n".join(_lines(here)) + capsys.readouterr().err
    assert "hunter2" not in text
    assert text.count("wrong password ***") == 2


def test_pykka_does_not_dump_messages(here: home.Home, allow_log: Callable[[str], None]) -> None:
    """A message an actor does not know is named, and its content is not."""
    allow_log("Unexpected message")
    with _logging(here):
        logging.getLogger("pykka").warning(
            "Unexpected message received by Heat (urn:1): Connect(username='u')"
        )
    assert _lines(here)[0].endswith("Unexpected message received by Heat (urn:1): Connect(...)")


def test_uncaught_exceptions_of_all_threads_are_logged(
    here: home.Home, allow_log: Callable[[str], None]
) -> None:
    """What nobody catches is in the log with its traceback, whichever thread it comes from."""
    allow_log("uncaught exception")
    with _logging(here):
        thread = threading.Thread(target=lambda: 1 / 0, name="reader")
        thread.start()
        thread.join()
        error = ValueError("odd")
        sys.excepthook(ValueError, error, None)
    text = "\n".join(_lines(here))
    assert "uncaught exception in reader" in text
    assert "ZeroDivisionError: division by zero" in text
    assert "ValueError: odd" in text


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_full_disk_costs_lines_and_nothing_else(
    here: home.Home, allow_log: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither logging nor the end fails, and the terminal has the warning alone."""
    allow_log("disk is full")
    (here.logs / "app.log").symlink_to("/dev/full")
    with _logging(here):
        _log.warning("disk is full")
    assert capsys.readouterr().err == "WARNING actors.heat: disk is full\n"


def test_stop_puts_everything_back(here: home.Home) -> None:
    """After the stop nothing of this log is left in the process."""
    hooks = sys.excepthook, threading.excepthook
    logs.start(here)()
    _log.info("too late")
    assert _lines(here) == []
    assert (sys.excepthook, threading.excepthook) == hooks


def test_log_that_cannot_be_opened_is_an_unwritable_home(here: home.Home) -> None:
    """The message names the file and the way out, and nothing is left half started."""
    hook = sys.excepthook
    (here.logs / "app.log").mkdir()
    with pytest.raises(UnwritableError, match="--home DIR"):
        logs.start(here)
    assert sys.excepthook is hook
