"""Sierra Chart's DTC server: can it be reached, what does it speak, and which of its settings to change."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from app.doctor.examination import Examination
from app.doctor.finding import Finding, Kind, Level, well
from app.doctor.peer import USUAL_PORTS
from app.doctor.probe import Answer
from dtc import hints
from dtc.messages import LogonRequest
from models import advice

SUBJECT: Final = "Sierra Chart"
_HISTORICAL: Final = USUAL_PORTS[1]
_NOTHING: Final = "Without the server there are no accounts, positions, orders and balances."
_kind = partial(Kind, subject=SUBJECT, why=_NOTHING)
_action = partial(_kind, level=Level.ACTION)

NOT_LISTENING: Final = _action(
    id="dtc-not-listening", do=f"Start Sierra Chart. {advice.SERVER_SETTINGS} {advice.ENABLE_SERVER}"
)
WRONG_PORT: Final = _action(
    id="dtc-wrong-port", do=f"{advice.SERVER_SETTINGS} Set the Listening Port that it shows in [dtc] port."
)
UNREACHED: Final = _action(
    id="dtc-unreached",
    do="Check host and port in [dtc]; with Sierra Chart on another computer also its firewall, and "
    "'Allowed Incoming IPs'.",
)
UNKNOWN_HOST: Final = _action(
    id="dtc-unknown-host", do='Correct host in [dtc]; for Sierra Chart on this computer "127.0.0.1".'
)
HTTP: Final = _action(id="dtc-http", do=hints.HTTP)
TLS: Final = _action(id="dtc-tls", do=hints.TLS)
SILENT: Final = _action(id="dtc-silent", do=hints.NOTHING_HEARD)
NO_LOGON: Final = _action(id="dtc-no-logon", do=hints.NO_LOGON_ANSWER)
CLOSED: Final = _action(id="dtc-closed", do=hints.CLOSED_EARLY)
REFUSED: Final = _action(id="dtc-logon-refused", do=hints.LOGON_REFUSED)
OTHER_ADDRESS: Final = _action(id="dtc-other-address", do=hints.NEW_ADDRESS)
WRONG_ENCODING: Final = _action(id="dtc-encoding", do=hints.WRONG_ENCODING)
ENDED: Final = _action(id="dtc-ended", do="Start Sierra Chart again where it was closed; ask again.")
OTHER_ENCODING: Final = _kind(
    id="dtc-other-encoding",
    level=Level.NOTE,
    why="It works, but each start takes longer, and the settings say something else.",
    do=f"{advice.SERVER_SETTINGS} Set Encoding to Automatic.",
)
VERSION: Final = _action(
    id="dtc-version",
    why="Messages of another version may be read wrongly.",
    do="Update Sierra Chart: Help, Download Current Version.",
)
NO_HEARTBEAT: Final = _kind(
    id="dtc-no-heartbeat",
    level=Level.NOTE,
    why="When nothing else is sent, the monitor takes a silent server for gone and connects anew.",
    do="Ask again; if the monitor loses the link every 20 seconds, restart Sierra Chart.",
)

_BY_HINT: Final[Mapping[str, Kind]] = {
    hints.HTTP: HTTP,
    hints.TLS: TLS,
    hints.NOTHING_HEARD: SILENT,
    hints.NO_LOGON_ANSWER: NO_LOGON,
    hints.CLOSED_EARLY: CLOSED,
    hints.LOGON_REFUSED: REFUSED,
    hints.LOGON_FORBIDDEN: REFUSED,
    hints.NEW_ADDRESS: OTHER_ADDRESS,
    hints.WRONG_ENCODING: WRONG_ENCODING,
    hints.BINARY_PRESET: WRONG_ENCODING,
    hints.UNKNOWN_ENCODING: WRONG_ENCODING,
    hints.FRAMING_LOST: WRONG_ENCODING,
}


def check_server(exam: Examination) -> Iterator[Finding]:
    """Look for the server, and at how it treats us."""
    answer = exam.answer
    if answer.unreached:
        yield _unreached(answer)
    elif answer.logon is None or answer.closed is not None:
        yield _ended(exam, answer)
    else:
        yield well(
            SUBJECT,
            f"{answer.endpoint} answers as {answer.logon.ServerName or 'a server without a name'} in "
            f"{answer.encoding.name.replace('_', ' ')}.",
        )
        yield from _oddities(exam, answer)


def _unreached(answer: Answer) -> Finding:
    text = f"No connection to {answer.endpoint}: {answer.unreached}."
    if "host name" in answer.unreached:
        return UNKNOWN_HOST.found(text)
    if answer.listening:
        ports = " and ".join(map(str, answer.listening))
        what = f"{text} Something listens on port {ports} of that computer."
        do = (
            f"Port {_HISTORICAL} serves historical prices alone. "
            if answer.listening == (_HISTORICAL,)
            else f"Set port = {answer.listening[0]} in [dtc], if that is the Listening Port there. "
        )
        return WRONG_PORT.found(what, do + advice.SERVER_SETTINGS)
    return (NOT_LISTENING if "listening" in answer.unreached else UNREACHED).found(text)


def _ended(exam: Examination, answer: Answer) -> Finding:
    closed = answer.closed
    if closed is None:
        return SILENT.found(f"{answer.endpoint} was reached and said nothing in time.")
    kind = _BY_HINT.get(closed.hint, ENDED)
    what = f"{answer.endpoint}: {closed.reason}."
    if kind is REFUSED:
        dtc = exam.plan.settings.dtc
        name = f"user name {dtc.username!r}" if dtc.username else "no user name ([dtc] username)"
        given = "a password" if exam.secret else "no password (SIERRA_DTC_PASS)"
        return kind.found(f"{what} Given were {name} and {given}.")
    # Where the end says little, its hint is a guess of the cause and no way out.
    return kind.found(f"{what} {closed.hint}") if kind is ENDED else kind.found(what, closed.hint)


def _oddities(exam: Examination, answer: Answer) -> Iterator[Finding]:
    wanted = exam.plan.link(None).session.encoding
    if answer.encoding is not wanted:
        how = "speaks" if answer.negotiated else "does not negotiate, and speaks"
        spoken, asked = answer.encoding.name.replace("_", " "), wanted.name.replace("_", " ")
        yield OTHER_ENCODING.found(f"The server {how} {spoken}; asked for was {asked}.")
    elif not answer.negotiated:
        yield OTHER_ENCODING.found(f"The server is preset to {wanted.name} and does not negotiate.")
    version = answer.logon.ProtocolVersion if answer.logon else 0
    ours = LogonRequest().ProtocolVersion
    if version != ours:
        yield VERSION.found(
            f"The server speaks version {version} of the protocol; this program knows {ours}."
        )
    if not answer.beat:
        yield NO_HEARTBEAT.found("No heartbeat within the time in which two were due.")
