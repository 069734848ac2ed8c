"""The typed and the dict form of facts for the screen."""

import json
import types
import typing
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actors import messages
from actors.dict_form import PayloadError, from_dict, to_dict
from actors.messages import BalanceChanged, CurveChanged, Fact, Shown
from models.book import Book, TradeAccount, TradeMode
from models.equity import Curve, EquityPoint, curve_of

FACTS = sorted(
    (
        value
        for value in vars(messages).values()
        if isinstance(value, type) and issubclass(value, Fact) and value not in {Fact, Shown, CurveChanged}
    ),
    key=lambda kind: kind.__name__,
)
BOOK = Book(TradeMode.SIM, TradeAccount("Sim1"))
AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)

PLAIN: dict[object, st.SearchStrategy[object]] = {
    str: st.text(max_size=8),
    int: st.integers(-(2**40), 2**40),
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bytes: st.binary(max_size=8),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False, places=2),
    datetime: st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)).map(  # noqa: DTZ001 - made aware next
        lambda moment: moment.replace(tzinfo=UTC)
    ),
    date: st.dates(min_value=date(1990, 1, 1)),
    time: st.times(),
    timedelta: st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=9_999)),
    Curve: st.none(),
}


def values_of(kind: object) -> st.SearchStrategy[object]:  # noqa: PLR0911 - one for each sort of type
    """Return a strategy for the values of a field's type."""
    if kind in PLAIN:
        return PLAIN[kind]
    if kind is type(None):
        return st.none()
    if hasattr(kind, "__supertype__"):
        return values_of(kind.__supertype__)
    origin = typing.get_origin(kind)
    if origin in {typing.Union, types.UnionType}:
        return st.one_of([values_of(part) for part in typing.get_args(kind)])
    if origin is frozenset:
        return st.frozensets(values_of(typing.get_args(kind)[0]), max_size=3)
    if origin is tuple:
        parts = typing.get_args(kind)
        if parts[-1] is Ellipsis:
            return st.lists(values_of(parts[0]), max_size=3).map(tuple)
        return st.tuples(*[values_of(part) for part in parts])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    assert isinstance(kind, type)
    return structs_of(kind)


def structs_of(kind: type) -> st.SearchStrategy[object]:
    """Return a strategy for instances of a struct."""
    hints = typing.get_type_hints(kind)
    names = [field.name for field in msgspec.structs.fields(kind)]
    values = st.tuples(*[values_of(hints[name]) for name in names])
    return values.map(lambda row: kind(**dict(zip(names, row, strict=True))))


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.__name__)
def test_every_fact_survives_the_dict_form(kind: type[Fact]) -> None:
    """Each fact comes back equal, and its dict form holds nothing but plain values."""
    if any(field.type is Curve or "Curve" in str(field.type) for field in msgspec.structs.fields(kind)):
        pytest.skip("curves are compared by their points below")

    @settings(max_examples=20)
    @given(structs_of(kind), st.integers(0, 99))
    def survives(fact: Fact, epoch: int) -> None:
        if "epoch" in kind.__struct_fields__:
            fact = msgspec.structs.replace(fact, epoch=epoch)
        payload = to_dict(Shown(epoch=epoch, fact=fact))
        assert payload["event"] == kind.__name__
        assert from_dict(payload) == Shown(epoch=epoch, fact=fact)
        assert from_dict(json.loads(json.dumps(payload))) == Shown(epoch=epoch, fact=fact)

    survives()


def test_curve_survives_the_dict_form_without_being_copied() -> None:
    """A curve of any length costs two references."""
    curve = curve_of([EquityPoint(at=AT, balance=Decimal("10000.10"))])
    payload = to_dict(Shown(epoch=2, fact=CurveChanged(book=BOOK, curve=curve)))
    assert not payload["curve"]["times"].flags.writeable
    assert np.shares_memory(payload["curve"]["balances"], curve.balances)
    back = from_dict(payload).fact
    assert isinstance(back, CurveChanged)
    assert (back.book, back.curve.point(0)) == (BOOK, curve.point(0))


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"event": "BalanceChanged"},
        {"event": "Shown", "epoch": 1},
        {"event": ["BalanceChanged"], "epoch": 1},
        {"event": "BalanceChanged", "epoch": "1"},
        {"event": "BalanceChanged", "epoch": 1, "book": 5},
        {"event": "CurveChanged", "epoch": 1, "book": {"mode": "SIM", "account": "Sim1"}},
        {"event": "CurveChanged", "epoch": 1, "book": {}, "curve": {"times": [1], "balances": [1]}},
    ],
)
def test_anything_else_is_a_payload_error(payload: dict[str, object]) -> None:
    """A dict that is the form of no fact raises one kind of error, which names the event."""
    with pytest.raises(PayloadError, match="event"):
        from_dict(payload)


def test_money_is_text() -> None:
    """A balance keeps its cents: no float touches it."""
    fact = BalanceChanged(book=BOOK, balance=Decimal("0.10"), confirmed=True, at=AT)
    assert to_dict(Shown(epoch=1, fact=fact))["balance"] == "0.10"


@pytest.mark.parametrize(
    "payload",
    [
        None,
        7,
        "Ticked",
        {"event": "Ticked", "epoch": 1, "at": "2026-11-23T15:00:00"},
        {
            "event": "BalanceChanged",
            "epoch": 1,
            "book": {"mode": "SIM", "account": "Sim1"},
            "balance": "NaN",
            "confirmed": True,
            "at": "2026-11-23T15:00:00Z",
        },
    ],
)
def test_values_that_no_figure_can_be_made_of_are_refused(payload: object) -> None:
    """What a type lets through is still refused: no number, no time zone, no dict at all."""
    with pytest.raises(PayloadError, match="event"):
        from_dict(payload)  # type: ignore[arg-type]  # what a broken sender might hand over
