"""How much of a daily loss limit is used."""

from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.daily_loss import DailyLosses, loss_used, open_profit, realised_since
from models.fills import apply_fill
from models.trade import Fill, Position, Trade
from tests.models.builders import LIVE, MES, NOW, SIM, UNKNOWN, a_fill, a_position, booked_after, later

START = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
"""The evening before NOW, when its session opened."""
LIMITS = {"Sim1": Decimal(500)}


def a_loss(points: int = 10, *, number: int = 1, at: datetime = NOW) -> Trade:
    """Return a trade of one MES that lost some points: five dollars each, and 1.24 of fees."""
    fills = [a_fill(1, 6750, number=number, at=at), a_fill(-1, 6750 - points, number=number + 1, at=at)]
    closed = booked_after(fills)[-1].closed
    assert closed is not None
    return msgspec.structs.replace(closed, trade_id=f"t{number}")


def test_realised_counts_trades_of_the_day_after_fees() -> None:
    """What closed before the session began is yesterday's."""
    yesterday = a_loss(99, number=9, at=datetime(2026, 11, 22, 22, 0, tzinfo=UTC))
    assert realised_since([], [a_loss(), yesterday], START) == Decimal("-51.24")


def test_fees_of_what_is_open_count() -> None:
    """An entry costs its fee at once."""
    assert realised_since([a_position(2)], [], START) == Decimal("-1.24")


def test_part_of_an_overnight_trade_counts_where_it_was_realised() -> None:
    """What was taken out yesterday, and yesterday's fees, are not of today."""
    fills = [
        a_fill(2, 6750, number=1, at=later(-86_400)),
        a_fill(-1, 6740, number=2, at=later(-86_000)),
        a_fill(-1, 6730, number=3, at=NOW),
    ]
    _, half, whole = booked_after(fills)
    assert half.position is not None
    assert whole.closed is not None
    assert realised_since([half.position], [], START) == 0
    assert realised_since([], [whole.closed], START) == Decimal("-100.62")


def test_unknown_worth_is_unknown() -> None:
    """Without a point value there is no figure, and none is taken for 0."""
    stranger = apply_fill(None, a_fill(1, 100), UNKNOWN, None, "t1").position
    assert stranger is not None
    assert realised_since([stranger], [], START) is None
    assert realised_since([], [msgspec.structs.replace(a_loss(), net=None)], START) is None
    assert open_profit([(stranger, UNKNOWN, Decimal(100))]) is None


@pytest.mark.parametrize(("last", "profit"), [("6740", -100), ("6760", 100), (None, None)])
def test_open_profit_needs_a_price(last: str | None, profit: int | None) -> None:
    """No price gives no figure."""
    price = None if last is None else Decimal(last)
    assert open_profit([(a_position(2, 6750), MES, price)]) == profit


def test_nothing_open_needs_no_price() -> None:
    """A flat book is known without prices."""
    assert open_profit([]) == 0


@pytest.mark.parametrize(
    ("realised", "open_", "used"),
    [("-100", "-50", "150"), ("-100", "150", "0"), ("100", "-30", "0"), (None, "1", None), ("1", None, None)],
)
def test_profit_is_no_negative_loss(realised: str | None, open_: str | None, used: str | None) -> None:
    """The loss is that of closed and open trades together, and never below 0."""
    amounts = [None if each is None else Decimal(each) for each in (realised, open_)]
    assert loss_used(*amounts) == (None if used is None else Decimal(used))


def test_is_unknown_until_the_day_was_read() -> None:
    """A start in the middle of the day does not begin with a loss of 0."""
    losses = DailyLosses(LIMITS)
    assert losses.needs(SIM, NOW) == START
    assert losses.needs(SIM, NOW) is None
    assert losses.limits() == [(SIM, Decimal(500))]
    assert losses.used(SIM, [], NOW) is None
    losses.restore(SIM, [a_loss()])
    assert losses.used(SIM, [], NOW) == Decimal("51.24")


