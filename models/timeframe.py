"""Timeframes of the equity curve, anchored to session days."""

from enum import Enum


class Timeframe(Enum):
    """A stretch of the equity curve, by the label on its button."""

    LIVE = "LIVE"
    DAY = "1D"
    WEEK = "1W"
    MONTH = "1M"
    QUARTER = "3M"
    YEAR = "YTD"
