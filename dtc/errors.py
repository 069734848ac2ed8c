"""What can go wrong in the protocol, by whose fault it is.

ProtocolError
├── LocalProtocolError    we asked for something the protocol or the read-only rule forbids
│   └── UnwritableError   a value of the message does not fit into the encoding
└── RemoteProtocolError   the peer sent something that cannot be understood
"""


class ProtocolError(Exception):
    """Base of every error of this package."""


class LocalProtocolError(ProtocolError):
    """This program asked for something that must not or cannot be sent."""


class UnwritableError(LocalProtocolError):
    """A value does not fit into its field; names that a server told in another form may be such."""


class RemoteProtocolError(ProtocolError):
    """The peer sent bytes that cannot be understood.

    Attributes:
        offset: Position of the faulty frame, bytes from the start of the stream; -1 where it is not known.
        fatal: True when framing is lost, so that nothing after this point can be read.
    """

    def __init__(self, text: str, *, offset: int = -1, fatal: bool = False) -> None:
        super().__init__(text)
        self.offset = offset
        self.fatal = fatal
