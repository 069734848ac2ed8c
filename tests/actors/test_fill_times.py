"""Since when fills may have been missed."""

from datetime import datetime

from actors.fill_times import FILL_OVERLAP, NEXT_SECOND, FillTimes
from models.book import Book
from tests.actors.builders import LIVE, NOW, SIM, SIM2, later


def since(times: FillTimes, book: Book, agreed_at: datetime | None = None) -> int | None:
    """Return from when on fills are asked for."""
    request = times.request(book, agreed_at)
    return None if request is None else request.StartDateTime


def seconds(at: datetime) -> int:
    """Return whole UNIX seconds."""
    return int(at.timestamp())


def test_of_an_unknown_book_nothing_is_asked() -> None:
    """What it did before it was seen is in its positions; an agreement is a beginning, too."""
    assert since(FillTimes(), SIM) is None
    assert since(FillTimes(), SIM, NOW) == seconds(NOW - FILL_OVERLAP)


def test_what_was_missed_is_known_once_what_is_stored_is() -> None:
    """An empty database is an answer as well; what is learned while it is awaited is none."""
    times = FillTimes()
    times.learn(SIM, NOW)
    assert not times.is_restored
    times.restore((), ())
    assert times.is_restored


def test_stored_times_begin_shortly_before_the_newest_fill() -> None:
    """Of a book without a fill it is the second after its first sight; what was learned counts more."""
    times = FillTimes()
    times.learn(LIVE, later(60))
    times.restore([(SIM, NOW), (LIVE, NOW)], [(SIM2, NOW), (SIM, later(99))])
    assert [since(times, book) for book in (SIM, LIVE, SIM2)] == [
        seconds(NOW - FILL_OVERLAP),
        seconds(later(60) - FILL_OVERLAP),
        seconds(NOW + NEXT_SECOND),
    ]


def test_fills_of_long_ago_ask_for_no_more() -> None:
    """A listed fill may be older than one that is known."""
    times = FillTimes()
    for at in (later(60), NOW):
        times.learn(SIM, at)
    assert since(times, SIM) == seconds(later(60) - FILL_OVERLAP)


def test_an_agreement_before_the_newest_fill_asks_from_there() -> None:
    """A fill that is missed may be older than the newest one."""
    times = FillTimes()
    times.learn(SIM, later(60))
    assert since(times, SIM, NOW) == seconds(NOW - FILL_OVERLAP)
    assert since(times, SIM, later(90)) == seconds(later(60) - FILL_OVERLAP)


def test_a_list_of_positions_is_a_beginning_once() -> None:
    """Later lists do not move it: a fill between them may have been missed."""
    times = FillTimes()
    times.know_all([SIM], NOW)
    times.know_all([SIM, SIM2], later(60))
    assert (since(times, SIM), since(times, SIM2)) == (
        seconds(NOW + NEXT_SECOND),
        seconds(later(60) + NEXT_SECOND),
    )
