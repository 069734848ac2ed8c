"""Names what hangs: which actor, on what kind of message, for how long, with the stacks of all threads."""

import logging
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from actors.base import Actor, Post
from actors.messages import NoticeCleared, NoticeRaised, Severity
from actors.qt_bridge import QtBridgeActor

LOOK_S: Final = 0.2
HANGS_AFTER: Final = 3
"""Looks at the same work: 0.6 s to 0.8 s after it began, so that the log names it within a second."""
TOLD_AFTER: Final = 10
"""Looks until the trader is told: 2 s. What is over sooner would only make the banner flicker."""
WINDOW_HANGS_AFTER: Final = 10
START_LOOKS: Final = 50
"""So long a start may take: a large database is checked and copied meanwhile."""
STOOD_STILL_S: Final = 3 * LOOK_S
"""Looks further apart: the computer slept, or the whole process stood still, and nobody is to blame."""
_DEBUGGERS: Final = frozenset({"bdb", "pydevd"})

log = logging.getLogger(__name__)


class _Watched:
    """One whose work is looked at.

    Args:
        title: What it is called.
        work: Returns an object for what it works on, another one each time; None while it waits.
        patience: Looks after which it hangs.
        describe: Returns the kind of some work.
    """

    def __init__(
        self, title: str, work: Callable[[], object], patience: int, describe: Callable[[object], str]
    ) -> None:
        self.title = title
        self.work = work
        self.patience = patience
        self.describe = describe
        self.hangs_on: object = None
        self.is_told = False
        self.since_s = 0.0
        self.looks = 0
        self._seen: object = None

    def look(self, now: float) -> None:
        """Count for how many looks it has been at the same work."""
        work = self.work()
        if work is None or work is not self._seen:
            self._seen, self.since_s, self.looks = work, now, 0
        else:
            self.looks += 1

    @property
    def goes_on(self) -> bool:
        """Tell whether what hung does something else now."""
        return self.hangs_on is not None and self._seen is not self.hangs_on

    @property
    def begins_to_hang(self) -> bool:
        """Tell whether it hangs, and nobody has said so."""
        return self.hangs_on is None and self.looks >= self.patience

    def excuse(self) -> None:
        """Count anew."""
        self._seen, self.looks = self.hangs_on, 0


class Watchdog:
    """Looks at all actors and at the window from a thread of its own.

    It asks nobody anything: each actor has the message that it works on in one attribute, and the window
    gives it a sign of life.

    Args:
        post: Takes notices for the trader.
        actors: Whom to watch.
        elapsed: Source of monotonic seconds.
        is_debugged: Tells whether somebody has a debugger in this process, where all may stand still.
    """

    def __init__(
        self,
        post: Post,
        actors: Sequence[Actor],
        *,
        elapsed: Callable[[], float] = time.monotonic,
        is_debugged: Callable[[], bool] = lambda: not _DEBUGGERS.isdisjoint(sys.modules),
    ) -> None:
        self._post = post
        self._actors = actors
        self._elapsed = elapsed
        self._is_debugged = is_debugged
        self._sign_of_life = object()
        self._window = _Watched(
            "window", lambda: self._sign_of_life, WINDOW_HANGS_AFTER, lambda _: "its events"
        )
        self._watched = [*(_watched(actor) for actor in actors), self._window]
        self._looked_s = elapsed()
        self._looks_at_start = 0
        self._unheard: deque[NoticeRaised] = deque()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more: an orderly end has its own deadline."""
        self._stopped.set()
        self._thread.join(LOOK_S)

    def beat(self) -> NoticeRaised | None:
        """Take the window's sign of life, in its thread; return what no actor can tell it."""
        self._sign_of_life = object()
        return self._unheard.popleft() if self._unheard else None

    def look(self) -> None:
        """Look once; called every `LOOK_S`."""
        now = self._elapsed()
        passed_s, self._looked_s = now - self._looked_s, now
        if passed_s > STOOD_STILL_S or self._is_debugged():
            for each in self._watched:
                each.excuse()
        elif self._has_started():
            for each in self._watched:
                self._look_at(each, now)

    def _has_started(self) -> bool:
        """Tell whether all actors were at rest once since they began: what a start takes is no hang."""
        if self._looks_at_start < START_LOOKS:
            self._looks_at_start += 1
            if all(actor.is_at_rest for actor in self._actors):
                self._looks_at_start = START_LOOKS
        return self._looks_at_start == START_LOOKS

    def _look_at(self, each: _Watched, now: float) -> None:
        began_s = each.since_s
        each.look(now)
        if each.goes_on:
            self._say_it_goes_on(each, now - began_s)
        if each.begins_to_hang:
            each.hangs_on = each.work()
            text = "%s hangs on=%s for_s=%.1f; the stacks of all threads, newest calls first:\n%s"
            log.warning(text, each.title, each.describe(each.hangs_on), now - each.since_s, _stacks())
        is_to_tell = each.hangs_on is not None and each.looks >= TOLD_AFTER and not each.is_told
        # A window that hangs shows no notice.
        if is_to_tell and each is not self._window:
            self._tell(each)

    def _tell(self, each: _Watched) -> None:
        each.is_told = True
        what = each.describe(each.hangs_on)
        text = (
            f"DEGRADED: the {each.title} part hangs ({what}), what it tells may be old. "
            "Restart the monitor if this stays. Details are in logs/app.log."
        )
        notice = NoticeRaised(key=f"{each.title} hangs", severity=Severity.ERROR, text=text)
        self._post(notice)
        if each.title == QtBridgeActor.name:
            self._unheard.append(notice)

    def _say_it_goes_on(self, each: _Watched, after_s: float) -> None:
        log.info("%s goes on on=%s after_s=%.1f", each.title, each.describe(each.hangs_on), after_s)
        if each.is_told:
            self._post(NoticeCleared(key=f"{each.title} hangs"))
        each.hangs_on, each.is_told = None, False

    def _run(self) -> None:
        while not self._stopped.wait(LOOK_S):
            self.look()


def _watched(actor: Actor) -> _Watched:
    return _Watched(actor.name, lambda: actor.work, HANGS_AFTER, _message_type)


def _message_type(work: object) -> str:
    """Return the type of a message in work, and nothing of its contents: it may hold a password."""
    return type(work[0]).__name__ if isinstance(work, tuple) else "nothing"


def _stacks() -> str:
    """Return where every thread is; without its source lines, which may be on a disk that hangs."""
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    lines = []
    for ident, top in sys._current_frames().items():  # noqa: SLF001 - documented, the only way to it
        lines.append(f"thread {names.get(ident, ident)}")
        lines += [
            f'  File "{frame.f_code.co_filename}", line {line}, in {frame.f_code.co_name}'
            for frame, line in traceback.walk_stack(top)
        ]
    return "\n".join(lines)
