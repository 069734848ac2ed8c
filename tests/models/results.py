"""Closed trades for tests of statistics: what matters of each is its result and its times."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

import msgspec

from models.trade import Trade
from tests.models.builders import NOW, SIM, a_trade

PLAIN = a_trade()
MINUTE = timedelta(minutes=1)


def a_result(  # noqa: PLR0913 - a builder has an argument for each field
    number: int,
    net: str | Decimal | None,
    *,
    exit_time: datetime = NOW,
    held: timedelta = MINUTE,
    fees: str = "1.24",
    r: str | None = None,
    mae: str | None = None,
    mfe: str | None = None,
    unseen: bool = False,
) -> Trade:
    """Return a closed trade with a result in dollars."""
    return msgspec.structs.replace(
        PLAIN,
        trade_id=f"t{number}",
        book=SIM,
        entry_time=exit_time - held,
        exit_time=exit_time,
        net=None if net is None else Decimal(net),
        fees=Decimal(fees),
        r_multiple=None if r is None else Decimal(r),
        mae=None if mae is None else Decimal(mae),
        mfe=None if mfe is None else Decimal(mfe),
        executions=PLAIN.executions[unseen:],
    )


def results(nets: Iterable[str | None], *, last: datetime = NOW) -> list[Trade]:
    """Return trades a minute apart, the last one ending at a moment."""
    rows = list(nets)
    return [
        a_result(number, net, exit_time=last - (len(rows) - 1 - number) * MINUTE)
        for number, net in enumerate(rows)
    ]
