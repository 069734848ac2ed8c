"""Messages as bytes."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from actors.message_form import content_of, message_of
from actors.messages import (
    BytesReceived,
    EquityLoaded,
    LinkClosed,
    Message,
    NoticeRaised,
    SetCalendar,
    Severity,
    ShowMode,
    Tick,
    TradesLoaded,
)
from models.book import Book, TradeAccount, TradeMode
from models.equity import EquityPoint, curve_of
from models.holidays import CME_CALENDAR
from models.recording import Content, RecordingError
from tests.models.builders import a_trade

SIM1 = Book(TradeMode.SIM, TradeAccount("Sim1"))
AT = datetime(2026, 11, 23, 15, 0, 0, 123456, UTC)


@pytest.mark.parametrize(
    "message",
    [
        Tick(),
        BytesReceived(connection_id=3, data=b"\0\xff"),
        LinkClosed(connection_id=3, reason="gone"),
        NoticeRaised(key="k", severity=Severity.ERROR, text="ü", book=SIM1),
        ShowMode(mode=TradeMode.DEBUG),
        SetCalendar(calendar=CME_CALENDAR),
        TradesLoaded(book=SIM1, trades=(a_trade(),), since=AT),
    ],
)
def test_what_is_written_is_read(message: Message) -> None:
    """Numbers, moments, enumerations and nested values come back as they were."""
    assert message_of(content_of(message)) == message


def test_a_curve_is_written_as_far_as_it_was_known() -> None:
    """Its owner goes on appending to it before it is written; that is not part of the message."""
    curve = curve_of([EquityPoint(at=AT, balance=Decimal("10000.25"))])
    message = EquityLoaded(curves=((SIM1, curve),), resets=((SIM1, AT),), with_open=True)
    curve.appended(EquityPoint(at=AT, balance=Decimal(5)))
    read = message_of(content_of(message))
    assert isinstance(read, EquityLoaded)
    ((book, restored),) = read.curves
    assert (book, restored.length, restored.point(0)) == (SIM1, 1, curve.point(0))
    assert (read.resets, read.with_open) == (message.resets, True)


@pytest.mark.parametrize(
    "content",
    [
        Content("NoSuchThing", b""),
        Content("Message.__init__", b"\x80"),
        Content("ShowMode", b"\x80"),
        Content("ShowMode", b"\xc1"),
        Content("EquityLoaded", b"\x93\x81\xa6curves\x90\x90\x90"[:3]),
    ],
)
def test_rubbish_is_refused(content: Content) -> None:
    """A type that is none and a body that is not that of the type are refused."""
    with pytest.raises(RecordingError):
        message_of(content)


def test_a_curve_of_unequal_columns_is_refused() -> None:
    """Every time has a balance."""
    curve = curve_of([EquityPoint(at=AT, balance=Decimal(1))])
    body = content_of(EquityLoaded(curves=((SIM1, curve),))).body
    assert body.count(b"\xc4\x08") == 2
    damaged = body.replace(b"\xc4\x08", b"\xc4\x00", 1).replace(curve.times.astype("<f8").tobytes(), b"", 1)
    with pytest.raises(RecordingError, match="0 times for 1 balances"):
        message_of(Content("EquityLoaded", damaged))
