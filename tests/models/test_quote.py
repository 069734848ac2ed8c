# Decimal and int are compared here as the numbers that they are.
# mypy: disable-error-code="comparison-overlap"

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import SnapshotError
from models.quote import LARGEST_SNAPSHOT, parse_snapshot
from tests.models.builders import NOW

HEADER = b"last,high,low,vwap,poc,cum_delta\n"
WHOLE = HEADER + b"6750.25,6760,6740.5,6749.00,6749,-19\n"


def test_snapshot_gives_all_fields() -> None:
    """Every column arrives as the decimal that was written."""
    quote = parse_snapshot(WHOLE, NOW)
    assert (quote.last, quote.high, quote.low) == (Decimal("6750.25"), 6760, Decimal("6740.5"))
    assert (quote.vwap, quote.poc, quote.cum_delta, quote.read_at) == (6749, 6749, -19, NOW)


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + WHOLE,
        WHOLE.replace(b"\n", b"\r\n"),
        WHOLE + b"1,1,1,1,1,1\n",
        WHOLE + b"6750.",
        b"cum_delta,poc,vwap,low,high,last\n-19,6749,6749.0,6740.5,6760,6750.25\n",
        b"time, last,high,low,vwap,poc,cum_delta\nnow,6750.25,6760,6740.5,6749,6749,-1.9e1\n",
    ],
    ids=[
        "byte order mark",
        "Windows line ends",
        "second row",
        "next row begun",
        "other order",
        "extra column",
    ],
)
def test_harmless_differences_are_accepted(data: bytes) -> None:
    """Only the first row counts; order of columns, line ends and extra columns do not matter."""
    assert parse_snapshot(data, NOW) == parse_snapshot(WHOLE, NOW)


@pytest.mark.parametrize("edge", [b"6740.5", b"6760"])
def test_last_may_be_the_low_or_the_high(edge: bytes) -> None:
    """A new extreme of the session is a valid price."""
    quote = parse_snapshot(WHOLE.replace(b"6750.25", edge), NOW)
    assert quote.last in {quote.low, quote.high}


def test_zero_is_a_value_of_cumulative_delta() -> None:
    """A delta of zero is information, not a gap."""
    assert parse_snapshot(WHOLE.replace(b"-19", b"0"), NOW).cum_delta == 0


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (HEADER, "no complete row"),
        (HEADER + b"6750.25,6760,6740.5,6749,6749,-19", "no complete row"),
        (b"last,high,low,vwap,po", "header lacks poc, cum_delta"),
        (b"last,last,high,low,vwap,poc,cum_delta\n1,1,1,1,1,1,1\n", "twice"),
        (HEADER + b"6750.25,6760,6740.5\n", "3 fields"),
        (HEADER + b"6750.25,6760,6740.5,6749,6749,-19,\n", "7 fields"),
        (HEADER + b",6760,6740.5,6749,6749,-19\n", "last is blank"),
        (HEADER + b"0,6760,6740.5,6749,6749,-19\n", "last 0 is not above 0"),
        (HEADER + b"-5,6760,6740.5,6749,6749,-19\n", "last -5 is not above 0"),
        (HEADER + b"6750.25,6760,6740.5,0.0,6749,-19\n", "vwap 0.0 is not above 0"),
        (HEADER + b"abc,6760,6740.5,6749,6749,-19\n", "last 'abc' is not a number"),
        (HEADER + b"nan,6760,6740.5,6749,6749,-19\n", "'nan' is not a number"),
        (HEADER + b"6750.25,6760,6740.5,6749,6749,inf\n", "'inf' is not a number"),
        (HEADER + b"6_750,6760,6740.5,6749,6749,-19\n", "is not a number"),
        (HEADER + "٦٧٥٠,6760,6740.5,6749,6749,-19\n".encode(), "is not a number"),
        (HEADER + b"6760.25,6760,6740.5,6749,6749,-19\n", "not between low 6740.5 and high 6760"),
        (HEADER + b"6740.25,6760,6740.5,6749,6749,-19\n", "not between"),
        (WHOLE.replace(b"6760", b"\xff\xfe"), "not UTF-8"),
        (WHOLE.decode().encode("utf-16"), "not UTF-8"),
        (WHOLE + b" " * LARGEST_SNAPSHOT, "check that the path"),
    ],
)
def test_untrustworthy_file_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    """The text of the error names what is wrong, so that the trader can mend it."""
    with pytest.raises(SnapshotError, match=reason):
        parse_snapshot(data, NOW)


@given(st.integers(0, len(WHOLE) - 1))
def test_torn_file_never_gives_a_row(length: int) -> None:
    """A file that is cut off anywhere is not read as a price."""
    with pytest.raises(SnapshotError):
        parse_snapshot(WHOLE[:length], NOW)


@given(st.binary(max_size=200))
def test_rubbish_is_refused_and_nothing_else_happens(data: bytes) -> None:
    """Any bytes behind the header give a quote or the error for it."""
    for content in (data, HEADER + data + b"\n"):
        try:
            quote = parse_snapshot(content, NOW)
        except SnapshotError:
            continue
        assert quote.low <= quote.last <= quote.high


@pytest.mark.parametrize("number", [b"1e13", b"1e-10", b"9e99"])
def test_a_number_that_no_market_has_is_refused(number: bytes) -> None:
    """It would be shown otherwise, and every extreme of a trade with it."""
    with pytest.raises(SnapshotError, match="no number of any market"):
        parse_snapshot(WHOLE.replace(b"-19", number), NOW)
