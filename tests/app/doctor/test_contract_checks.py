"""Planted faults in contracts."""

from decimal import Decimal
from pathlib import Path

from actors.messages import PositionReport
from models.book import Symbol
from models.contract import Definition
from tests.app.doctor.patients import a_home, an_answer, around, causes, look_over, one
from tests.models.builders import LIVE

MES = Symbol("F.US.MESZ26")


def held(symbol: str, price: str = "6750") -> PositionReport:
    """Return a position that the server reports."""
    return PositionReport(
        book=LIVE,
        symbol=Symbol(symbol),
        quantity=Decimal(1),
        average_price=Decimal(price),
        entered_at=None,
    )


def test_symbol_that_nobody_knows_is_named(tmp_path: Path) -> None:
    """Without a value of a point there are no dollars."""
    answer = an_answer(positions=(held("XYZZ26"),))
    assert causes(look_over(a_home(tmp_path), around(answer))) == {"contract-unknown"}


def test_expired_contract_is_a_note(tmp_path: Path) -> None:
    """As Sierra Chart reports them for months."""
    answer = an_answer(positions=(held("F.US.MESM25", "100"),))
    found = look_over(a_home(tmp_path), around(answer))
    assert causes(found) == {"contract-expired"}
    assert "F.US.MESM25" in one(found, "contract-expired").what


def test_contradicting_values_are_named(tmp_path: Path) -> None:
    """A server that takes MES for ES, and a setting that does."""
    as_es = Definition(tick=Decimal("0.25"), value_per_tick=Decimal("12.5"))
    found = look_over(a_home(tmp_path), around(an_answer(definitions={MES: as_es})))
    assert causes(found) == {"contract-contradicted"}
    assert "50 dollars a point; the built-in table" in one(found, "contract-contradicted").what
    as_mes = Definition(tick=Decimal("0.25"), value_per_tick=Decimal("1.25"))
    home = a_home(tmp_path / "other", settings="[contracts.MES]\npoint_value = 50\n")
    found = look_over(home, around(an_answer(definitions={MES: as_mes})))
    assert causes(found) == {"contract-contradicted"}
    assert "[contracts.MES] says tick 0.25, 50" in one(found, "contract-contradicted").what


def test_contract_without_a_fee_is_a_note(tmp_path: Path) -> None:
    """Gold is in the built-in table, its fee is not."""
    answer = an_answer(positions=(held("GCZ26", "6750"),))
    assert causes(look_over(a_home(tmp_path), around(answer))) == {"contract-no-fee"}
