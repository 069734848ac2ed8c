"""How numbers and times read."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.book import TradeMode
from ui import wording

MORNING = datetime(2025, 11, 7, 15, 5, 3, tzinfo=UTC)
CHICAGO = ZoneInfo("America/Chicago")
ANY_AMOUNT = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("10000", "$10,000.00"),
        ("-500.25", "-$500.25"),
        ("0", "$0.00"),
        ("-0.001", "$0.00"),
        ("0.005", "$0.01"),
        ("52.48", "$52.48"),
    ],
)
def test_dollars_carry_sign_separators_and_cents(amount: str, text: str) -> None:
    """Dollars read as in the examples of the balance, half a cent goes up, zero is never negative."""
    assert wording.dollars_text(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("amount", "percent", "text"),
    [
        ("1000", "10", "+ $1,000.00 (10.00%)"),
        ("-500", "-5", "- $500.00 (5.00%)"),
        ("0", "0", "- $0.00 (0.00%)"),
        ("0.004", "0.9", "- $0.00 (0.00%)"),
        ("31234.56", None, "+ $31,234.56 (--)"),
    ],
)
def test_change_reads_sign_dollars_percent(amount: str, percent: str | None, text: str) -> None:
    """A change reads sign, absolute dollars, absolute percent, and an undefined percent is not a zero."""
    assert wording.change_text(Decimal(amount), None if percent is None else Decimal(percent)) == text


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        (None, "--"),
        (TradeMode.DEBUG, "DEBUG"),
        (TradeMode.SIM, "SIM"),
        (TradeMode.LIVE, "LIVE · REAL MONEY"),
    ],
)
def test_live_says_that_the_money_is_real(mode: TradeMode | None, text: str) -> None:
    """The word of LIVE cannot be taken for that of another mode."""
    assert wording.mode_text(mode) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-3, "0s"),
        (0, "0s"),
        (20, "20s"),
        (59.9, "59s"),
        (60, "1:00"),
        (80, "1:20"),
        (185, "3:05"),
        (3725, "62:05"),
    ],
)
def test_duration_has_minutes_without_limit(seconds: float, text: str) -> None:
    """A duration is seconds below a minute and minutes with seconds from there on."""
    assert wording.duration_text(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0s"), (119, "119s"), (120, "2m"), (7199, "119m"), (7200, "2h")]
)
def test_age_is_coarser_when_older(seconds: float, text: str) -> None:
    """An age changes from seconds to minutes at two minutes and to hours at two hours."""
    assert wording.age_text(seconds) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (wording.points_text(Decimal("1.25"), 2), "+1.25 pt"),
        (wording.points_text(Decimal("-0.001"), 2), "0.00 pt"),
        (wording.plain_points_text(Decimal("9.5"), 2), "9.50 pt"),
        (wording.multiple_text(Decimal("-0.45")), "-0.45 R"),
        (wording.multiple_text(Decimal(0)), "0.00 R"),
        (wording.percent_text(Decimal("0.745")), "75%"),
        (wording.percent_text(Decimal("-0.001")), "0%"),
        (wording.delta_text(Decimal(1234)), "+1,234"),
        (wording.delta_text(Decimal(-19)), "-19"),
        (wording.delta_text(Decimal(0)), "0"),
        (wording.contracts_text(Decimal("2.0")), "2"),
        (wording.contracts_text(Decimal(100)), "100"),
    ],
)
def test_figures_read_as_documented(text: str, expected: str) -> None:
    """Every figure of Panel 2 has its documented form."""
    assert text == expected


@given(ANY_AMOUNT)
def test_no_figure_is_ever_a_negative_zero(value: Decimal) -> None:
    """Whatever the value, a text with a minus holds a digit other than zero."""
    for text in (wording.points_text(value, 2), wording.dollars_text(value), wording.delta_text(value)):
        assert not text.startswith("-") or any(digit in text for digit in "123456789")


def test_the_largest_float_of_the_wire_is_worded() -> None:
    """A price of 1.8e308 is shown, not raised as an error."""
    assert wording.dollars_text(Decimal("1.797e308")).startswith("$179,7")


def test_bounds_say_that_they_are_bounds() -> None:
    """Fees that were not told make the sum of fees larger, and results smaller."""
    assert wording.least_text("$1.24", is_all=False) == "at least $1.24"
    assert wording.most_text("+$4.38", is_all=False) == "at most +$4.38"
    assert (wording.least_text("1", is_all=True), wording.most_text("1", is_all=True)) == ("1", "1")


def test_clock_and_day_have_no_leading_zeros() -> None:
    """Hour and day carry no leading zero, in the trader's zone."""
    assert wording.clock_text(MORNING, CHICAGO, seconds=True) == "9:05:03 AM"
    assert wording.clock_text(MORNING.replace(hour=18), CHICAGO, seconds=False) == "12:05 PM"
    assert wording.clock_text(MORNING.replace(hour=6), CHICAGO, seconds=False) == "12:05 AM"
    assert wording.day_text(MORNING, CHICAGO, year=True) == "Nov 7, 2025"
    assert wording.day_text(MORNING, CHICAGO, year=False) == "Nov 7"


def test_hidden_amounts_keep_sign_and_percent() -> None:
    """Privacy takes the digits of the dollars, nothing else."""
    assert wording.dollars_text(Decimal("-500.25"), is_private=True) == "-$•••"
    assert wording.signed_dollars_text(Decimal("0.001"), is_private=True) == "$•••"
    assert wording.change_text(Decimal(1000), Decimal(10), is_private=True) == "+ $••• (10.00%)"
    assert wording.change_text(Decimal(0), None, is_private=True) == "- $••• (0.00%)"
    assert wording.contracts_text(Decimal(2), is_private=True) == "•••"


def test_axes_have_short_amounts_and_months() -> None:
    """Cents only where the axis needs them; the language of the computer does not matter."""
    assert wording.amount_text(Decimal("10000.4"), 0) == "$10,000"
    assert wording.amount_text(Decimal("-2.5"), 2) == "-$2.50"
    assert wording.month_text(MORNING, CHICAGO) == "Nov 2025"


@pytest.mark.parametrize(
    ("open_words", "hidden"),
    [
        ("loss of $1,412.50 is 82 % of $500", "loss of $••• is 82 % of $•••"),
        ("changed by -$7.00, by $-8", "changed by -$•••, by $-•••"),
        ("Sierra Chart: 12,345.67 USD, USD 3", "Sierra Chart: ••• USD, USD •••"),
        ("stops cover 1 of 2 contracts.", "stops cover ••• of ••• contracts."),
        (
            "Restored SIM Sim1 short 2 MESZ25 @ 6750.25 (since 15:30:00 UTC)",
            "Restored SIM Sim1 short ••• MESZ25 @ 6750.25 (since 15:30:00 UTC)",
        ),
        (
            "MESZ25 is -2 as the server says, without a fill.",
            "MESZ25 is ••• as the server says, without a fill.",
        ),
        (
            "left out: Sim1 MESM25 long 1, 7 MNQU5 short 2.",
            "left out: Sim1 MESM25 long •••, 7 MNQU5 short •••.",
        ),
        ("Price: '2 @ 6750.25' loss shown", "Price: '••• @ 6750.25' loss shown"),
        ("price 6746.00 is 0.75 points from the stop at 6745.25", None),
        ("in drawdown for 5:00; port 11099; 1,204 trades", None),
    ],
)
def test_sentences_lose_dollars_and_contracts_alone(open_words: str, hidden: str | None) -> None:
    """Prices, points, percent, times and counts of other things can still be read."""
    assert wording.without_amounts(open_words) == (hidden or open_words)
