"""The link in words and as an icon."""

from datetime import UTC, timedelta

import pytest

from actors.messages import Cell, ConnectionChanged, ConnectionState, LinkHeard
from tests.ui.builders import NOW
from ui.panel1.connection import link_look
from ui.panel1.view_model import LinkLevel


def a_state(state: ConnectionState, retry_s: float | None = None) -> ConnectionChanged:
    """Return a state of the link."""
    retry = None if retry_s is None else NOW + timedelta(seconds=retry_s)
    return ConnectionChanged(
        state=state, endpoint="127.0.0.1:11099", detail="Start Sierra Chart.", at=NOW, retry_at=retry
    )


def heard(link_s: float, data_s: float | None = None) -> LinkHeard:
    """Return how long ago the link and its data were heard."""
    data = None if data_s is None else NOW - timedelta(seconds=data_s)
    return LinkHeard(heard_at=NOW - timedelta(seconds=link_s), data_at=data, heartbeat_s=10.0)


@pytest.mark.parametrize(
    ("age_s", "ring", "cell"),
    [
        (0, LinkLevel.GOOD, Cell(text="Connected", role="neutral")),
        (12, LinkLevel.GOOD, Cell(text="Connected", role="neutral")),
        (12.1, LinkLevel.SLOW, Cell(text="Silent for 12s", role="warning")),
        (25, LinkLevel.SLOW, Cell(text="Silent for 25s", role="warning")),
        (25.1, LinkLevel.LOST, Cell(text="Silent for 25s", role="alert")),
    ],
)
def test_the_ring_follows_the_heartbeat(age_s: float, ring: LinkLevel, cell: Cell) -> None:
    """With a heartbeat of 10 s the link is good up to 12 s, slow up to 25 s, lost beyond."""
    look = link_look(a_state(ConnectionState.READY), heard(age_s), NOW, UTC)
    assert (look.ring, look.cell) == (ring, cell)


@pytest.mark.parametrize(
    ("link_s", "data_s", "disc"),
    [
        (1, 5, LinkLevel.GOOD),
        (1, 5.1, LinkLevel.IDLE),
        (1, None, LinkLevel.IDLE),
        (13, 14, LinkLevel.SLOW),
        (13, 16, LinkLevel.LOST),
        (30, 60, LinkLevel.LOST),
    ],
)
def test_no_news_on_a_good_link_is_idle(link_s: float, data_s: float | None, disc: LinkLevel) -> None:
    """The disc is green with fresh data, grey on a quiet market, and alarming only with a bad link."""
    assert link_look(a_state(ConnectionState.READY), heard(link_s, data_s), NOW, UTC).disc is disc


@pytest.mark.parametrize(
    ("state", "retry_s", "cell"),
    [
        (ConnectionState.CONNECTING, None, Cell(text="Connecting", role="info")),
        (ConnectionState.SYNCING, None, Cell(text="Synchronising", role="info")),
        (ConnectionState.WAITING, 7, Cell(text="Disconnected, last news 42s ago, retry in 8s", role="alert")),
        (ConnectionState.WAITING, -1, Cell(text="Disconnected, last news 42s ago", role="alert")),
        (ConnectionState.REFUSED, None, Cell(text="Refused, last news 42s ago", role="alert")),
    ],
)
def test_each_state_has_words(state: ConnectionState, retry_s: float | None, cell: Cell) -> None:
    """A link that is down says so, how old the last news are and when the next attempt comes."""
    assert link_look(a_state(state, retry_s), heard(42), NOW, UTC).cell == cell


def test_a_link_that_never_was_has_no_age() -> None:
    """Before the first message there are no last news."""
    look = link_look(a_state(ConnectionState.WAITING), None, NOW, UTC)
    assert look.cell == Cell(text="Disconnected", role="alert")
    assert (look.ring, look.disc) == (LinkLevel.LOST, LinkLevel.LOST)


def test_before_the_first_state_nothing_is_claimed() -> None:
    """Nothing known is shown as starting."""
    assert link_look(None, None, None, UTC).cell == Cell(text="Starting", role="dim")


def test_the_tooltip_says_it_all() -> None:
    """The tooltip names server, trouble, and the last messages by the clock."""
    tip = link_look(a_state(ConnectionState.WAITING), heard(1), NOW, UTC).tip
    assert tip.splitlines() == [
        "Sierra Chart at 127.0.0.1:11099: waiting",
        "Start Sierra Chart.",
        "Last message: 3:29:59 PM",
        "Last account data: never",
    ]
