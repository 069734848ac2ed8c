"""The flags as the next start would have them."""

from pathlib import Path

import pytest

from app.burned_flags import BurnedFlags
from app.checkout import version
from app.commands.flag_table import FlagRow, flag_rows, flag_table
from app.home import Home, prepare
from flags import FlagError, FlagName


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return a home folder whose settings turn one panel on."""
    (tmp_path / "settings.toml").write_text("[flags]\n\nUSE_NEW_PANEL2 = 1\n")
    return prepare(tmp_path)


def rows_of(home: Home, environ: dict[str, str] | None = None) -> dict[str, FlagRow]:
    """Return the rows by flag."""
    return {row.name: row for row in flag_rows(home, environ or {})}


def test_each_flag_has_value_source_and_meaning(home: Home) -> None:
    """Environment, settings and default are told apart; a settings flag names file and line."""
    rows = rows_of(home, {"USE_NEW_PANEL1": "1"})
    assert list(rows) == list(FlagName)
    path = str(home.root / "settings.toml")
    places = {name: (row.value, row.source, row.path, row.line) for name, row in rows.items()}
    assert places["USE_NEW_PANEL1"] == (True, "environment", None, None)
    assert places["USE_NEW_PANEL2"] == (True, "settings", path, 3)
    assert places["USE_TYPED_EVENTS"] == (False, "default", None, None)
    assert all(row.meaning and row.reason and not row.burned for row in rows.values())


def test_burned_flag_is_off_and_marked(home: Home) -> None:
    """A flag that failed in this version shows as the next start will have it."""
    BurnedFlags(home.data).burn("USE_NEW_PANEL2", version(), "raised")
    BurnedFlags(home.data).burn("USE_NEW_PANEL1", "0.0.1", "raised")
    rows = rows_of(home, {"USE_NEW_PANEL1": "1"})
    assert (rows["USE_NEW_PANEL2"].value, rows["USE_NEW_PANEL2"].burned) == (False, True)
    assert rows["USE_NEW_PANEL2"].reason == "burned: raised"
    assert (rows["USE_NEW_PANEL1"].value, rows["USE_NEW_PANEL1"].burned) == (True, False)


def test_wrong_line_is_the_reason_of_every_default(home: Home) -> None:
    """A wrong settings flag shows the defaults, with file, line and value."""
    (home.root / "settings.toml").write_text("[flags]\nUSE_NEW_PANEL2 = yes\n")
    row = rows_of(home)["USE_NEW_PANEL2"]
    assert (row.value, row.source, row.path) == (False, "default", None)
    assert "settings.toml, line 2: USE_NEW_PANEL2 = yes is wrong" in row.reason


def test_wrong_environment_is_refused(home: Home) -> None:
    """What ends a start ends the table too."""
    with pytest.raises(FlagError, match="USE_NEW_PANEL1='yes'"):
        flag_rows(home, {"USE_NEW_PANEL1": "yes"})


def test_table_names_every_flag_in_its_line(home: Home) -> None:
    """The human table has a header and a line for each flag."""
    header, *lines = flag_table(flag_rows(home, {})).splitlines()
    assert header.split() == ["flag", "value", "source", "meaning", "reason"]
    assert [line.split()[:3] for line in lines[:2]] == [
        ["USE_NEW_PANEL1", "off", "default"],
        ["USE_NEW_PANEL2", "on", "settings"],
    ]
    assert len(lines) == len(FlagName)
