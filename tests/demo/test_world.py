"""The whole simulated world."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.orders import Execution, OrderChange
from demo.world import DEBUG, LIVE, SIM, STEP_S, World
from dtc.enums import OrderStatus, OrderType

CHECKOUT = Path(__file__).parents[2]
STARTED_AT = 1_795_000_000.0
SEEDS = [1, 2, 3, 7, 42, 99_991]


@dataclass(frozen=True)
class Moment:
    """What the simulation account and the market look like after one step."""

    at_s: float
    quantity: int
    adverse_ticks: int
    favourable_ticks: int
    stop_distance: int | None
    kinds: frozenset[OrderType]
    cash: Fraction


def moments(seed: int, seconds: float) -> Iterator[Moment]:
    """Yield the moments of the simulation account."""
    world = World(seed, STARTED_AT)
    ledger = world.ledgers[SIM]
    while world.step * STEP_S < seconds:
        world.advance_to(world.step + 1, lambda _change: None)
        side = (ledger.quantity > 0) - (ledger.quantity < 0)
        last = world.exchange.market.figures.last
        points = (last - ledger.average) * side
        working = [order for order in world.exchange.working(SIM) if order.status is OrderStatus.OPEN]
        stops = [order.price for order in working if order.kind is OrderType.STOP and order.price is not None]
        yield Moment(
            at_s=world.step * STEP_S,
            quantity=ledger.quantity,
            adverse_ticks=max(0, int(-points)),
            favourable_ticks=max(0, int(points)),
            stop_distance=min(((last - stop) * side for stop in stops), default=None) if side else None,
            kinds=frozenset(order.kind for order in working),
            cash=ledger.cash,
        )


def longest_heat_s(seen: list[Moment]) -> float:
    """Return the longest time for which the price was adverse without a break."""
    longest = running = 0.0
    for moment in seen:
        running = running + STEP_S if moment.adverse_ticks > 0 else 0.0
        longest = max(longest, running)
    return longest


@pytest.mark.parametrize("seed", SEEDS)
def test_the_first_seconds_show_a_position_from_all_sides(seed: int) -> None:
    """Within 15 s there are a closed trade, a protected position, profit and drawdown; it lasts a minute."""
    seen = list(moments(seed, 66))
    early = [moment for moment in seen if moment.at_s <= 3]
    assert any(moment.cash != 10_000 and moment.quantity == 0 for moment in early)
    assert early[-1].quantity == 3
    assert early[-1].kinds == {OrderType.STOP, OrderType.LIMIT}
    assert all(moment.quantity > 0 for moment in seen if moment.at_s >= 3)
    trimmed = next(moment.at_s for moment in seen if moment.quantity == 2)
    assert trimmed <= 10
    first = [moment for moment in seen if 3 <= moment.at_s <= 15]
    assert max(moment.favourable_ticks for moment in first) >= 4
    assert max(moment.adverse_ticks for moment in first) >= 4
    assert sum(moment.adverse_ticks > 0 for moment in first[-6:]) == 6


@pytest.mark.parametrize("seed", SEEDS)
def test_eight_minutes_show_everything_that_a_monitor_warns_of(seed: int) -> None:
    """Five minutes of drawdown, a stop within a point that holds, a winner and a loser."""
    seen = list(moments(seed, 510))
    assert longest_heat_s(seen) >= 310
    last_trade = [moment for moment in seen if moment.at_s > 150 and moment.quantity]
    assert any(moment.stop_distance is not None and 0 < moment.stop_distance <= 4 for moment in last_trade)
    flat = [moment.cash for moment in seen if moment.quantity == 0]
    steps = [later - earlier for earlier, later in pairwise(flat)]
    assert max(steps) > 20
    assert min(steps) < -10


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_chance_goes_on_where_the_opening_ends(seed: int) -> None:
    """Three hours bring the simulation account dozens of trades, both winners and losers."""
    world = World(seed, STARTED_AT)
    ledger = world.ledgers[SIM]
    cash = [ledger.cash]

    def report(change: OrderChange) -> None:
        if change.execution and change.order.account == SIM and ledger.quantity == 0:
            cash.append(ledger.cash)

    world.advance_to(1000, report)
    opening = len(cash)
    world.advance_to(6 * 3600, report)
    results = [later - earlier for earlier, later in pairwise(cash[opening - 1 :])]
    assert len(results) > 36
    assert 0.2 < sum(result > 0 for result in results) / len(results) < 0.8


@pytest.mark.parametrize("seed", SEEDS)
def test_real_money_begins_to_trade_after_the_others(seed: int) -> None:
    """The debug account opens around 20 s, the real one not before 45 s, so a fresh demo stays in SIM."""
    first: dict[str, float] = {}

    def report(change: OrderChange) -> None:
        if change.execution:
            first.setdefault(change.order.account, change.step * STEP_S)

    World(seed, STARTED_AT).advance_to(300, report)
    assert first[SIM] < 1
    assert 19 <= first[DEBUG] <= 45
    assert 45 <= first[LIVE] <= 90


def history_of(seed: int, steps: int, started_at: float = STARTED_AT) -> list[str]:
    """Return everything that happens to orders, as text."""
    told: list[str] = []
    World(seed, started_at).advance_to(steps, lambda change: told.append(repr(change)))
    return told


@pytest.mark.slow
def test_the_same_seed_lives_through_the_same_world_in_every_process() -> None:
    """Another process with another hash seed reports the same changes of orders."""
    code = (
        "import hashlib\n"
        "from tests.demo.test_world import history_of\n"
        "print(hashlib.sha256('\\n'.join(history_of(5, 600)).encode()).hexdigest())"
    )
    told = subprocess.check_output(
        [sys.executable, "-c", code], cwd=CHECKOUT, env={"PYTHONHASHSEED": "77"}, text=True
    )
    assert told.strip() == hashlib.sha256("\n".join(history_of(5, 600)).encode()).hexdigest()


def test_it_does_not_matter_in_how_many_strides_time_passes() -> None:
    """One stride of 400 steps and 400 strides of one step lead to the same world."""
    told: list[str] = []
    world = World(5, STARTED_AT)
    for step in range(1, 401):
        world.advance_to(step, lambda change: told.append(repr(change)))
        world.advance_to(step - 1, lambda change: told.append(repr(change)))
    assert told == history_of(5, 400)


def test_two_worlds_share_no_order_and_no_execution() -> None:
    """The same seed started a moment later gives other ids, so that no fill is taken for a known one."""
    ids = []
    for started_at in (STARTED_AT, STARTED_AT + 0.001):
        world = World(5, started_at)
        world.advance_to(200, lambda _change: None)
        executions = [execution for ledger in world.ledgers.values() for execution, _ in ledger.executions]
        ids.append({execution.execution_id for execution in executions} | {e.order_id for e in executions})
    assert ids[0]
    assert ids[0].isdisjoint(ids[1])
    assert max(map(len, ids[0])) < 32


@settings(max_examples=15)
@given(st.integers(0, 2**40), st.integers(50, 1500))
def test_ledgers_follow_from_the_executions(seed: int, steps: int) -> None:
    """Positions are the sum of fills, cash is start plus cash flow less fees, ids are unique."""
    executions: list[Execution] = []
    world = World(seed, STARTED_AT)
    world.advance_to(steps, lambda change: executions.append(change.execution) if change.execution else None)
    last = world.exchange.market.figures.last
    assert len({execution.execution_id for execution in executions}) == len(executions)
    for name, ledger in world.ledgers.items():
        own = [execution for execution in executions if execution.account == name]
        assert ledger.quantity == sum(execution.quantity for execution in own)
        flow = sum(-execution.quantity * execution.price for execution in own) + ledger.quantity * last
        fees = Fraction("0.62") * sum(abs(execution.quantity) for execution in own)
        assert ledger.cash + ledger.open_profit(last) == ledger.start + flow * Fraction("1.25") - fees


@settings(max_examples=15)
@given(st.integers(0, 2**40))
def test_protection_never_exceeds_the_position_for_long(seed: int) -> None:
    """Two steps after any change the open stops and targets of an account cover exactly what it holds."""
    world = World(seed, STARTED_AT)
    changed: dict[str, int] = {}

    def report(change: OrderChange) -> None:
        changed[change.order.account] = change.step

    while world.step < 400:
        world.advance_to(world.step + 1, report)
        for name, ledger in world.ledgers.items():
            exits = [
                order
                for order in world.exchange.working(name)
                if not order.opens and order.status is not OrderStatus.PENDING_CHILD
            ]
            if world.step - changed.get(name, 0) > 2:
                assert {order.remaining for order in exits} <= {abs(ledger.quantity)}
