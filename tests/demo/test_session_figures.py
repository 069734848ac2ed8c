"""Session figures."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from demo.session_figures import Print, SessionFigures

prints = st.builds(Print, st.integers(100, 110), st.integers(1, 20), st.sampled_from((-1, 1)))


@given(st.lists(prints, min_size=1))
def test_figures_agree_with_the_whole_list_of_trades(trades: list[Print]) -> None:
    """Counting one by one gives what looking at all trades at once gives."""
    figures = SessionFigures(trades[0].price)
    profile: Counter[int] = Counter()
    for trade in trades:
        figures.record(trade)
        profile[trade.price] += trade.quantity
    volume = sum(profile.values())
    prices = [trade.price for trade in trades]
    assert (figures.last, figures.high, figures.low) == (prices[-1], max(prices), min(prices))
    assert figures.vwap == sum(price * count for price, count in profile.items()) / volume
    assert profile[figures.poc] == max(profile.values())
    assert figures.cum_delta == sum(trade.quantity * trade.aggressor for trade in trades)


def test_a_session_without_trades_stands_at_its_first_price() -> None:
    """Before the first trade every price is the opening price, and none is missing."""
    figures = SessionFigures(27_000)
    assert (figures.high, figures.low, figures.poc, figures.vwap) == (27_000, 27_000, 27_000, 27_000.0)