def test_trade_that_closes_while_the_day_is_read_counts_once() -> None:
    """Whether the database knew it already or not."""
    losses = DailyLosses(LIMITS)
    losses.needs(SIM, NOW)
    losses.add(a_loss())
    losses.add(a_loss(number=3))
    losses.restore(SIM, [a_loss()])
    assert losses.used(SIM, [], NOW) == Decimal("102.48")
    losses.add(a_loss(number=3))
    assert losses.used(SIM, [], NOW) == Decimal("102.48")


def test_what_cannot_be_read_is_asked_for_again() -> None:
    """A database that comes back is read."""
    losses = DailyLosses(LIMITS)
    losses.needs(SIM, NOW)
    losses.restore(SIM, None)
    assert losses.used(SIM, [], NOW) is None
    assert losses.needs(SIM, NOW) == START


def test_trade_and_its_position_do_not_count_twice() -> None:
    """A trade is told before the news that its position is closed."""
    losses = DailyLosses(LIMITS)
    losses.needs(SIM, NOW)
    losses.restore(SIM, [])
    position = msgspec.structs.replace(a_position(1, 6750), trade_id="t1")
    losses.add(a_loss())
    assert losses.used(SIM, [(position, MES, Decimal(6740))], NOW) == Decimal("51.24")


def test_next_session_begins_without_a_loss() -> None:
    """The limit is that of a session day, which ends in the evening."""
    losses = DailyLosses(LIMITS)
    losses.needs(SIM, NOW)
    losses.restore(SIM, [a_loss()])
    assert losses.used(SIM, [], datetime(2026, 11, 23, 22, 59, tzinfo=UTC)) == Decimal("51.24")
    assert losses.used(SIM, [], datetime(2026, 11, 23, 23, 0, tzinfo=UTC)) == 0


def test_weekend_belongs_to_the_session_to_come() -> None:
    """On a Saturday nothing of Friday's session counts, as in the statistics of the day."""
    losses = DailyLosses(LIMITS)
    saturday = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    assert losses.needs(SIM, saturday) == datetime(2026, 11, 20, 23, 0, tzinfo=UTC)


def test_books_without_a_limit_are_left_alone() -> None:
    """Nothing is asked, and no other book's money counts."""
    losses = DailyLosses(LIMITS)
    assert losses.needs(LIVE, NOW) is None
    losses.needs(SIM, NOW)
    losses.restore(SIM, [])
    other = a_position(5, 6750, book=LIVE)
    assert losses.used(SIM, [(other, MES, Decimal(6700))], NOW) == 0


FILLS = st.lists(st.tuples(st.sampled_from([-2, -1, 1, 2]), st.integers(6740, 6760)), min_size=1, max_size=12)


@given(rows=FILLS, last=st.integers(6700, 6800), before=st.integers(0, 12))
def test_agrees_with_the_ledger(rows: list[tuple[int, int]], last: int, before: int) -> None:
    """Whatever was traded: realised is what the ledger gained since, and open closes at the last price."""
    fills: list[Fill] = [
        a_fill(quantity, price, number=number, at=later(number - before))
        for number, (quantity, price) in enumerate(rows)
    ]
    booked = booked_after(fills)
    ledger = sum((each.net or Decimal(0) for each, fill in zip(booked, fills, strict=True) if fill.at >= NOW))
    trades = [each.closed for each in booked if each.closed is not None]
    position: Position | None = booked[-1].position
    held = [position] if position is not None else []
    assert realised_since(held, trades, NOW) == ledger
    profit = open_profit([(each, MES, Decimal(last)) for each in held])
    expected = sum((Decimal(last) - p.average_price) * p.quantity * 5 for p in held)
    assert profit is not None
    assert abs(profit - expected) < Decimal("1e-9")


def test_other_limits_free_books_and_forget_their_trades() -> None:
    """A limit that comes back asks for all trades of the day; one that only changes asks for none."""
    losses = DailyLosses(LIMITS)
    assert losses.needs(SIM, NOW) == START
    losses.restore(SIM, [a_loss()])
    assert losses.change({"Sim1": Decimal(100)}) == []
    assert losses.limits() == [(SIM, Decimal(100))]
    assert losses.used(SIM, [], NOW) == Decimal("51.24")
    assert losses.change({}) == [SIM]
    assert (losses.limits(), losses.used(SIM, [], NOW)) == ([], None)
    losses.change(LIMITS)
    assert losses.needs(SIM, NOW) == START
