"""What holds for every test: no window, nothing left behind, no unexpected warning in the log."""

import logging
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings
from pykka import ActorRegistry
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import BeforeCloseFunc, QtBot

from tests.guards import no_sockets_left, no_threads_left, no_timers_left, no_widgets_in_threads

# Every byte that the program sends while the tests run is read.
pytest_plugins = ["tests.security.fixtures"]

# Before anything loads Qt: with no display QApplication would abort the whole process.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# How long an example takes says something of the machine and its load; a test that hangs has its own limit.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


class _KeepingQtBot(QtBot):
    """Keeps the windows of a test until its end.

    The plugin keeps weak references only. A window that the test's last line lets go would be collected as
    garbage at any moment afterwards: also while one of its own timers is at work in the events that the
    plugin still processes.
    """

    def __init__(self, request: pytest.FixtureRequest) -> None:
        super().__init__(request)
        self._kept: list[QWidget] = []

    def addWidget(self, widget: QWidget, *, before_close_func: BeforeCloseFunc | None = None) -> None:  # noqa: N802 - the plugin's name
        self._kept.append(widget)
        super().addWidget(widget, before_close_func=before_close_func)


@pytest.fixture
def qtbot(request: pytest.FixtureRequest) -> Iterator[QtBot]:
    """Return the plugin's robot; what it closed is deleted before the next test begins."""
    request.getfixturevalue("qapp")
    yield _KeepingQtBot(request)
    # Once for windows, once for the windows that end with them.
    for _ in range(2):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class _LogGuard(logging.Handler):
    """Collects warnings and worse that no pattern allows."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.patterns: list[re.Pattern[str]] = []
        self._lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def unexpected(self) -> list[str]:
        return [line for line in self._lines if not any(pattern.search(line) for pattern in self.patterns)]


@pytest.fixture(autouse=True)
def _log_guard() -> Iterator[_LogGuard]:
    """Fail a test that logs an unexpected WARNING or worse."""
    guard = _LogGuard()
    logging.getLogger().addHandler(guard)
    yield guard
    logging.getLogger().removeHandler(guard)
    unexpected = guard.unexpected()
    assert not unexpected, "unexpected log lines (allow_log allows them):\n" + "\n".join(unexpected)


@pytest.fixture
def allow_log(_log_guard: _LogGuard) -> Callable[[str], None]:
    """Allow log lines `LEVEL logger: message` in which a regular expression is found."""
    return lambda pattern: _log_guard.patterns.append(re.compile(pattern))


@pytest.fixture(autouse=True)
def _leak_guard() -> Iterator[None]:
    """Fail a test that leaves a thread, a timer or a socket behind."""
    with no_timers_left(), no_sockets_left(), no_threads_left():
        yield


@pytest.fixture(autouse=True)
def _widget_guard(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test with widgets in which another thread touches one."""
    if {"qtbot", "qapp"}.isdisjoint(request.fixturenames):
        yield
    else:
        with no_widgets_in_threads():
            yield


@pytest.fixture(autouse=True)
def _actor_guard(_leak_guard: None) -> Iterator[None]:
    """Fail a test that leaves an actor behind; stop it, so that the next test is not blamed."""
    before = {ref.actor_urn for ref in ActorRegistry.get_all()}
    yield
    left = [ref for ref in ActorRegistry.get_all() if ref.actor_urn not in before]
    for ref in left:
        ref.stop(block=False)
    assert not left, f"actors left running: {', '.join(str(ref) for ref in left)}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how much was compared with the independent accountant, and that nothing differs."""
    total: Counter[str] = Counter()
    sent: Counter[int] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, figures in getattr(report, "user_properties", ()):
                if name == "oracle" and getattr(report, "when", "") == "call":
                    total.update(figures)
                elif name == "wire" and getattr(report, "when", "") == "teardown":
                    sent.update(dict(figures))
    if sent:
        types = ", ".join(str(number) for number in sorted(sent))
        terminalreporter.write_line(f"wire: {sent.total()} messages sent, of the types {types}")
    if total:
        counts = ", ".join(f"{count} {word}" for word, count in total.items())
        terminalreporter.write_line(f"oracle: {counts}")
