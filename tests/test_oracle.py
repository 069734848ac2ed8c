"""Sessions made by chance: the real actors against an accountant who knows nothing of them."""

import ast
import logging
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from tests.oracle import accountant, statement
from tests.oracle.accountant import Accountant
from tests.oracle.sessions import Outcome, play

SESSIONS = 200
_BATCH = 20
_AT = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.fixture
def _quiet() -> Iterator[None]:
    """Keep single queries out of the log: there are tens of thousands."""
    logger = logging.getLogger("peewee")
    before = logger.level
    logger.setLevel(logging.WARNING)
    yield
    logger.setLevel(before)


@pytest.mark.slow
@pytest.mark.usefixtures("_quiet")
@pytest.mark.parametrize("first", range(0, SESSIONS, _BATCH))
def test_program_and_accountant_agree_to_the_cent(
    first: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever happens in a session, cells and rows are what a statement made by hand says."""
    total = Outcome()
    for outcome in play(range(first, first + _BATCH), tmp_path):
        total.add(outcome)
    with capsys.disabled():
        # What a worker process writes to its standard output reaches nobody.
        sys.stderr.write(f"\n{total.summary()}\n")
    assert total.differences == []
    assert total.sessions == _BATCH
    assert total.fills > _BATCH
    assert total.cells > total.fills
    assert total.restarts > 0


@pytest.mark.parametrize("module", [accountant, statement])
def test_the_accountant_knows_nothing_of_the_program(module: object) -> None:
    """Neither the books kept by hand nor their statement import anything that they are compared with."""
    tree = ast.parse(Path(str(getattr(module, "__file__", ""))).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    assert imported <= {"datetime", "fractions", "typing", "tests.oracle.accountant"}


def test_the_accountant_gets_the_golden_trade_right() -> None:
    """Two bought at 6750.25 and sold at 6757.00 are 67.50 gross, 2.48 in fees and 65.02 net."""
    books = Accountant()
    books.fill("Sim1", "MESZ26", "a", 2, Fraction("6750.25"), _AT)
    books.price(Fraction(6748))
    books.fill("Sim1", "MESZ26", "b", -2, Fraction(6757), _AT)
    (trade,) = books.trades["Sim1"]
    assert (trade["gross"], trade["fees"], trade["net"]) == (
        Fraction("67.5"),
        Fraction("2.48"),
        Fraction("65.02"),
    )
    assert (trade["mae_points"], trade["mae"], trade["mfe"]) == (
        Fraction("-2.25"),
        Fraction("-22.5"),
        Fraction("67.5"),
    )
    assert books.balance("Sim1") == Fraction("10065.02")


def test_the_accountant_splits_a_reversal() -> None:
    """One fill that is larger than the position ends its trade and opens the other side with the rest."""
    books = Accountant()
    books.fill("Sim1", "MESZ26", "a", -1, Fraction(6757), _AT)
    books.fill("Sim1", "MESZ26", "b", 3, Fraction(6756), _AT)
    assert books.trades["Sim1"][0]["net"] == Fraction("3.76")
    assert books.open["Sim1", "MESZ26"]["quantity"] == 2
    assert statement.cells(books, "Sim1", Fraction(6757))["Price"] == "2 @ 6756.00"


def test_a_difference_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An accountant with one wrong fee disagrees at once: the comparison is no formality."""
    wrong = {
        symbol: (root, point, fee + Fraction(1, 100))
        for symbol, (root, point, fee) in accountant.CONTRACTS.items()
    }
    monkeypatch.setattr(accountant, "CONTRACTS", wrong)
    (outcome,) = play(range(1), tmp_path)
    assert any("fee" in text for text in outcome.differences)
    assert any("Balance" in text for text in outcome.differences)
