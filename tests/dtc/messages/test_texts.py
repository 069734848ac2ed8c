"""Texts for people."""

from dtc.codec import Decoder
from dtc.enums import Encoding
from dtc.messages.texts import UserMessage


def test_a_user_message_is_a_popup_unless_it_says_otherwise() -> None:
    """The text has the name of its message, and the default of the header is a pop-up."""
    texts = Decoder(Encoding.JSON).feed(
        b'{"Type":700,"UserMessage":"hello"}\0{"Type":700,"UserMessage":"hello","IsPopupMessage":0}\0'
    )
    assert texts == [
        UserMessage(UserMessage="hello", IsPopupMessage=1),
        UserMessage(UserMessage="hello", IsPopupMessage=0),
    ]
