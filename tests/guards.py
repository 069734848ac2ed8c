"""What a test leaves behind, or does in a wrong thread: timers, sockets, threads, widgets."""

import gc
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final
from weakref import WeakSet

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QGraphicsItem, QWidget

_THREAD_END_S: Final = 2.0


@contextmanager
def no_threads_left() -> Iterator[None]:
    """Fail if a thread is left, a daemon or not; one that is about to end is waited for."""
    before = set(threading.enumerate())
    yield
    deadline_s = time.monotonic() + _THREAD_END_S
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        thread.join(max(0.0, deadline_s - time.monotonic()))
    alive = [thread.name for thread in left if thread.is_alive()]
    assert not alive, f"threads left running: {', '.join(alive)}"


@contextmanager
def no_timers_left() -> Iterator[None]:
    """Fail if a timer still ticks; what only garbage holds is collected first."""
    started: WeakSet[QTimer] = WeakSet()
    start = QTimer.start

    def noted(timer: QTimer, *args: Any) -> None:  # noqa: ANN401 - as the method takes them
        started.add(timer)
        start(timer, *args)

    QTimer.start = noted  # type: ignore[method-assign]  # every timer that Python starts
    try:
        yield
    finally:
        QTimer.start = start  # type: ignore[method-assign]  # as it was
    left = _after_garbage(lambda: [f"of {_owner(each)}" for each in started if _ticks(each)])
    assert not left, f"timers left running: {', '.join(left)}"


@contextmanager
def no_sockets_left() -> Iterator[None]:
    """Fail if a socket is left open; what only garbage holds is collected first."""
    opened: WeakSet[socket.socket] = WeakSet()
    create = socket.socket.__init__

    def noted(self: socket.socket, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as the method takes them
        create(self, *args, **kwargs)
        opened.add(self)

    socket.socket.__init__ = noted  # type: ignore[method-assign]  # accepted ones come by here too
    try:
        yield
    finally:
        socket.socket.__init__ = create  # type: ignore[method-assign]  # as it was
    left = _after_garbage(lambda: [repr(each) for each in opened if each.fileno() != -1])
    assert not left, f"sockets left open: {', '.join(left)}"


@contextmanager
def no_widgets_in_threads() -> Iterator[None]:
    """Fail if a thread touches a widget; Qt itself says nothing of most such calls.

    Threads that are started meanwhile have each call of a method in C looked at. It costs them some speed,
    and the GUI thread none.
    """
    touched: list[str] = []

    def look(frame: FrameType, event: str, called: Any) -> None:  # noqa: ANN401 - whatever is called
        if event == "c_call" and isinstance(called.__self__, QWidget | QGraphicsItem):
            what = f"{type(called.__self__).__name__}.{called.__name__}"
            where = f"{frame.f_code.co_filename}:{frame.f_lineno}"
            touched.append(f"{what} in {threading.current_thread().name}, {where}")

    threading.setprofile(look)
    try:
        yield
    finally:
        threading.setprofile(None)
    assert not touched, "widgets touched off the GUI thread: " + "; ".join(touched)


def _after_garbage(find: Callable[[], list[str]]) -> list[str]:
    """Return what is found; if anything is, once garbage and what waits to be deleted is gone."""
    found = find()
    if found:
        gc.collect()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        found = find()
    return found


def _ticks(timer: QTimer) -> bool:
    return shiboken6.isValid(timer) and timer.isActive()


def _owner(timer: QTimer) -> str:
    return type(timer.parent()).__name__ if timer.parent() is not None else "nobody"
