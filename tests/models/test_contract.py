# Decimal and int are compared here as the numbers that they are.
# mypy: disable-error-code="comparison-overlap"

import math
import subprocess
import sys
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.contract import (
    ContractOverride,
    Definition,
    contract_of,
    fee_of,
    is_plausible,
    near_distance,
    price_of,
    price_text,
    root_of,
    same_market,
)
from models.contract_table import SPECIFICATIONS


@pytest.mark.parametrize(
    ("symbol", "root"),
    [
        ("F.US.MESZ25", "MES"),
        ("F.US.EPZ25", "ES"),
        ("MNQH6", "MNQ"),
        ("M2KZ25", "M2K"),
        ("6EZ25", "6E"),
        ("NGF26", "NG"),
        ("ZFH26", "ZF"),
        ("MGCZ25", "MGC"),
        ("ESZ25_FUT_CME", "ES"),
        ("[SIM]F.US.EPZ25", "ES"),
        (" esz5 ", "ES"),
        ("NQMZ5", "QM"),
        ("F.US.EU6Z25", "6E"),
        ("ES", "ES"),
        ("FDAXZ25", "FDAX"),
        ("AAPL", None),
        ("", None),
        ("MESZ2025", None),
    ],
)
def test_root_comes_from_the_symbol(symbol: str, root: str | None) -> None:
    """Exchange and CQG names lead to the exchange's root; what names no contract has none."""
    assert root_of(symbol) == root


@given(st.sampled_from(sorted(SPECIFICATIONS)), st.sampled_from("FGHJKMNQUVXZ"), st.integers(0, 99))
def test_every_known_root_is_found_in_its_dated_symbols(root: str, month: str, year: int) -> None:
    """No known root hides another one, whatever month and year stand behind it."""
    assert root_of(f"F.US.{root}{month}{year:02}") == root


def test_unknown_symbol_has_no_dollar_value() -> None:
    """What nobody knows is not taken for ES."""
    contract = contract_of("AAPL", {}, None)
    assert (contract.root, contract.point_value, contract.tick) == ("AAPL", None, None)


def test_security_definition_wins_over_table_and_settings() -> None:
    """The server's tick and dollars per tick are the truth where they are sane."""
    override = {"MES": ContractOverride(point_value=Decimal(7))}
    contract = contract_of("MESZ5", override, Definition(tick=Decimal("0.5"), value_per_tick=Decimal(2)))
    assert (contract.tick, contract.point_value) == (Decimal("0.5"), Decimal(4))


@pytest.mark.parametrize(
    "definition", [("0", "1.25"), ("0.25", "0"), ("-1", "1"), ("NaN", "1"), ("1", "Infinity")]
)
def test_insane_security_definition_is_not_used(definition: tuple[str, str]) -> None:
    """A definition that makes no sense leaves the table in force."""
    contract = contract_of(
        "MESZ5", {}, Definition(tick=Decimal(definition[0]), value_per_tick=Decimal(definition[1]))
    )
    assert (contract.tick, contract.point_value) == (Decimal("0.25"), Decimal(5))


def test_settings_make_an_unknown_root_known() -> None:
    """The user's numbers count for roots that the table lacks, with and without month."""
    override = {"FDAX": ContractOverride(tick=Decimal(1), point_value=Decimal(25), fee_per_side=Decimal(3))}
    for symbol in ("FDAXZ25", "FDAX"):
        contract = contract_of(symbol, override, None)
        assert (contract.root, contract.point_value, contract.fee_per_side) == ("FDAX", 25, 3)


def test_fee_of_zero_is_a_fee() -> None:
    """A user who pays nothing is not charged the table's fee."""
    assert contract_of("MESZ5", {"MES": ContractOverride(fee_per_side=Decimal(0))}, None).fee_per_side == 0


def test_fee_counts_each_contract_once() -> None:
    """Three contracts cost three fees; where nobody set a fee they cost nothing."""
    override = {"MES": ContractOverride(fee_per_side=Decimal("0.62"))}
    assert fee_of(contract_of("MESZ5", override, None), Decimal(3)) == Decimal("1.86")
    unknown = contract_of("FDAXZ5", {}, None)
    assert (unknown.fee_per_side, fee_of(unknown, Decimal(3))) == (None, 0)


@pytest.mark.parametrize(
    ("symbol", "decimals"),
    [("ESZ5", 2), ("YMZ5", 0), ("6EZ5", 5), ("6JZ5", 7), ("ZBZ5", 7), ("QMZ5", 3), ("GCZ5", 1)],
)
def test_prices_have_as_many_decimals_as_the_tick_needs(symbol: str, decimals: int) -> None:
    """The decimals of a price follow from the tick; fractions of 1/32 and finer have seven."""
    assert contract_of(symbol, {}, None).decimals == decimals


