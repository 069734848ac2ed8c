"""Accounts and balances."""

import pytest

from dtc.codec import Decoder, encode
from dtc.enums import Encoding
from dtc.errors import RemoteProtocolError
from dtc.messages.accounts import AccountBalanceUpdate, TradeAccountResponse


def test_the_end_of_day_value_exists_in_the_variable_form_only() -> None:
    """Fixed binary has no place for EndOfDayAccountValue, so it is not set there."""
    balance = AccountBalanceUpdate(TradeAccount="120005", CashBalance=21.66, EndOfDayAccountValue=20.0)
    assert Decoder(Encoding.BINARY_VLS).feed(encode(balance, Encoding.BINARY_VLS)) == [balance]
    (fixed,) = Decoder(Encoding.BINARY).feed(encode(balance, Encoding.BINARY))
    assert fixed == AccountBalanceUpdate(TradeAccount="120005", CashBalance=21.66)


@pytest.mark.parametrize(
    ("size", "last", "missing"),
    [
        (216, "TransactionIdentifier", "DailyNetLossLimit"),
        (240, "TrailingAccountValueToLimitPositions", "MarginRequirementFull"),
        (368, "PeakMarginRequirement", "OpenPositionsProfitLossBasedOnSettlementPrice"),
    ],
)
def test_balances_of_older_servers_end_earlier(size: int, last: str, missing: str) -> None:
    """The balance grew from 216 to 416 bytes inside one protocol version."""
    full = AccountBalanceUpdate(
        TransactionIdentifier=9,
        DailyNetLossLimit=1.0,
        TrailingAccountValueToLimitPositions=2.0,
        MarginRequirementFull=3.0,
        PeakMarginRequirement=4.0,
        OpenPositionsProfitLossBasedOnSettlementPrice=5.0,
    )
    frame = size.to_bytes(2, "little") + encode(full, Encoding.BINARY)[2:size]
    (balance,) = Decoder(Encoding.BINARY).feed(frame)
    assert getattr(balance, last) == getattr(full, last)
    assert getattr(balance, missing) is None


def test_the_account_row_has_its_counts_first() -> None:
    """In 401 the RequestID comes after the counts and the name."""
    frame = encode(TradeAccountResponse(TotalNumberMessages=1, MessageNumber=2, RequestID=3), Encoding.BINARY)
    assert (frame[4], frame[8], frame[44]) == (1, 2, 3)


@pytest.mark.parametrize("encoding", [Encoding.JSON, Encoding.JSON_COMPACT])
def test_an_identifier_wider_than_its_field_is_refused(encoding: Encoding) -> None:
    """What 64 bits hold is kept to the last digit; JSON alone has no limit."""
    for number in (2**64 - 1, 2**64, 10**40):
        (read,) = Decoder(encoding).feed(b'{"Type":600,"TransactionIdentifier":%d}\0' % number)
        if number < 2**64:
            assert read == AccountBalanceUpdate(TransactionIdentifier=number)
        else:
            assert isinstance(read, RemoteProtocolError)
