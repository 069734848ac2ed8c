"""The only writer of the database."""

import logging
from collections.abc import Callable
from datetime import datetime

from actors.base import Actor, Ports, handles
from actors.messages import (
    BalanceChanged,
    BalanceReset,
    EquityLoaded,
    FillBooked,
    Flush,
    HeatChanged,
    HeatLoaded,
    LoadEquity,
    LoadHeat,
    LoadPositions,
    LoadScope,
    Message,
    NoticeCleared,
    NoticeRaised,
    OpenStore,
    PositionChanged,
    PositionsLoaded,
    SaveEquityPoint,
    ScopeChanged,
    ScopeLoaded,
    Severity,
    TradeClosed,
    WriteMirrors,
)
from models.book import Book
from models.errors import StorageError
from models.store import Store

log = logging.getLogger(__name__)
