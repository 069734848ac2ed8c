"""One value is changed, and not one other byte."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checkout import CHECKOUT
from app.errors import SettingsError, UnwritableError
from app.settings import load
from app.settings_edit import save_flag, with_value
from app.settings_text import parse
from app.toml_text import literal_of
from flags import FlagName

P1, P2, TYPED = FlagName.USE_NEW_PANEL1, FlagName.USE_NEW_PANEL2, FlagName.USE_TYPED_EVENTS
SHIPPED = (CHECKOUT / "settings.toml").read_bytes()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[flags]\nUSE_NEW_PANEL1 = true # why\n", "[flags]\nUSE_NEW_PANEL1 = false # why\n"),
        ("[flags]\nUSE_NEW_PANEL1=1", "[flags]\nUSE_NEW_PANEL1=false"),
        ("[flags]\n  'USE_NEW_PANEL1'\t=\t\"True\"  \n", "[flags]\n  'USE_NEW_PANEL1'\t=\tfalse  \n"),
        ("[flags]\r\nUSE_NEW_PANEL1 = yes\r\n\r\n", "[flags]\r\nUSE_NEW_PANEL1 = false\r\n\r\n"),
        ("[flags]\nUSE_NEW_PANEL1 =\n", "[flags]\nUSE_NEW_PANEL1 =false\n"),
        ("flags.USE_NEW_PANEL1 = true\n[sim]\n", "flags.USE_NEW_PANEL1 = false\n[sim]\n"),
        ("\ufeff[flags]\nUSE_NEW_PANEL1 = 1\n", "\ufeff[flags]\nUSE_NEW_PANEL1 = false\n"),
        ("[flags]\n# x\n\n[sim]\n", "[flags]\nUSE_NEW_PANEL1 = false\n# x\n\n[sim]\n"),
        (
            "[flags]\nUSE_NEW_PANEL2 = 1\n\n[sim]\n",
            "[flags]\nUSE_NEW_PANEL2 = 1\nUSE_NEW_PANEL1 = false\n\n[sim]\n",
        ),
        (
            "[flags]\n# USE_NEW_PANEL1 = true # x\nUSE_NEW_PANEL2 = 1\n",
            "[flags]\n# USE_NEW_PANEL1 = true # x\nUSE_NEW_PANEL1 = false\nUSE_NEW_PANEL2 = 1\n",
        ),
        ("[flags]", "[flags]\nUSE_NEW_PANEL1 = false\n"),
        ("flags = { USE_NEW_PANEL1 = true } # x\n", "flags = { USE_NEW_PANEL1 = false } # x\n"),
        (
            "[sim]\r\nmonthly_reset = true",
            "[sim]\r\nmonthly_reset = true\r\n\r\n[flags]\r\nUSE_NEW_PANEL1 = false\r\n",
        ),
        ("", "[flags]\nUSE_NEW_PANEL1 = false\n"),
    ],
)
def test_value_changes_and_nothing_else(before: str, after: str) -> None:
    """Comments, blanks, line ends and quotes of names stay as they were."""
    assert with_value(before, ("flags", P1), "false", "f") == after


@pytest.mark.parametrize(
    ("before", "path", "literal", "after"),
    [
        ('[dtc]\nhost = "a#b" # x\n', ("dtc", "host"), '"c"', '[dtc]\nhost = "c" # x\n'),
        ("[dtc]\n", ("dtc", "host"), r"'C:\x'", "[dtc]\nhost = 'C:\\x'\n"),
        (
            "[stop]\np = { ES = 1.0 } # x\n",
            ("stop", "p", "NQ"),
            "2",
            "[stop]\np = { ES = 1.0, NQ = 2 } # x\n",
        ),
        ("[stop]\np = { ES = 1.0, NQ = 2 }\n", ("stop", "p", "ES"), None, "[stop]\np = { NQ = 2 }\n"),
        ('[accounts]\nA = "SIM"\n', ("accounts", "B.1"), '"LIVE"', '[accounts]\nA = "SIM"\n"B.1" = "LIVE"\n'),
        ('[accounts]\n"B.1" = "SIM" # b\nA = "SIM"\n', ("accounts", "B.1"), None, '[accounts]\nA = "SIM"\n'),
        ("", ("contracts", "ES", "tick"), "0.5", "[contracts.ES]\ntick = 0.5\n"),
        ("[contracts.ES]\ntick = 1\n[sim]\n", ("contracts", "ES"), None, "[sim]\n"),
        ("[sim]\n", ("contracts", "ES"), None, "[sim]\n"),
        ("[flags]\nA = yes\n[heat]\n", ("heat", "flash_s"), "9", "[flags]\nA = yes\n[heat]\nflash_s = 9\n"),
    ],
)
def test_any_key_can_be_set_and_taken_out(
    before: str, path: tuple[str, ...], literal: str | None, after: str
) -> None:
    """Tables on one line, names in quotes and tables of their own are all found."""
    assert with_value(before, path, literal, "f") == after


def test_value_over_several_lines_is_left_to_a_person() -> None:
    """What cannot be changed without touching other bytes is refused."""
    with pytest.raises(SettingsError, match=r"write days as a line below \[holidays\]"):
        with_value("[holidays]\ndays = [\n1,\n]\n", ("holidays", "days"), "[2]", "f")


@given(name=st.sampled_from(FlagName), value=st.booleans(), again=st.booleans())
def test_shipped_file_keeps_its_other_lines(name: FlagName, *, value: bool, again: bool) -> None:
    """Any flag can be set any number of times; every other line of the shipped file is still there."""
    text = SHIPPED.decode()
    path, word = ("flags", name), literal_of(value)
    changed = with_value(with_value(text, path, literal_of(again), "f"), path, word, "f")
    assert parse(changed).flags[name].text == word
    others = {key: flag.text for key, flag in parse(text).flags.items() if key != name}
    assert {key: flag.text for key, flag in parse(changed).flags.items() if key != name} == others
    assert parse(changed).tables == parse(text).tables
    old, new = text.splitlines(), changed.splitlines()
    differing = set(old) - set(new)
    assert len(differing) <= 1
    assert all(name in line for line in differing)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "[flags]\nUSE_NEW_PANEL1 = 1\nUSE_NEW_PANEL1 = 0\n",
            ["lines 2 and 3", "USE_NEW_PANEL1", "remove one"],
        ),
        ("flags = 3\n", ["f", "[flags]"]),
        ("[dtc\nport = 1\n", ["f, line 1", "not TOML"]),
    ],
)
def test_file_that_only_a_person_can_change_is_refused(text: str, words: list[str]) -> None:
    """The error names file, line and what to do; nothing is guessed."""
    with pytest.raises(SettingsError) as raised:
        with_value(text, ("flags", P1), "false", "f")
    assert [word for word in words if word not in str(raised.value)] == []


def test_first_change_copies_the_shipped_file(tmp_path: Path) -> None:
    """The home folder gets its own file; the shipped one is left alone."""
    path = save_flag(tmp_path, P1, value=False)
    assert path == tmp_path / "settings.toml"
    assert path.read_bytes() == SHIPPED.replace(b"USE_NEW_PANEL1 = true", b"USE_NEW_PANEL1 = false", 1)
    assert (CHECKOUT / "settings.toml").read_bytes() == SHIPPED


def test_later_change_keeps_the_homes_file(tmp_path: Path) -> None:
    """What a trader wrote stays, and the result can be loaded."""
    (tmp_path / "settings.toml").write_bytes(b"[sim]\r\nmonthly_reset = false # mine\r\n")
    save_flag(tmp_path, P2, value=True)
    assert (tmp_path / "settings.toml").read_bytes() == (
        b"[sim]\r\nmonthly_reset = false # mine\r\n\r\n[flags]\r\nUSE_NEW_PANEL2 = true\r\n"
    )
    assert not load(tmp_path / "settings.toml", {}).settings.sim.monthly_reset


def test_no_file_anywhere_makes_one(tmp_path: Path) -> None:
    """Without a shipped file the new one holds the flag alone."""
    path = save_flag(tmp_path, TYPED, value=True, checkout=tmp_path / "none")
    assert path.read_bytes() == b"[flags]\nUSE_TYPED_EVENTS = true\n"


def test_refused_change_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """A file that is no TOML, or no text, is not touched."""
    for content in (b"[dtc\n", b"\xff"):
        (tmp_path / "settings.toml").write_bytes(content)
        with pytest.raises(SettingsError):
            save_flag(tmp_path, P1, value=True)
        assert (tmp_path / "settings.toml").read_bytes() == content


def test_unwritable_place_is_named(tmp_path: Path) -> None:
    """A folder that is not there cannot be written, and the error names the file."""
    with pytest.raises(UnwritableError, match=r"settings\.toml"):
        save_flag(tmp_path / "missing", P1, value=True)
