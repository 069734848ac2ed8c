"""The link to Sierra Chart, over real TCP to a scripted server: how it begins, breaks and comes back."""

from datetime import datetime, timedelta

import pytest
from msgspec import structs

from actors.dtc_connection import CHECK_S, PACE_S
from actors.fill_times import FILL_OVERLAP, NEXT_SECOND
from actors.messages import (
    AccountsListed,
    Begin,
    BytesReceived,
    Connect,
    ConnectionChanged,
    ConnectionState,
    ConnectTo,
    FillReported,
    FillsListed,
    FillsRequested,
    LinkHeard,
    LinkOpened,
    OrdersListed,
    Ping,
    PositionsListed,
)
from actors.positions import PositionsActor
from dtc import messages as dtc
from dtc.codec import encode
from dtc.enums import Encoding, LogonStatus
from tests.actors.builders import LIVE, NOTHING_LOADED, NOW, SIM, booked_with, later
from tests.actors.conftest import AllowLog
from tests.actors.dtc_server import DtcServer
from tests.actors.line import (
    ROWS,
    Line,
    a_filled_order,
    beat,
    give_no_fills,
    give_nothing,
    list_accounts,
    logged_on,
    made_ready,
)
from tests.fakes import FakeIds

_WAIT_S = 2.0


