"""Numbers of the command line."""

import argparse

import pytest

from app.typed_numbers import above_zero, whole


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("0012", 12)])
def test_whole_numbers_from_zero_up(text: str, number: int) -> None:
    """Digits alone."""
    assert whole(text) == number


@pytest.mark.parametrize("text", ["", "-1", "+1", "1.0", "1e3", "1_000", "٣", "²", "one"])
def test_nothing_else_is_a_whole_number(text: str) -> None:
    """What was typed is said, and what would do."""
    with pytest.raises(argparse.ArgumentTypeError, match="is not a whole number from 0 up"):
        whole(text)


@pytest.mark.parametrize(("text", "number"), [("10", 10.0), ("0.5", 0.5), ("1e3", 1000.0)])
def test_numbers_above_zero(text: str, number: float) -> None:
    """With a point, or without."""
    assert above_zero(text) == number


@pytest.mark.parametrize("text", ["", "0", "-1", "nan", "inf", "ten"])
def test_nothing_else_is_a_number_above_zero(text: str) -> None:
    """Endless is no number either."""
    with pytest.raises(argparse.ArgumentTypeError, match=r"is not a number above 0, such as 10 or 0\.5"):
        above_zero(text)


def test_a_limit_is_said() -> None:
    """It is allowed itself, and nothing above it."""
    assert above_zero("1440", 1_440) == 1440
    with pytest.raises(argparse.ArgumentTypeError, match="'1441' is not a number above 0, at most 1,440"):
        above_zero("1441", 1_440)
