"""Planted faults in accounts and balances."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.doctor.probe import Answer
from tests.app.doctor.patients import a_home, an_answer, around, causes, look_over, one


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (an_answer(accounts=(), balances={}), "accounts-none"),
        (an_answer(accounts=None), "accounts-unlisted"),
        (an_answer(balances={}), "balance-live-absent"),
    ],
)
def test_what_the_server_leaves_out_is_named(tmp_path: Path, answer: Answer, cause: str) -> None:
    """No accounts, no list of them, no balance of real money."""
    assert causes(look_over(a_home(tmp_path), around(answer))) == {cause}


@pytest.mark.parametrize(
    ("settings", "cause", "words"),
    [
        ('[accounts]\n"sim-1" = "LIVE"', "accounts-misspelt", "name is 'Sim1'"),
        ('[accounts]\n"120006" = "SIM"', "accounts-unknown", "known are 120005"),
        ('[accounts]\n"APEX-77" = "SIM"', "accounts-unknown", "APEX-77"),
        ('[limits.Sim9]\ndaily_loss = "500"', "limits-unknown-account", "Sim9"),
    ],
)
def test_name_that_the_server_does_not_have_is_named(
    tmp_path: Path, settings: str, cause: str, words: str
) -> None:
    """Other signs are a slip of the pen, another digit is another account; a limit may warn nobody."""
    home = a_home(tmp_path)
    path = home.root / "settings.toml"
    text = path.read_text(encoding="utf-8")
    heading, _, line = settings.partition("\n")
    text = text.replace(heading, settings, 1) if heading == "[accounts]" else f"{text}\n{heading}\n{line}\n"
    path.write_text(text, encoding="utf-8")
    found = look_over(home)
    assert causes(found) == {cause}
    assert words in one(found, cause).what


def test_account_that_is_to_be_shown_first_and_is_not_there_is_named(tmp_path: Path) -> None:
    """Another one would be shown."""
    home = a_home(tmp_path)
    path = home.root / "settings.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('account = ""', 'account = "Sim7"'), encoding="utf-8"
    )
    assert causes(look_over(home)) == {"display-unknown-account"}


def test_real_money_is_told_as_such(tmp_path: Path) -> None:
    """Each account has its mode beside it."""
    text = one(look_over(a_home(tmp_path)), "accounts-ok").what
    assert "120005 (LIVE, real money)" in text
    assert "Sim1 (SIM)" in text
    assert "Debug1 (DEBUG, by the settings)" in text


def test_balance_that_is_not_the_sum_of_its_fills_is_named(tmp_path: Path) -> None:
    """With both figures."""
    home = a_home(tmp_path)
    with closing(sqlite3.connect(home.data / "appsierra.db")) as connection, connection:
        connection.execute(
            "UPDATE equity_points SET balance = '99.00' WHERE id = (SELECT max(id) FROM equity_points)"
        )
    found = look_over(home)
    assert causes(found) == {"balance-ledger-differs"}
    assert "99.00" in one(found, "balance-ledger-differs").what


def test_start_balance_that_was_changed_later_is_named(tmp_path: Path) -> None:
    """It does not count yet."""
    home = a_home(tmp_path)
    path = home.root / "settings.toml"
    text = path.read_text(encoding="utf-8").replace('"10000.00"', '"25000.00"')
    path.write_text(text, encoding="utf-8")
    assert causes(look_over(home)) == {"balance-other-start"}
