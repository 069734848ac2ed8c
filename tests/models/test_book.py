import pytest

from models.book import Book, TradeAccount, TradeMode, mode_of, short_name


@pytest.mark.parametrize(
    ("account", "mode"),
    [
        ("Sim1", TradeMode.SIM),
        ("SIM", TradeMode.SIM),
        (" sim2 ", TradeMode.SIM),
        ("120005", TradeMode.LIVE),
        ("APEX-1234", TradeMode.LIVE),
        ("MySim", TradeMode.LIVE),
        ("SP-77", TradeMode.LIVE),
        ("Si1", TradeMode.LIVE),
    ],
)
def test_a_name_that_starts_with_sim_is_sim_and_any_other_is_real_money(
    account: str, mode: TradeMode
) -> None:
    """Only the start of the name makes an account SIM; the unknown is real money."""
    assert mode_of(TradeAccount(account), {}) is mode


def test_the_users_table_wins_over_the_name() -> None:
    """An account that the user has assigned has the assigned mode."""
    assert mode_of(TradeAccount("Sim1"), {"Sim1": TradeMode.LIVE}) is TradeMode.LIVE


def test_two_accounts_of_one_mode_are_two_books() -> None:
    """Sim1 and Sim2 share nothing."""
    assert Book(TradeMode.SIM, TradeAccount("Sim1")) != Book(TradeMode.SIM, TradeAccount("Sim2"))


def test_a_name_longer_than_any_real_one_is_shown_in_part() -> None:
    """It must not widen a window; a real one is shown whole."""
    assert short_name("x" * 32) == "x" * 32
    assert short_name("x" * 33) == "x" * 31 + "…"
