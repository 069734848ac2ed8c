"""Values as TOML writes them."""

import tomllib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.toml_text import key_of, literal_of, path_of, value_of

VALUES = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.integers(-(2**60), 2**60)
    | st.booleans()
    | st.dates()
    | st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**6), max_value=10**6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(VALUES)
def test_what_is_written_is_read_back(value: object) -> None:
    """Any text, name, number, date, list or table survives."""
    assert value_of(literal_of(value)) == value


def test_paths_stay_readable() -> None:
    """A Windows path is not doubled backslashes."""
    assert literal_of(r"C:\data\x.csv") == r"'C:\data\x.csv'"


def test_what_toml_cannot_write_is_refused() -> None:
    """There is no null."""
    with pytest.raises(TypeError, match="NoneType"):
        literal_of(None)


def test_a_second_line_is_no_value() -> None:
    """Nothing that is typed becomes an entry of its own."""
    with pytest.raises(tomllib.TOMLDecodeError):
        value_of("1\nport = 2")


@pytest.mark.parametrize("name", ["ES", "APEX-1", "a.b", "a b", 'q"', ""])
def test_names_are_quoted_where_they_must_be(name: str) -> None:
    """A written name is read back."""
    assert path_of(f"accounts.{key_of(name)}") == ("accounts", name)


def test_rubbish_is_no_key() -> None:
    """What is no key has no names."""
    assert path_of("a = = b") == ()
    assert (value_of("1.50"), literal_of(date(2026, 1, 2))) == (Decimal("1.50"), "2026-01-02")
