"""Field types."""

import pytest

from dtc.fields import Kind, Wire


@pytest.mark.parametrize(
    ("code", "kind", "text_limit"),
    [
        ("d", Kind.REAL, 0),
        ("f", Kind.REAL, 0),
        ("q", Kind.INTEGER, 0),
        ("4s", Kind.TEXT, 16),
        ("96s", Kind.TEXT, 384),
    ],
)
def test_the_code_decides_what_a_field_holds(code: str, kind: Kind, text_limit: int) -> None:
    """Reals, integers and texts follow from the code; texts are kept to four times their size."""
    wire = Wire(code)
    assert wire.kind is kind
    assert wire.text_limit == text_limit


@pytest.mark.parametrize(("code", "bits"), [("b", 7), ("i", 31), ("q", 63)])
def test_signed_ranges(code: str, bits: int) -> None:
    """Signed integers reach from -2^n to 2^n - 1."""
    assert Wire(code).integer_range == (-(2**bits), 2**bits - 1)


@pytest.mark.parametrize(("code", "bits"), [("B", 8), ("H", 16), ("I", 32), ("Q", 64)])
def test_unsigned_ranges(code: str, bits: int) -> None:
    """Unsigned integers reach from 0 to 2^n - 1."""
    assert Wire(code).integer_range == (0, 2**bits - 1)
