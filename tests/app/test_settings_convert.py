"""Conversion is strict, and says where it stumbled."""

from decimal import Decimal

import msgspec
import pytest

from app.settings_convert import UnknownKeyError, WrongValueError, convert


class _Inner(msgspec.Struct, frozen=True):
    size: int = 1
    share: Decimal | None = None


class _Outer(msgspec.Struct, frozen=True):
    inner: _Inner = _Inner()
    each: dict[str, _Inner] = {}
    on: bool = False


def test_absent_keys_take_their_defaults() -> None:
    """An empty table is a valid one."""
    assert convert({}, _Outer) == _Outer()


def test_tables_become_structs_at_every_depth() -> None:
    """Tables in tables, and tables of tables, are converted."""
    table = {"inner": {"size": 2}, "each": {"A": {"share": Decimal("0.5")}}, "on": True}
    assert convert(table, _Outer) == _Outer(_Inner(2), {"A": _Inner(1, Decimal("0.5"))}, on=True)


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ({"inner": 3}, "inner"),
        ({"each": 3}, "each"),
        ({"each": {"A": 3}}, "each.A"),
        ({"inner": {"size": "2"}}, "inner.size"),
        ({"inner": {"size": True}}, "inner.size"),
        ({"each": {"A": {"share": Decimal("NaN")}}}, "each.A.share"),
        ({"on": 1}, "on"),
    ],
)
def test_wrong_type_names_the_whole_path(table: dict[str, object], key: str) -> None:
    """The key is named with the tables around it."""
    with pytest.raises(WrongValueError) as raised:
        convert(table, _Outer)
    assert raised.value.key == key


def test_unknown_key_lists_the_known_ones() -> None:
    """A misspelt key is refused with the keys that would be right there."""
    with pytest.raises(UnknownKeyError, match=r"inner\.sise is not a setting; valid here: size, share"):
        convert({"inner": {"sise": 2}}, _Outer)
