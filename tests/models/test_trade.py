import pytest

from tests.models.builders import a_position


@pytest.mark.parametrize(("quantity", "direction"), [(3, 1), (-3, -1)])
def test_direction_is_the_sign_of_the_quantity(quantity: int, direction: int) -> None:
    """A long is +1, a short -1, whatever its size."""
    assert a_position(quantity).direction == direction
