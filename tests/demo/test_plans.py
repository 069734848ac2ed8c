"""Plans of the traders."""

import pytest

from demo.plans import OPENING, Deed, PlanBag


def test_every_kind_of_trade_comes_up_before_any_comes_up_again() -> None:
    """Seven plans in a row scale in, trim, reverse, move stops, wait with a limit and hold for minutes."""
    bag = PlanBag(1, "Sim1")
    plans = [bag.draw(1) for _ in range(7)]
    deeds = {action.deed for plan in plans for action in plan.actions}
    assert deeds == set(Deed)
    assert any(plan.limit is not None for plan in plans)
    assert any(plan.target is None for plan in plans)
    assert any(plan.actions[-1].after * 0.5 >= 330 for plan in plans)


def test_the_same_seed_deals_the_same_plans() -> None:
    """Bags of one seed and account deal alike; another account gets its own plans."""
    first, second, other = PlanBag(1, "Sim1"), PlanBag(1, "Sim1"), PlanBag(1, "120005")
    dealt = [first.draw(1) for _ in range(20)]
    assert dealt == [second.draw(1) for _ in range(20)]
    assert dealt != [other.draw(1) for _ in range(20)]


@pytest.mark.parametrize("trend", [-1, 0, 1])
def test_every_plan_ends_flat_and_takes_a_side(trend: int) -> None:
    """Whatever the market does, a plan knows its side, and its last action closes the rest."""
    bag = PlanBag(2, "Sim1")
    for plan in [*OPENING, *(bag.draw(trend) for _ in range(50))]:
        assert plan.side in (-1, 1)
        assert plan.actions[-1].deed is Deed.CLOSE
        assert [action.after for action in plan.actions] == sorted(action.after for action in plan.actions)
