"""What to do when a session ends, in plain words for the trader."""

from typing import Final

_SETTINGS: Final = "Global Settings >> Sierra Chart Server Settings >> DTC Protocol Server"

TLS: Final = (
    f"The port speaks TLS: switch 'Require TLS' off in {_SETTINGS}, "
    "or connect to the DTC port (usually 11099)."
)
HTTP: Final = (
    "A web server answers on this port: check host and port (Sierra Chart usually listens on 11099)."
)
NOTHING_HEARD: Final = (
    f"Nothing came back at all: check that this is Sierra Chart's DTC port, that 'Require TLS' is off and "
    f"'Encoding' is Automatic in {_SETTINGS}, or connect without negotiating the encoding."
)
NO_LOGON_ANSWER: Final = (
    f"The server talks but does not answer the logon: set 'Encoding' to Automatic in {_SETTINGS}, "
    "or connect without negotiating the encoding."
)
CLOSED_EARLY: Final = (
    f"Check 'Allowed Incoming IPs', 'Require TLS' and 'Require Authentication' in {_SETTINGS}; "
    "Sierra Chart's message log names the reason."
)
LOGON_REFUSED: Final = f"Check user name and password, and 'Require Authentication' in {_SETTINGS}."
LOGON_FORBIDDEN: Final = "The server forbids another attempt: correct the cause, then connect by hand."
NEW_ADDRESS: Final = "If you trust this address, put it into the settings; it is never followed by itself."
SERVER_GONE: Final = "Sierra Chart was closed, or 'Disconnect Clients' was pressed."
SERVER_SILENT: Final = "Sierra Chart may hang, or the network is down."
SERVER_STUCK: Final = "Sierra Chart does not read what is sent to it; it may hang."
FRAMING_LOST: Final = "The bytes make no sense any more; a new connection starts afresh."
WRONG_ENCODING: Final = (
    f"The server probably speaks another encoding: set 'Encoding' to Automatic in {_SETTINGS}."
)
BINARY_PRESET: Final = (
    f"The server is preset to a binary encoding: set 'Encoding' to Automatic in {_SETTINGS}, "
    "or choose binary here."
)
UNKNOWN_ENCODING: Final = f"Set 'Encoding' to Automatic in {_SETTINGS}; Protocol Buffers are not supported."