def test_logon_carries_the_credentials_and_nothing_shows_them(
    server: DtcServer, line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    """Name and password go to the server and nowhere else."""
    line.begin()
    logon = server.accept().agree()
    assert (logon.Username, logon.Password) == ("me", "secret")
    assert "secret" not in caplog.text
    assert "secret" not in repr(line.rest())


def test_other_settings_connect_anew_at_once(server: DtcServer, line: Line) -> None:
    """The server is left in order, and the next logon says what was changed, and the same password."""
    peer = made_ready(server, line)
    line.tell(
        ConnectTo(
            host="127.0.0.1",
            port=server.port,
            username="you",
            encoding=Encoding.JSON_COMPACT,
            heartbeat_interval_s=20,
        )
    )
    peer.receive(dtc.Logoff)
    again = server.accept()
    logon = again.agree()
    assert again.encoding is Encoding.JSON_COMPACT
    assert (logon.Username, logon.Password, logon.HeartbeatIntervalInSeconds) == ("you", "secret", 20)


def test_wrong_password_is_final_and_says_what_the_server_said(server: DtcServer, line: Line) -> None:
    """Where the server forbids another attempt the monitor does not knock again."""
    line.begin()
    peer = server.accept()
    peer.agree()
    peer.send(a_final_refusal("Invalid username or password"))
    refused = line.state(ConnectionState.REFUSED)
    assert "Invalid username or password" in refused.detail
    assert refused.retry_at is None
    assert peer.is_closed()
    line.advance(120)
    assert Connect() not in line.rest()


def a_final_refusal(text: str) -> dtc.LogonResponse:
    """Return the refusal that forbids another attempt."""
    return dtc.LogonResponse(Result=LogonStatus.ERROR_NO_RECONNECT, ResultText=text)


def test_refused_logon_is_tried_again_by_hand(server: DtcServer, line: Line) -> None:
    """After a refusal the trader can connect again, with a fresh session."""
    line.begin()
    peer = server.accept()
    peer.agree()
    peer.send(a_final_refusal("no"))
    line.state(ConnectionState.REFUSED)
    line.tell(Connect())
    server.accept().let_in()
    line.state(ConnectionState.SYNCING)


def test_logon_error_is_tried_again_with_growing_delays(server: DtcServer, line: Line) -> None:
    """A refusal that may pass is waited out, longer each time, with the server's reason on the screen."""
    line.begin()
    delays = []
    for _ in range(4):
        peer = server.accept()
        peer.agree()
        peer.send(dtc.LogonResponse(Result=LogonStatus.ERROR, ResultText="try later"))
        waiting = line.state(ConnectionState.WAITING)
        assert "try later" in waiting.detail
        assert waiting.retry_at is not None
        delay_s = (waiting.retry_at - waiting.at).total_seconds()
        delays.append(delay_s)
        line.advance(delay_s)
    assert delays == [1, 2, 4, 8]


def test_a_server_that_is_away_is_looked_for_every_three_seconds(
    server: DtcServer, line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    """However long it was away, it is found soon after it is back; the log does not fill with it."""
    server.close()
    line.begin()
    delays = []
    for _ in range(6):
        waiting = line.state(ConnectionState.WAITING)
        assert waiting.retry_at is not None
        delays.append((waiting.retry_at - waiting.at).total_seconds())
        line.advance(delays[-1])
    assert delays == [1, 2, 3, 3, 3, 3]
    told = [record for record in caplog.records if "connection waiting" in record.getMessage()]
    assert [record.levelname for record in told] == ["INFO", *["DEBUG"] * (len(told) - 1)]


def test_delays_begin_anew_after_a_logon(server: DtcServer, line: Line) -> None:
    """A link that worked is reopened quickly."""
    line.begin()
    # With an encoding request and without one in turn: the fifth attempt asks again.
    for _ in range(4):
        server.accept().close()
        waiting = line.state(ConnectionState.WAITING)
        assert waiting.retry_at is not None
        line.advance((waiting.retry_at - waiting.at).total_seconds())
    peer = server.accept().let_in()
    line.state(ConnectionState.SYNCING)
    peer.close()
    waiting = line.state(ConnectionState.WAITING)
    assert waiting.retry_at == waiting.at + timedelta(seconds=1)


def test_redirection_is_never_followed(server: DtcServer, line: Line) -> None:
    """Logon data goes to no other address than the one in the settings."""
    line.begin()
    peer = server.accept()
    peer.agree()
    peer.send(dtc.LogonResponse(Result=LogonStatus.RECONNECT_NEW_ADDRESS, ReconnectAddress="evil.example:1"))
    waiting = line.state(ConnectionState.WAITING)
    assert "evil.example:1" in waiting.detail
    line.advance(1)
    server.accept()


def test_nothing_listening_is_said_with_the_address(server: DtcServer, line: Line) -> None:
    """Without a server the trader reads where it was looked for, and that it is looked for again."""
    server.close()
    line.begin()
    waiting = line.state(ConnectionState.WAITING)
    assert f"127.0.0.1:{server.port}" in waiting.detail
    assert "nothing is listening" in waiting.detail
    line.advance(1)
    line.state(ConnectionState.CONNECTING)
    line.state(ConnectionState.WAITING)


def test_closed_connection_is_reopened_and_everything_is_asked_again(server: DtcServer, line: Line) -> None:
    """After the server closed, the whole start is gone through anew."""
    peer = made_ready(server, line)
    peer.close()
    line.state(ConnectionState.WAITING)
    line.advance(1)
    peer = server.accept().let_in()
    line.state(ConnectionState.SYNCING)
    list_accounts(line, peer)
    give_no_fills(line, peer, "Sim1", "120005")
    give_nothing(line, peer, dtc.OpenOrdersRequest, OrdersListed)
    give_nothing(line, peer, dtc.CurrentPositionsRequest, PositionsListed)
    line.state(ConnectionState.READY)


def test_broken_start_leaves_no_request_behind(server: DtcServer, line: Line) -> None:
    """What was still to be asked on the old connection is not asked on the new one before the accounts."""
    peer = logged_on(server, line)
    list_accounts(line, peer)
    peer.close()
    line.state(ConnectionState.WAITING)
    line.advance(1)
    peer = server.accept().let_in()
    line.state(ConnectionState.SYNCING)
    line.advance(PACE_S)
    peer.receive(dtc.TradeAccountsRequest)
    line.advance(PACE_S)
    assert peer.is_silent()


def test_fills_are_asked_from_the_newest_one_on(server: DtcServer, line: Line) -> None:
    """A fill that was booked moves the moment from which on a reconnect asks."""
    peer = made_ready(server, line)
    line.tell(booked_with(LIVE, "1", at=later(60)))
    peer.close()
    line.state(ConnectionState.WAITING)
    line.advance(1)
    peer = server.accept().let_in()
    line.state(ConnectionState.SYNCING)
    list_accounts(line, peer)
    give_no_fills(line, peer, "Sim1")
    line.advance(PACE_S)
    request = peer.receive(dtc.HistoricalOrderFillsRequest)
    assert request.TradeAccount == LIVE.account
    assert request.StartDateTime == int((later(60) - FILL_OVERLAP).timestamp())


def test_database_that_is_slower_than_the_server_is_waited_for(server: DtcServer, line: Line) -> None:
    """Before it is known since when fills were missed, nothing but the accounts is asked for."""
    line.ref.tell(Begin())
    peer = server.accept().let_in()
    line.state(ConnectionState.SYNCING)
    list_accounts(line, peer)
    line.advance(1)
    line.tell(structs.replace(NOTHING_LOADED, last_fill_at=((SIM, later(-600)),)))
    line.advance(PACE_S)
    request = peer.receive(dtc.HistoricalOrderFillsRequest)
    assert request.TradeAccount == SIM.account
    assert request.StartDateTime == int((later(-600) - FILL_OVERLAP).timestamp())
    peer.answer(request, dtc.HistoricalOrderFillResponse(TradeAccount=SIM.account, NoOrderFills=1))
    line.wait_for(FillsListed)
    give_nothing(line, peer, dtc.OpenOrdersRequest, OrdersListed)


def test_what_is_stored_asks_for_nothing_on_a_link_that_is_gone(server: DtcServer, line: Line) -> None:
    """The next link asks for it, with its own list of accounts."""
    line.ref.tell(Begin())
    peer = server.accept().let_in()
    line.state(ConnectionState.SYNCING)
    list_accounts(line, peer)
    peer.close()
    line.state(ConnectionState.WAITING)
    line.tell(structs.replace(NOTHING_LOADED, last_fill_at=((SIM, later(-600)),)))
    line.advance(1)
    peer = server.accept().let_in()
    line.state(ConnectionState.SYNCING)
    list_accounts(line, peer)
    give_no_fills(line, peer, "Sim1")
    give_nothing(line, peer, dtc.OpenOrdersRequest, OrdersListed)


def test_quiet_account_is_asked_for_from_its_first_list_on(server: DtcServer, line: Line) -> None:
    """What an account without a known fill held at first is part of the list; what came later is not."""
    peer = made_ready(server, line)
    listed_at = line.clock.utc()
    peer.close()
    line.state(ConnectionState.WAITING)
    line.advance(1)
    peer = server.accept().let_in()
    line.state(ConnectionState.SYNCING)
    list_accounts(line, peer)
    line.advance(PACE_S)
    since = peer.receive(dtc.HistoricalOrderFillsRequest).StartDateTime
    assert since <= (listed_at + NEXT_SECOND).timestamp() < since + 1


@pytest.mark.parametrize("agreed", [None, later(-30)])
def test_fills_are_asked_for_when_a_difference_wants_them(
    server: DtcServer, line: Line, allow_log: AllowLog, agreed: datetime | None
) -> None:
    """The fills of a book are asked from the earlier of what is known and what was agreed on."""
    allow_log("server refused HistoricalOrderFillsRequest")
    peer = made_ready(server, line)
    line.tell(booked_with(SIM, "1", at=later(60)))
    request = FillsRequested(book=SIM, agreed_at=agreed)
    line.tell(request, request)
    line.advance(PACE_S)
    sent = peer.receive(dtc.HistoricalOrderFillsRequest)
    assert sent.StartDateTime == int(((agreed or later(60)) - FILL_OVERLAP).timestamp())
    line.advance(10 * PACE_S)
    assert peer.is_silent()
    peer.send(dtc.HistoricalOrderFillsReject(RequestID=sent.RequestID, RejectText="not supported"))
    answer = line.wait_for(FillsListed)
    assert (answer.book, answer.fills, answer.complete) == (SIM, (), False)


def test_without_a_link_the_question_for_fills_is_answered_at_once(line: Line) -> None:
    """Nobody waits for a server that is not there."""
    line.begin(FillsRequested(book=SIM, agreed_at=NOW))
    assert line.wait_for(FillsListed) == FillsListed(book=SIM, fills=(), complete=False)


def test_late_bytes_of_an_old_connection_are_dropped(server: DtcServer, line: Line) -> None:
    """What an earlier socket still delivers means nothing on the new one."""
    made_ready(server, line)
    late = encode(a_filled_order(), Encoding.JSON_COMPACT)
    line.rest()
    line.tell(BytesReceived(connection_id=0, data=late), BytesReceived(connection_id=99, data=late))
    assert not [fact for fact in line.rest() if isinstance(fact, FillReported)]
    line.tell(BytesReceived(connection_id=1, data=late))
    line.wait_for(FillReported)


def test_silent_server_is_given_up(server: DtcServer, line: Line) -> None:
    """Two heartbeat intervals without a sign of life end the link."""
    peer = made_ready(server, line)
    line.rest()
    line.advance(19)
    assert not [fact for fact in line.rest() if isinstance(fact, ConnectionChanged)]
    peer.receive(dtc.Heartbeat)
    line.advance(2)
    assert "nothing heard" in line.state(ConnectionState.WAITING).detail


def test_beating_server_is_kept(server: DtcServer, line: Line) -> None:
    """A server that beats is alive, however little it has to say; how fresh the link is, is told."""
    peer = made_ready(server, line)
    line.rest()
    for _ in range(4):
        line.advance(9)
        beat(peer, line)
    line.advance(CHECK_S)
    rest = line.rest()
    heard = [fact for fact in rest if isinstance(fact, LinkHeard)]
    assert not [fact for fact in rest if isinstance(fact, ConnectionChanged)]
    assert heard
    assert heard[-1].heartbeat_s == 10


def test_dropped_messages_make_it_ask_for_everything_again(
    server: DtcServer, line: Line, allow_log: AllowLog
) -> None:
    """A server that had to drop messages is asked for its whole state."""
    allow_log("server dropped 3 messages")
    peer = made_ready(server, line)
    peer.send(dtc.Heartbeat(NumDroppedMessages=3))
    line.state(ConnectionState.SYNCING)
    list_accounts(line, peer)
    give_no_fills(line, peer, "Sim1", "120005")
    give_nothing(line, peer, dtc.OpenOrdersRequest, OrdersListed)
    give_nothing(line, peer, dtc.CurrentPositionsRequest, PositionsListed)
    line.state(ConnectionState.READY)


def test_stop_logs_off(server: DtcServer, line: Line) -> None:
    """The server hears that the monitor goes, and then the connection is closed."""
    peer = made_ready(server, line)
    line.ref.stop(timeout=_WAIT_S)
    assert peer.receive(dtc.Logoff).Reason
    assert peer.is_closed()
    assert line.clock.scheduled.keys() <= {"connection pace"}


def test_logoff_of_the_server_is_followed_by_a_new_attempt(server: DtcServer, line: Line) -> None:
    """A server that says goodbye is asked again later, unless it forbids that."""
    peer = made_ready(server, line)
    peer.send(dtc.Logoff(Reason="closing"))
    assert "closing" in line.state(ConnectionState.WAITING).detail
    line.advance(1)
    peer = server.accept().let_in()
    line.state(ConnectionState.SYNCING)
    peer.send(dtc.Logoff(Reason="go away", DoNotReconnect=1))
    assert "go away" in line.state(ConnectionState.REFUSED).detail


def test_failure_connects_anew_under_another_number(
    server: DtcServer, line: Line, allow_log: AllowLog
) -> None:
    """A failure of the actor costs the connection, not the link: the next one is told apart from it."""
    allow_log("actor failed")
    peer = made_ready(server, line)
    line.rest()
    line.tell(BytesReceived(connection_id=1, data=None))  # type: ignore[arg-type]  # what must never come
    assert peer.receive(dtc.Logoff).Reason
    server.accept().let_in()
    assert line.wait_for(LinkOpened).connection_id == 2
    line.state(ConnectionState.SYNCING)


def test_server_that_ignores_the_encoding_request_gets_a_plain_logon(server: DtcServer, line: Line) -> None:
    """A server preset to JSON may not react to the first question; the next attempt does without it."""
    line.begin()
    peer = server.accept()
    peer.receive(dtc.EncodingRequest)
    line.advance(3.5)
    line.state(ConnectionState.WAITING)
    line.advance(1)
    plain = server.accept()
    plain.speak(Encoding.JSON)
    plain.receive(dtc.LogonRequest)
    plain.send(dtc.LogonResponse(Result=1))
    line.state(ConnectionState.SYNCING)


def test_positions_that_were_lost_are_asked_for_again(
    server: DtcServer, line: Line, allow_log: AllowLog
) -> None:
    """When who owns positions and orders had to start anew, the server is asked for all of them."""
    allow_log("actor failed")
    positions = line.join(PositionsActor, ids=FakeIds(), contracts={})
    peer = made_ready(server, line)
    positions.tell(NOTHING_LOADED)
    positions.tell(FillReported(fill=None))  # type: ignore[arg-type]  # what must never come
    positions.ask(Ping(), timeout=_WAIT_S)
    line.advance(2 * PACE_S)
    request = peer.receive(dtc.Message)
    if isinstance(request, dtc.TradeAccountsRequest):
        peer.answer(request, *ROWS)
        line.wait_for(AccountsListed)
        line.advance(PACE_S)
        request = peer.receive(dtc.Message)
    assert isinstance(request, dtc.HistoricalOrderFillsRequest)
