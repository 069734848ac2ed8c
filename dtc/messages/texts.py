"""Texts for people."""

from dtc.fields import U8, Text32, Text128, Text256
from dtc.messages.base import Message


class UserMessage(Message, tag=700, frozen=True, kw_only=True):
    """Text for the user.

    DTCProtocol.h, s_UserMessage.
    """

    UserMessage: Text256 = ""
    IsPopupMessage: U8 = 1


class GeneralLogMessage(Message, tag=701, frozen=True, kw_only=True):
    """Text for a log.

    DTCProtocol.h, s_GeneralLogMessage.
    """

    MessageText: Text128 = ""


class AlertMessage(Message, tag=702, frozen=True, kw_only=True):
    """Alert of the server.

    DTCProtocol.h, s_AlertMessage.
    """

    MessageText: Text128 = ""
    TradeAccount: Text32 = ""
