"""What an alarm is, and which one needs the trader most."""

from itertools import permutations

import msgspec
import pytest

from models.alarm import PRIORITIES, Alarm, AlarmKind, AlarmPriority, top_of, worst_first
from models.book import Book
from tests.models.builders import DEBUG, LIVE, SIM, SYMBOL, later


def an_alarm(
    kind: AlarmKind = AlarmKind.STOP_NEAR,
    *,
    book: Book | None = SIM,
    after_s: float = 0,
    acknowledged: bool = False,
    snoozed: bool = False,
) -> Alarm:
    """Return an alarm of a kind, raised so many seconds after NOW."""
    return Alarm(
        key=f"{kind.value} {book}",
        kind=kind,
        priority=PRIORITIES[kind],
        book=book,
        symbol=SYMBOL,
        text="words",
        raised_at=later(after_s),
        acknowledged=acknowledged,
        snoozed_until=later(300) if snoozed else None,
    )


def test_every_kind_has_a_priority() -> None:
    """No kind is left without a consequence."""
    assert set(PRIORITIES) == set(AlarmKind)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (an_alarm(AlarmKind.STOP_MISSING), an_alarm(AlarmKind.STOP_SMALL)),
        (an_alarm(AlarmKind.HEAT_CRITICAL, book=DEBUG), an_alarm(AlarmKind.STOP_NEAR, book=LIVE)),
        (an_alarm(book=LIVE), an_alarm(book=SIM, after_s=1)),
        (an_alarm(book=SIM), an_alarm(book=DEBUG, after_s=1)),
        (an_alarm(AlarmKind.CONNECTION_LOST, book=None), an_alarm(AlarmKind.HEAT_CRITICAL, book=SIM)),
        (an_alarm(after_s=1), an_alarm(AlarmKind.STOP_MOVED)),
        (an_alarm(AlarmKind.HEAT_WARNING), an_alarm(AlarmKind.STOP_MISSING, acknowledged=True)),
        (
            an_alarm(AlarmKind.HEAT_WARNING, acknowledged=True),
            an_alarm(AlarmKind.STOP_MISSING, snoozed=True),
        ),
    ],
    ids=["priority", "priority over money", "money", "sim", "link", "newest", "acknowledged", "snoozed"],
)
def test_worst_comes_first(first: Alarm, second: Alarm) -> None:
    """Open before seen before put aside; then by consequence, real money, and time."""
    assert worst_first([second, first]) == (first, second)
    assert worst_first([first, second]) == (first, second)


def test_order_does_not_depend_on_the_order_before() -> None:
    """The same alarms always stand in the same order."""
    alarms = [an_alarm(), an_alarm(book=LIVE), an_alarm(AlarmKind.STOP_SMALL), an_alarm(book=DEBUG)]
    assert len({worst_first(each) for each in permutations(alarms)}) == 1


def test_top_is_the_worst_that_is_open() -> None:
    """What was acknowledged or put aside is not asked about again."""
    seen = an_alarm(AlarmKind.STOP_MISSING, acknowledged=True)
    aside = an_alarm(AlarmKind.LOSS_100, snoozed=True)
    small = an_alarm(AlarmKind.HEAT_WARNING)
    assert top_of([seen, small, aside]) == small
    assert top_of([seen, aside]) is None
    assert top_of([]) is None


def test_priorities_rank_as_their_words_stand() -> None:
    """The most severe priority is the first."""
    ranked = [msgspec.structs.replace(an_alarm(), priority=each, key=each.value) for each in AlarmPriority]
    assert worst_first(reversed(ranked)) == tuple(ranked)
