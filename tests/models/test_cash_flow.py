from datetime import UTC, datetime, timedelta
from decimal import Decimal

from models.cash_flow import CashFlow, net_flow, paid_in

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
FLOWS = tuple(
    CashFlow(at=NOW + timedelta(seconds=after), amount=Decimal(amount))
    for after, amount in ((0, 100), (10, -30), (20, 7))
)


def test_only_flows_after_the_baseline_count() -> None:
    """A balance at a moment holds what flowed at that moment."""
    assert net_flow(FLOWS, NOW, NOW + timedelta(seconds=20)) == -23
    assert net_flow(FLOWS, NOW - timedelta(seconds=1), NOW + timedelta(seconds=10)) == 70
    assert net_flow((), NOW, NOW) == 0


def test_what_was_taken_out_was_still_put_in() -> None:
    """Capital that was paid in counts, whether it was withdrawn later or not."""
    assert paid_in(FLOWS, NOW - timedelta(seconds=1), NOW + timedelta(seconds=99)) == 107
