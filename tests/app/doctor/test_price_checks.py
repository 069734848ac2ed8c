"""Planted faults in prices."""

from pathlib import Path

import pytest

from models.book import Symbol
from tests.app.doctor.patients import SNAPSHOT, a_home, a_snapshot, an_answer, around, causes, look_over, one

HEADER, ROW = SNAPSHOT.splitlines()


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("", "prices-empty"),
        (f"price,volume\n{ROW}\n", "prices-header"),
        (f"{HEADER}\n6750.25,6760,67", "prices-bad-row"),
        (f"{HEADER}\n6750.25,6760,6740,,6750,0\n", "prices-bad-row"),
        (f"{HEADER}\n21000,21010,20990,21000,21000,5\n", "prices-of-another-market"),
    ],
)
def test_wrong_content_is_named(tmp_path: Path, text: str, cause: str) -> None:
    """Nothing, another file, a torn or blank row, the prices of something else."""
    home = a_home(tmp_path)
    a_snapshot(home, text)
    assert causes(look_over(home)) == {cause}


def test_missing_file_and_one_that_is_a_folder_are_told_apart(tmp_path: Path) -> None:
    """Nothing there, and something there that cannot be read."""
    home = a_home(tmp_path)
    path = home.data / "snapshot.csv"
    path.unlink()
    assert causes(look_over(home)) == {"prices-missing"}
    path.mkdir()
    assert causes(look_over(home)) == {"prices-unreadable"}


@pytest.mark.parametrize(("age_s", "cause"), [(120, "prices-stale"), (-90, "prices-from-the-future")])
def test_wrong_time_is_named(tmp_path: Path, age_s: float, cause: str) -> None:
    """Old while the market is open, and written tomorrow."""
    home = a_home(tmp_path)
    a_snapshot(home, age_s=age_s)
    found = look_over(home)
    assert causes(found) == {cause}
    assert f"0:0{abs(age_s) // 60:.0f}:" in one(found, cause).what


def test_old_prices_of_a_closed_market_are_no_fault(tmp_path: Path) -> None:
    """At half past four in Chicago nothing is written."""
    half_past_four_s = 7.5 * 3600
    home = a_home(tmp_path)
    found = look_over(home, around(late_s=half_past_four_s))
    assert "prices-stale" not in causes(found)
    assert "closed" in one(found, "prices-ok").what


def test_refused_prices_are_a_note(tmp_path: Path) -> None:
    """Sierra Chart does not serve those of CME futures."""
    answer = an_answer(no_prices={Symbol("F.US.MESZ26"): "Market data request not allowed"})
    assert causes(look_over(a_home(tmp_path), around(answer))) == {"prices-not-served"}
