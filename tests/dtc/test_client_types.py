"""What may be sent."""

from dtc.client_types import CLIENT_TYPES, require_client_type
from dtc.enums import MessageType
from dtc.errors import LocalProtocolError

READ_ONLY = {1, 3, 5, 6, 101, 102, 300, 303, 305, 400, 500, 506, 601, 603}


def test_the_list_of_sendable_types_is_the_read_only_one() -> None:
    """The list holds exactly the types that change nothing on the server."""
    assert CLIENT_TYPES == READ_ONLY


def test_every_other_type_number_is_refused() -> None:
    """Of all 65,536 type numbers, only those on the list pass the one place all bytes come from."""
    passed = set()
    for number in range(65_536):
        try:
            require_client_type(number)
        except LocalProtocolError:
            continue
        passed.add(number)
    assert passed == READ_ONLY


def test_every_sendable_type_is_a_known_one() -> None:
    """The list names no number by mistake."""
    assert set(MessageType) >= CLIENT_TYPES
