"""Which books are confirmed, and what is said of restored positions."""

from collections.abc import Callable

import msgspec
import pytest

from actors.base import Ports
from actors.confirmation import Confirmation
from actors.messages import BookConfirmed, Message, NoticeRaised
from models.trade import Position
from tests.actors.builders import LIVE, NOTHING_LOADED, NOW, SIM, SIM2, all_of, last_of, later
from tests.fakes import FakeClock
from tests.models.builders import a_position

RESTORED = msgspec.structs.replace(NOTHING_LOADED, positions=(a_position(2),), last_seen=later(-90))


def nobody(_position: Position) -> bool:
    """Say that every position is reported."""
    return False


@pytest.fixture
def posted() -> list[Message]:
    """Give what was said."""
    return []


@pytest.fixture
def confirmation(posted: list[Message]) -> Confirmation:
    """Give one that knows three books."""
    confirmation = Confirmation(Ports(posted.append, FakeClock()))
    confirmation.know((SIM, SIM2, LIVE))
    return confirmation


def test_nothing_is_confirmed_before_the_list(confirmation: Confirmation, posted: list[Message]) -> None:
    """Only a complete list backs a book."""
    confirmation.settle(set(), nobody)
    assert posted == []


def test_book_is_confirmed_once_and_not_in_doubt(confirmation: Confirmation, posted: list[Message]) -> None:
    """A doubtful book waits until it is settled; the others are confirmed at once, and once."""
    confirmation.hear_list()
    confirmation.settle({SIM}, nobody)
    assert [fact.book for fact in all_of(posted, BookConfirmed)] == [LIVE, SIM2]
    confirmation.settle(set(), nobody)
    assert last_of(posted, BookConfirmed).book == SIM
    assert len(posted) == 3
    confirmation.announce()
    assert len(posted) == 6


def test_restart_takes_every_confirmation_back(confirmation: Confirmation, posted: list[Message]) -> None:
    """What the screen calls confirmed is so no more, and nothing is until the server lists it again."""
    confirmation.hear_list()
    confirmation.settle({SIM}, nobody)
    posted.clear()
    confirmation.begin()
    assert [(fact.book, fact.confirmed) for fact in all_of(posted, BookConfirmed)] == [
        (LIVE, False),
        (SIM2, False),
    ]
    confirmation.settle(set(), nobody)
    assert len(posted) == 2
    confirmation.announce()
    assert {(fact.book, fact.confirmed) for fact in all_of(posted[2:], BookConfirmed)} == {
        (SIM, False),
        (SIM2, False),
        (LIVE, False),
    }


def test_lost_link_takes_every_confirmation_back(confirmation: Confirmation, posted: list[Message]) -> None:
    """And the next list is needed to give it again."""
    confirmation.hear_list()
    confirmation.settle({SIM, SIM2}, nobody)
    confirmation.lose(NOW)
    assert last_of(posted, BookConfirmed) == BookConfirmed(book=LIVE, confirmed=False, at=NOW)
    count = len(posted)
    confirmation.settle(set(), nobody)
    assert len(posted) == count


@pytest.mark.parametrize(
    ("corrected", "is_silent", "says"),
    [
        (False, nobody, "the server agrees"),
        (True, nobody, "the server corrected it"),
        (False, lambda _position: True, "the server does not report it"),
    ],
)
def test_restored_position_is_told_with_what_the_server_says(
    confirmation: Confirmation,
    posted: list[Message],
    is_silent: Callable[[Position], bool],
    says: str,
    *,
    corrected: bool,
) -> None:
    """One notice is replaced by another when the server has had its say."""
    confirmation.await_server(RESTORED)
    assert "waiting" in last_of(posted, NoticeRaised).text
    if corrected:
        confirmation.correct()
    confirmation.hear_list()
    confirmation.settle(set(), is_silent)
    confirmation.settle(set(), is_silent)
    assert len(all_of(posted, NoticeRaised)) == 2
    assert says in last_of(posted, NoticeRaised).text
    assert confirmation.knows(SIM)