@given(st.sampled_from(sorted(SPECIFICATIONS)), st.integers(1, 40_000), st.booleans())
def test_noise_of_floats_never_moves_a_price_off_its_tick(root: str, steps: int, narrow: bool) -> None:  # noqa: FBT001 - hypothesis passes it
    """A price that went through a 64 or 32 bit float comes back as the decimal that it was."""
    tick = SPECIFICATIONS[root][0]
    price = steps * tick
    value = float(np.float32(float(price))) if narrow else float(price) * (1 + 2**-52)
    assert price_of(value, tick) == price


@pytest.mark.parametrize("average", [6750.333333333333, 6750.3125, 6750.01, 100_000.004])
def test_average_price_between_ticks_stays(average: float) -> None:
    """An average entry price is not rounded to the grid of traded prices."""
    assert price_of(average, Decimal("0.25")) == Decimal(repr(average))


def test_price_without_a_known_tick_loses_only_noise() -> None:
    """The documented noise 1993.3000000000002 is gone."""
    assert price_of(1993.3000000000002, None) == Decimal("1993.3")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_price_that_is_no_number_is_refused(value: float) -> None:
    """A price must be finite."""
    with pytest.raises(ValueError, match="finite"):
        price_of(value, Decimal("0.25"))


def test_price_is_written_as_its_contract_wants_it() -> None:
    """The unknown contract has two decimals, a bond 32nds."""
    assert price_text(Decimal("6750.25"), contract_of("AAPL", {}, None)) == "6750.25"
    assert price_text(Decimal("117.03125"), contract_of("ZBZ5", {}, None)) == "117'01"
    corn = Definition(tick=Decimal("0.25"), value_per_tick=Decimal("12.5"), display=108)
    assert price_text(Decimal("450.75"), contract_of("ZCZ5", {}, corn)) == "450'6"


def test_contract_that_is_not_worth_dollars_shows_none() -> None:
    """A tick in another currency is a tick; its worth in dollars nobody knows."""
    contract = contract_of("ESZ5", {}, Definition(tick=Decimal("0.5"), value_per_tick=None))
    assert (contract.tick, contract.point_value) == (Decimal("0.5"), None)


def test_micro_and_full_contract_share_a_market() -> None:
    """ES and MES trade at one price, ES and NQ do not."""
    assert same_market("MES", "ES")
    assert same_market("MGC", "QO")
    assert not same_market("MES", "NQ")


@pytest.mark.parametrize(
    ("symbol", "setting", "near"),
    [("MESZ5", None, "1"), ("GCZ5", None, ".4"), ("YMZ5", None, "4"), ("ESZ5", "2.5", "2.5")],
)
def test_stop_alarm_distance_fits_the_contract(symbol: str, setting: str | None, near: str) -> None:
    """One point in ES, MES, NQ and MNQ, four ticks elsewhere, unless the user says otherwise."""
    assert near_distance(
        contract_of(symbol, {}, None), None if setting is None else Decimal(setting)
    ) == Decimal(near)


def test_stop_alarm_of_an_unknown_contract_has_no_distance() -> None:
    """Without tick and setting there is nothing to go by."""
    assert near_distance(contract_of("AAPL", {}, None), None) is None


@pytest.mark.slow
def test_values_load_without_numpy_and_peewee() -> None:
    """The demo process uses the values and must start fast."""
    code = (
        "import models.contract, models.book, models.quote, models.trade, models.order, sys;"
        "sys.exit(bool({'numpy', 'peewee'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("value", [0, 1e-9, -0.25, 6750.25, 1e12, -1e12, Decimal("0.005")])
def test_numbers_of_markets_are_plausible(value: float | Decimal) -> None:
    """Prices of coins and accounts in yen are."""
    assert is_plausible(value)


@pytest.mark.parametrize("value", [1e-10, 1.01e12, -1e82, 5e-324, math.nan, math.inf, Decimal("1e99")])
def test_numbers_of_no_market_are_not_plausible(value: float | Decimal) -> None:
    """Nor is what is no number."""
    assert not is_plausible(value)


def test_a_symbol_that_is_no_contract_has_a_root_that_fits_on_a_screen() -> None:
    """However long the server writes it."""
    assert contract_of("W" * 256, {}, None).root == "W" * 31 + "…"
