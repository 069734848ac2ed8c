"""What the screen has been told, without a screen."""

from collections.abc import Callable

from actors.messages import AlarmsChanged, NoticeCleared, NoticeRaised, Severity, Shown, SwapPanels
from app.replay.memory import ScreenMemory
from tests.ui.builders import a_scope, a_tick, shown
from ui.payload import Arrival


def told(memory: ScreenMemory) -> list[object]:
    """Return the facts that a new window would be told."""
    return [payload.fact for payload in memory.payloads() if isinstance(payload, Shown)]


def test_the_newest_of_each_kind_is_kept() -> None:
    """Of what comes again and again a new window needs the last; a wish to swap is done."""
    memory = ScreenMemory()
    alarms = AlarmsChanged(alarms=())
    swap = SwapPanels(panels=("panel1",), generation="new", who="user", why="")
    facts: list[Arrival] = [a_scope(), *(a_tick(second) for second in range(3)), shown(alarms), shown(alarms)]
    memory.frame([(fact, None) for fact in (*facts, swap)])
    assert told(memory) == [a_scope().fact, a_tick(2).fact, alarms]


def test_notices_are_kept_until_they_are_cleared() -> None:
    """A new window is told what the banner still has to say, oldest first."""
    memory = ScreenMemory()
    notices = [NoticeRaised(key=key, severity=Severity.INFO, text=key) for key in "abc"]
    memory.frame([(shown(notice), None) for notice in notices])
    memory.frame([(shown(NoticeCleared(key="b")), None)])
    assert told(memory) == [notices[0], notices[2]]


def test_what_is_no_fact_is_passed_over(allow_log: Callable[[str], None]) -> None:
    """The window drops it as well."""
    allow_log("ERROR ui.payload: payload dropped")
    memory = ScreenMemory()
    memory.frame([({"event": "Ticked", "epoch": 0, "at": "then"}, None)])
    memory.shot(1.0)
    assert told(memory) == []
