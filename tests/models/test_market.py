"""Which price counts for a position."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from models.holidays import CME_CALENDAR
from models.market import LastPrices, MarketPrice, PriceSource, ServedPrice, closed_since, market_price
from models.quote import Quote
from tests.actors.builders import a_quote
from tests.models.builders import SYMBOL, a_position, later

FILE, SERVER = PriceSource.FILE, PriceSource.SERVER


def quote(last: int = 6751, at_s: float = 0) -> Quote:
    """Return a snapshot."""
    return a_quote(last, at=later(at_s)).quote


def served(last: int = 6752, at_s: float = 0) -> ServedPrice:
    """Return what the server sent."""
    price = Decimal(last)
    return ServedPrice(last=price, low=price, high=price, at=later(at_s))


def test_a_price_that_is_told_again_has_no_extremes() -> None:
    """How far the price went counts once: for the position that was open then."""
    told = ServedPrice(last=Decimal(6752), low=Decimal(6740), high=Decimal(6760), at=later(0))
    assert told.again(later(5)) == served(6752, at_s=5)


@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize(
    ("quote_is_fresh", "served_is_fresh", "quote_s", "served_s", "source"),
    [
        (True, True, 9, 0, SERVER),
        (True, True, 0, 9, SERVER),
        (False, True, 0, 0, SERVER),
        (True, False, 0, 9, FILE),
        (False, False, 5, 9, SERVER),
        (False, False, 9, 5, FILE),
    ],
)
def test_the_server_then_the_file_then_the_newer(  # noqa: PLR0913, PLR0917 - all that the rule looks at
    side: int,
    quote_is_fresh: bool,  # noqa: FBT001 - pytest passes it
    served_is_fresh: bool,  # noqa: FBT001 - pytest passes it
    quote_s: float,
    served_s: float,
    source: PriceSource,
) -> None:
    """What is surely of the symbol counts while it comes, then the file, and of two old ones the newer."""
    price = market_price(
        a_position(side, 6750),
        quote=quote(at_s=quote_s),
        quote_is_fresh=quote_is_fresh,
        served=served(at_s=served_s),
        served_is_fresh=served_is_fresh,
    )
    assert price is not None
    assert price.source is source
    assert price.is_fresh == (quote_is_fresh or served_is_fresh)


@pytest.mark.parametrize(("last", "fits"), [(8100, True), (8101, False), (5400, True), (5399, False)])
def test_only_the_file_is_compared_with_the_entry(last: int, fits: bool) -> None:  # noqa: FBT001 - pytest passes it
    """The server names the symbol of its price, the file may be of any chart."""
    position = a_position(1, 6750)
    of_file = market_price(
        position, quote=quote(last), quote_is_fresh=True, served=None, served_is_fresh=False
    )
    assert (of_file is not None) == fits
    of_server = market_price(
        position, quote=None, quote_is_fresh=False, served=served(last), served_is_fresh=True
    )
    assert of_server == MarketPrice(Decimal(last), SERVER, later(0), is_fresh=True)


def test_without_any_price_there_is_none() -> None:
    """Nothing is made up."""
    nothing = market_price(
        a_position(1), quote=None, quote_is_fresh=False, served=None, served_is_fresh=False
    )
    assert nothing is None


def test_old_prices_are_kept_as_old() -> None:
    """What was lost counts as fresh for nobody; of two old ones the newer is the last price."""
    prices, position = LastPrices(), a_position(1, 6750)
    prices.quote = quote(6751)
    prices.served[SYMBOL] = served(6752)
    assert (prices.last_of(position), prices.file_counts(position)) == (Decimal(6752), False)
    prices.lose_served(SYMBOL, served(6752))
    assert (prices.last_of(position), prices.file_counts(position)) == (Decimal(6751), True)
    prices.lose_quote(later(-60))
    assert (prices.last_of(position), prices.file_counts(position)) == (None, False)
    assert prices.price_of(position) == MarketPrice(Decimal(6752), SERVER, later(0), is_fresh=False)
    prices.lose_quote(later(60))
    assert prices.price_of(position) == MarketPrice(Decimal(6751), FILE, later(60), is_fresh=False)


@pytest.mark.parametrize(
    ("at", "now", "closed"),
    [
        ("2026-11-20T21:59:30", "2026-11-21T12:00:00", True),
        ("2026-11-20T21:59:30", "2026-11-22T22:59:59", True),
        ("2026-11-20T21:59:30", "2026-11-22T23:00:00", False),
        ("2026-11-20T16:00:00", "2026-11-21T12:00:00", False),
        ("2026-11-21T12:00:00", "2026-11-21T12:00:05", True),
        ("2026-11-20T21:59:30", "2026-11-24T22:30:00", False),
        ("2026-11-23T21:59:59", "2026-11-23T22:00:01", True),
        ("2026-11-23T21:59:59", "2026-11-23T22:59:59", True),
        ("2026-11-24T15:00:00", "2026-11-24T15:00:05", False),
        ("2026-11-27T18:14:50", "2026-11-27T20:00:00", True),
        ("2026-12-24T18:14:50", "2026-12-25T12:00:00", True),
        ("2026-04-02T20:59:50", "2026-04-05T12:00:00", True),
        ("2026-11-01T20:59:50", "2026-11-14T12:00:00", False),
    ],
)
def test_closed_is_what_nothing_newer_can_follow(at: str, now: str, closed: bool) -> None:  # noqa: FBT001 - pytest passes it
    """A source that fell silent with the close is silent because of it; what was old before stays old."""
    came, looked_at = (datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (at, now))
    assert closed_since(came, looked_at, CME_CALENDAR) == closed


@pytest.mark.parametrize(
    ("low", "high", "steps"),
    [(6740, 6760, [6740, 6760, 6752]), (6752, 6760, [6760, 6752]), (6752, 6752, [6752])],
)
def test_what_lies_on_the_way_is_looked_at_before_the_newest(low: int, high: int, steps: list[int]) -> None:
    """No extreme of trades that were told together is passed over, and the newest is always the last."""
    price = ServedPrice(last=Decimal(6752), low=Decimal(low), high=Decimal(high), at=later(0))
    assert [step.last for step in price.steps()] == steps
