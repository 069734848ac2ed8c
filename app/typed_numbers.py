"""Numbers of the command line."""

import argparse
import math


def whole(text: str) -> int:
    """Return a whole number from 0 up.

    Raises:
        argparse.ArgumentTypeError: It is none.
    """
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 up")
    return int(text)


def above_zero(text: str, most: float = math.inf) -> float:
    """Return a number above 0.

    Args:
        text: What was typed.
        most: It may be that large.

    Raises:
        argparse.ArgumentTypeError: It is none, or larger.
    """
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and 0 < number <= most):
        limit = f", at most {most:,.0f}" if math.isfinite(most) else ", such as 10 or 0.5"
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0{limit}")
    return number
