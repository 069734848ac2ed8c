"""The settings file is split without losing a line number, and wrong flags never break it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.settings_text import SettingsSyntaxError, parse
from flags import FlagText


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("true", "true"),
        ("1", "1"),
        ('"True"', "True"),
        ("'0'  # why", "0"),
        ("True", "True"),
        ("yes # comment", "yes"),
        ("", ""),
        ('"a # b"', "a # b"),
    ],
)
def test_flag_is_kept_as_it_is_written(value: str, text: str) -> None:
    """Flags need not be TOML; quotes and comments are not part of them."""
    content = parse(
        f"[dtc]\nport = 1\n[ flags ] # mine\nUSE_NEW_PANEL1 = {value}\n[sim]\nmonthly_reset = true\n"
    )
    assert content.flags == {"USE_NEW_PANEL1": FlagText(text, 4)}
    assert content.tables == {"dtc": {"port": 1}, "sim": {"monthly_reset": True}}


@pytest.mark.parametrize("form", ["flags = { A = true, B = 1 }", "flags.A = true\nflags.B = 1"])
def test_flags_in_other_toml_forms_are_found(form: str) -> None:
    """Inline tables and dotted keys are flags as well."""
    flags = parse(form).flags
    assert {name: flag.text for name, flag in flags.items()} == {"A": "true", "B": "1"}


def test_flags_that_are_no_table_are_a_wrong_flag() -> None:
    """`flags = 3` ends up as a flag that does not exist, which is reported later."""
    assert parse("flags = 3").flags == {"flags": FlagText("3", 0)}


def test_flag_given_twice_is_no_valid_value() -> None:
    """Two lines for one flag contradict each other, so neither of them holds."""
    assert parse("[flags]\nA = true\nA = false\n").flags == {"A": FlagText("true and false", 3)}


def test_every_key_has_its_line() -> None:
    """A key is found by its dotted path, in subtables too."""
    lines = parse('[dtc]\n\nport = 1 # x\n[accounts]\n"APEX-1" = "SIM"\n[contracts.ES]\ntick = 1\n').lines
    assert lines == {"dtc.port": 3, "accounts.APEX-1": 5, "contracts.ES.tick": 7}


def test_numbers_stay_exact() -> None:
    """Fractions are decimal: 0.1 is one tenth."""
    assert parse("[a]\nb = 0.1").tables == {"a": {"b": Decimal("0.1")}}


@given(st.text(max_size=60))
def test_any_text_parses_or_is_a_syntax_error(text: str) -> None:
    """No text makes the parser fail in another way."""
    try:
        parse(text)
    except SettingsSyntaxError as error:
        assert error.line is None or error.line >= 1  # noqa: PT017 (either outcome is right)


def test_syntax_error_has_its_line() -> None:
    """The line of what is not TOML is known."""
    with pytest.raises(SettingsSyntaxError) as raised:
        parse("[dtc]\nhost = localhost\n")
    assert raised.value.line == 2
