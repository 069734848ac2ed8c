"""Sessions from the connect to the end."""

import pytest
from msgspec import defstruct

from dtc import events
from dtc.enums import Encoding
from dtc.errors import LocalProtocolError
from dtc.messages import (
    MESSAGE_CLASSES,
    CurrentPositionsRequest,
    EncodingRequest,
    EncodingResponse,
    Heartbeat,
    Logoff,
    LogonRequest,
    LogonResponse,
    MarketDataRequest,
    MarketDataUpdateBidAskCompact,
    MarketDataUpdateTrade,
    Message,
    OrderUpdate,
    PositionUpdate,
    SecurityDefinitionForSymbolRequest,
    TradeAccountsRequest,
    UserMessage,
)
from dtc.session import Session, SessionConfig, State
from tests.dtc.conversation import Conversation, only
from tests.dtc.test_client_types import READ_ONLY


def plain(encoding: Encoding = Encoding.JSON) -> SessionConfig:
    """Return settings that start with the logon at once."""
    return SessionConfig(encoding=encoding, negotiate=False)


@pytest.mark.parametrize("message_class", MESSAGE_CLASSES, ids=lambda cls: cls.__name__)
def test_only_client_messages_leave_a_session(message_class: type[Message]) -> None:
    """Messages of the server, and those the session sends by itself, leave no byte behind."""
    talk = Conversation().log_on()
    message = message_class()
    if message.type_number in READ_ONLY - {1, 5, 6}:
        talk.session.send(message, talk.now)
        assert talk.sent() == [message]
        return
    with pytest.raises(LocalProtocolError):
        talk.session.send(message, talk.now)
    assert talk.session.take_outgoing() == b""


@pytest.mark.parametrize("number", [201, 203, 204, 208, 209, 210, 309, 607, 703])
def test_forged_orders_leave_no_byte_behind(number: int) -> None:
    """A struct made up for an order is refused by send() and request() alike."""
    talk = Conversation().log_on()
    forged = defstruct("Forged", [("RequestID", int, 0)], bases=(Message,), tag=number, frozen=True)()
    assert isinstance(forged, Message)
    with pytest.raises(LocalProtocolError, match="only reads"):
        talk.session.send(forged, talk.now)
    with pytest.raises(LocalProtocolError, match="only reads"):
        talk.session.request(forged, talk.now)
    assert talk.session.take_outgoing() == b""
    with pytest.raises(LocalProtocolError, match="only reads"):
        Session(plain()).send(forged, talk.now)


def test_nothing_is_sent_before_the_logon_and_after_the_end() -> None:
    """Requests need a session that is logged on."""
    talk = Conversation()
    talk.sent()
    with pytest.raises(LocalProtocolError, match="not logged on"):
        talk.session.request(TradeAccountsRequest(), talk.now)
    talk.log_on()
    talk.session.logoff("done", talk.now)
    talk.sent()
    with pytest.raises(LocalProtocolError, match="not logged on"):
        talk.session.send(TradeAccountsRequest(RequestID=1), talk.now)
    assert talk.session.take_outgoing() == b""


@pytest.mark.parametrize("encoding", Encoding)
def test_negotiated_opening(encoding: Encoding) -> None:
    """Encoding request, its answer, logon, its answer: then the session is ready."""
    config = SessionConfig(encoding=encoding, username="me", password="secret", heartbeat_interval_s=15)
    talk = Conversation(config)
    assert talk.sent() == [EncodingRequest(Encoding=encoding)]
    assert talk.say(EncodingResponse(Encoding=encoding)) == []
    assert talk.session.state is State.LOGGING_ON
    assert talk.sent() == [
        LogonRequest(Username="me", Password="secret", HeartbeatIntervalInSeconds=15, ClientName="APPSIERRA")
    ]
    response = LogonResponse(Result=1, ResultText="ok")
    assert talk.say(response) == [events.LogonAccepted(response=response)]
    assert talk.session.state.name == "READY"


@pytest.mark.parametrize("encoding", Encoding)
def test_opening_without_negotiation(encoding: Encoding) -> None:
    """Where the encoding is preset, the logon goes first."""
    talk = Conversation(plain(encoding))
    assert isinstance(talk.sent()[0], LogonRequest)
    assert only(talk.say(LogonResponse(Result=1)), events.LogonAccepted)


def test_opening_in_one_read_and_byte_by_byte() -> None:
    """Everything after the encoding response is read in the new encoding, however the bytes arrive."""
    for step in (1, 10_000):
        talk = Conversation(SessionConfig(encoding=Encoding.JSON_COMPACT))
        early = b"\xf0\0\x32\x01" + bytes(236)  # a binary POSITION_UPDATE before the encoding is agreed
        stream = early + bytes.fromhex("1000070008000000030000004454430000"[:32])
        stream += b'{"Type":2,"Result":1}\0{"Type":3,"F":[2,1795000000]}\0'
        happened = [e for i in range(0, len(stream), step) for e in talk.say_bytes(stream[i : i + step])]
        kinds = [type(event) for event in happened]
        assert kinds == [events.MessageReceived, events.LogonAccepted, events.Heartbeat]


def test_the_server_may_insist_on_another_encoding() -> None:
    """An encoding response that names another encoding is followed."""
    talk = Conversation(SessionConfig(encoding=Encoding.JSON))
    talk.say(EncodingResponse(Encoding=Encoding.BINARY_VLS))
    assert talk.session.encoding is Encoding.BINARY_VLS
    assert only(talk.say(LogonResponse(Result=1)), events.LogonAccepted)


def test_protocol_buffers_end_the_session() -> None:
    """An encoding that is not spoken here ends the session with a hint."""
    talk = Conversation()
    closed = only(talk.say(EncodingResponse(Encoding=4)), events.Closed)
    assert "Encoding" in closed.hint


@pytest.mark.parametrize("step", [1, 1000])
def test_a_server_preset_to_json_is_recognised(step: int) -> None:
    """JSON in place of the binary response switches to JSON on the same connection."""
    talk = Conversation(SessionConfig(encoding=Encoding.BINARY))
    talk.sent()
    stream = b'{"Type":701,"MessageText":"hello"}\0'
    happened = [e for i in range(0, len(stream), step) for e in talk.say_bytes(stream[i : i + step])]
    assert only(happened, events.MessageReceived)
    assert talk.session.take_outgoing().startswith(b'{"Type":1,')
    assert only(talk.say_bytes(b'{"Type":2,"Result":1}\0'), events.LogonAccepted)


def test_a_json_answer_to_the_encoding_request_is_followed() -> None:
    """A preset server may answer the request in JSON, and the logon is sent once."""
    talk = Conversation(SessionConfig(encoding=Encoding.JSON_COMPACT))
    talk.session.take_outgoing()
    talk.say_bytes(b'{"Type":7,"ProtocolVersion":8,"Encoding":3,"ProtocolType":"DTC"}\0')
    assert talk.session.encoding is Encoding.JSON_COMPACT
    assert talk.session.take_outgoing().count(b'"Type":1,') == 1


def test_a_binary_logon_is_repeated_for_a_json_server() -> None:
    """A server that answers a binary logon in JSON gets the logon again, in JSON."""
    talk = Conversation(plain(Encoding.BINARY))
    talk.sent()
    talk.say_bytes(b'{"Type":3}\0')
    assert talk.session.take_outgoing().startswith(b'{"Type":1,')


@pytest.mark.parametrize(
    ("data", "config", "words"),
    [
        (bytes.fromhex("15030300020246"), None, "Require TLS"),
        (bytes.fromhex("160303007a02"), plain(), "Require TLS"),
        (b"HTTP/1.1 400 Bad Request\r\n", None, "web server"),
        (bytes.fromhex("0400030004000300"), plain(), "binary"),
    ],
)
def test_strange_servers_end_the_session_with_a_hint(
    data: bytes, config: SessionConfig | None, words: str
) -> None:
    """TLS, HTTP and the wrong encoding are named at the first bytes, not after a time-out."""
    talk = Conversation(config)
    closed = only(talk.say_bytes(data), events.Closed)
    assert words in closed.hint
    assert closed.may_reconnect


@pytest.mark.parametrize(
    ("said", "words"), [(b"", "Nothing came back"), (b"\x10\x00\x07\x00\x08", "does not answer the logon")]
)
@pytest.mark.parametrize("negotiate", [True, False])
def test_no_logon_within_the_time_ends_the_session(said: bytes, words: str, *, negotiate: bool) -> None:
    """The whole opening has one time limit, whether the server is silent or only slow."""
    patient = SessionConfig(encoding=Encoding.BINARY, negotiate=negotiate, encoding_timeout_s=99)
    talk = Conversation(patient)
    talk.say_bytes(said)
    assert talk.wait(19.9) == []
    happened = talk.wait(0.1)
    assert words in only(happened, events.Closed).hint
    assert len(happened) == 1


def test_ignored_encoding_request_is_told_apart() -> None:
    """A server that never reacts to the encoding request can be tried without one next time."""
    talk = Conversation()
    assert talk.wait(2.9) == []
    unanswered, closed = talk.wait(0.1)
    assert isinstance(unanswered, events.EncodingUnanswered)
    assert isinstance(closed, events.Closed)
    assert closed.may_reconnect


def test_connection_cut_at_the_encoding_request_is_told_apart() -> None:
    """Cutting the connection is one way to ignore the encoding request, too."""
    talk = Conversation()
    talk.session.peer_closed(talk.now)
    unanswered, closed = talk.session.events()
    assert isinstance(unanswered, events.EncodingUnanswered)
    assert isinstance(closed, events.Closed)


def test_texts_may_come_before_the_logon_response() -> None:
    """A user message before the logon response is passed on."""
    talk = Conversation()
    talk.say(EncodingResponse(Encoding=2))
    text = UserMessage(UserMessage="maintenance")
    assert talk.say(text) == [events.MessageReceived(message=text, request_id=None)]


@pytest.mark.parametrize(
    ("response", "may_reconnect"),
    [
        (LogonResponse(Result=2, ResultText="wrong password"), True),
        (LogonResponse(Result=3, ResultText="account locked"), False),
        (LogonResponse(Result=0), True),
        (LogonResponse(Result=99), True),
    ],
)
def test_a_refused_logon_ends_the_session(response: LogonResponse, *, may_reconnect: bool) -> None:
    """Everything but result 1 and 4 is a refusal; only result 3 forbids another attempt."""
    talk = Conversation(plain())
    refused, closed = talk.say(response)
    assert isinstance(refused, events.LogonRefused)
    assert isinstance(closed, events.Closed)
    assert refused.result == response.Result
    assert response.ResultText in refused.text
    assert refused.may_reconnect is closed.may_reconnect is may_reconnect


def test_an_absent_result_is_no_success() -> None:
    """A logon response without a result does not open the session."""
    talk = Conversation(plain())
    assert only(talk.say_bytes(b'{"Type":2,"ResultText":"hm"}\0'), events.LogonRefused).text == "hm"


def test_another_address_is_reported_and_not_followed() -> None:
    """The session ends; credentials never go to an address the server names."""
    talk = Conversation(plain())
    requested, closed = talk.say(LogonResponse(Result=4, ReconnectAddress="evil.example:1"))
    assert requested == events.ReconnectRequested(address="evil.example:1")
    assert isinstance(closed, events.Closed)


def test_a_second_logon_response_changes_nothing() -> None:
    """The session stays ready, whatever the second response says."""
    talk = Conversation().log_on()
    only(talk.say(LogonResponse(Result=2)), events.Fault)
    assert talk.session.state is State.READY


def test_the_encoding_cannot_change_after_the_logon() -> None:
    """A server found out to speak JSON cannot switch the encoding of a session that is ready."""
    talk = Conversation()
    talk.say_bytes(b'{"Type":2,"Result":1}\0{"Type":2,"Result":1}\0')
    assert only(talk.say_bytes(b'{"Type":2,"Result":1}\0'), events.LogonAccepted)
    only(talk.say_bytes(b'{"Type":7,"Encoding":0}\0'), events.Fault)
    assert talk.session.encoding is Encoding.JSON


def test_answers_nobody_asked_for_are_faults() -> None:
    """A logon response before the encoding response, and a late encoding response, are skipped."""
    talk = Conversation()
    only(talk.say(LogonResponse(Result=1)), events.Fault)
    assert talk.session.state is State.NEGOTIATING
    talk.log_on()
    only(talk.say(EncodingResponse(Encoding=0)), events.Fault)
    assert talk.session.encoding is Encoding.JSON
    assert only(talk.say(Heartbeat()), events.Heartbeat)


def test_endless_encoding_responses_do_not_exhaust_the_stack() -> None:
    """Thousands of encoding responses in one read end the session, not the program."""
    talk = Conversation(SessionConfig(encoding=Encoding.BINARY))
    happened = talk.say(*[EncodingResponse(Encoding=0)] * 4000)
    assert talk.session.state is State.LOGGING_ON
    assert {type(event) for event in happened} == {events.Fault}


def test_heartbeats_are_sent_at_the_interval_and_only_when_ready() -> None:
    """The first heartbeat comes one interval after the logon, the next one interval later."""
    talk = Conversation()
    talk.wait(2.9)
    assert talk.sent() == [EncodingRequest(Encoding=2)]
    talk.log_on()
    talk.wait(9)
    assert talk.sent() == []
    talk.wait(1)
    assert talk.sent() == [Heartbeat()]
    talk.say(Heartbeat())
    talk.wait(9)
    assert talk.sent() == []
    talk.wait(1)
    assert talk.sent() == [Heartbeat()]


@pytest.mark.parametrize(("interval_s", "loss_s"), [(10, 20), (1, 5), (20, 40), (40, 80), (60, 80)])
def test_silence_of_two_intervals_ends_the_session(interval_s: int, loss_s: int) -> None:
    """The server is gone after two intervals, at least 5 s, and never more than twice Sierra's 40 s."""
    talk = Conversation(SessionConfig(encoding=Encoding.JSON, heartbeat_interval_s=interval_s)).log_on()
    assert talk.wait(loss_s - 0.5) == []
    closed = only(talk.wait(0.5), events.Closed)
    assert f"{loss_s} s" in closed.reason
    assert closed.may_reconnect


def test_any_message_is_a_sign_of_life_but_a_stuck_frame_is_not() -> None:
    """Unknown types count as life; bytes that never become a message do not."""
    talk = Conversation().log_on()
    talk.wait(15)
    talk.say_bytes(b'{"Type":12345}\0')
    assert talk.wait(15) == []
    happened = talk.say_bytes(b'{"Type":301,"Symbol":"') + talk.wait(4)
    assert happened == []
    happened = talk.say_bytes(b"ESZ26-CME") + talk.wait(1)
    assert only(happened, events.Closed)


def test_heartbeats_carry_dropped_messages_and_the_clock() -> None:
    """Dropped messages mean stale state, so they are reported; a bare heartbeat has no clock."""
    talk = Conversation().log_on()
    full, bare = talk.say(Heartbeat(NumDroppedMessages=3, CurrentDateTime=1795000000), Heartbeat())
    assert isinstance(full, events.Heartbeat)
    assert full.dropped == 3
    assert full.server_time is not None
    assert full.server_time.timestamp() == 1795000000
    assert bare == events.Heartbeat(dropped=0, server_time=None)


def test_ids_come_from_one_counter() -> None:
    """Requests and subscriptions are numbered 1, 2, 3 whatever their type."""
    talk = Conversation().log_on()
    asked = (TradeAccountsRequest(), MarketDataRequest(Symbol="ESZ26-CME"), CurrentPositionsRequest())
    assert [talk.session.request(message, talk.now) for message in asked] == [1, 2, 3]
    assert talk.sent() == [
        TradeAccountsRequest(RequestID=1),
        MarketDataRequest(Symbol="ESZ26-CME", SymbolID=2),
        CurrentPositionsRequest(RequestID=3),
    ]


@pytest.mark.parametrize(
    "message", [TradeAccountsRequest(RequestID=5), Heartbeat(), MarketDataRequest(SymbolID=1)]
)
def test_requests_need_a_question_without_an_id(message: Message) -> None:
    """An id chosen by the caller, or a message that has no answer, is refused."""
    talk = Conversation().log_on()
    with pytest.raises(LocalProtocolError):
        talk.session.request(message, talk.now)


def test_an_overdue_answer_ends_incomplete() -> None:
    """A request that is never answered blocks nothing and ends by time."""
    talk = Conversation(SessionConfig(encoding=Encoding.JSON, request_timeout_s=15)).log_on()
    talk.session.request(CurrentPositionsRequest(), talk.now)
    talk.say(PositionUpdate(Symbol="X", Quantity=1.0))
    assert talk.wait(14.9) == []
    assert talk.wait(0.1) == [
        events.BatchCompleted(request=CurrentPositionsRequest(RequestID=1), messages=(), complete=False)
    ]


def test_market_data_come_in_runs() -> None:
    """Trades and quotes in a row are one event; what comes between two runs keeps its place."""
    talk = Conversation().log_on()
    symbol_id = talk.session.request(MarketDataRequest(Symbol="EURUSD"), talk.now)
    quote = MarketDataUpdateBidAskCompact(SymbolID=symbol_id, BidPrice=1.5)
    trades = [MarketDataUpdateTrade(SymbolID=symbol_id, Price=price) for price in (1.5, 1.25)]
    fill = OrderUpdate(ServerOrderID="1")
    assert talk.say(quote, *trades, fill, trades[0]) == [
        events.MarketDataReceived(messages=(quote, *trades)),
        events.MessageReceived(message=fill, request_id=None),
        events.MarketDataReceived(messages=(trades[0],)),
    ]


def test_market_data_show_that_the_server_lives() -> None:
    """A server that only sends prices is not silent."""
    talk = Conversation().log_on()
    for _ in range(20):
        assert talk.wait(4.0) == []
        talk.say(MarketDataUpdateTrade(SymbolID=1, Price=1.5))


@pytest.mark.parametrize("forbidden", [False, True])
def test_logoff_of_the_server(*, forbidden: bool) -> None:
    """The server's reason is reported, and whether another attempt is welcome."""
    talk = Conversation().log_on()
    off, closed = talk.say(Logoff(Reason="shutdown", DoNotReconnect=int(forbidden)))
    assert off == events.LoggedOff(reason="shutdown", do_not_reconnect=forbidden)
    assert isinstance(closed, events.Closed)
    assert closed.may_reconnect is not forbidden


def test_our_logoff_says_goodbye() -> None:
    """Our logoff leaves its bytes to be sent and ends the session for good."""
    talk = Conversation(SessionConfig(encoding=Encoding.BINARY)).log_on()
    talk.session.logoff("ü" * 200, talk.now)
    (farewell,) = talk.sent()
    assert isinstance(farewell, Logoff)
    assert farewell.Reason == "ü" * 47
    assert not only(talk.session.events(), events.Closed).may_reconnect


def test_the_end_is_reported_once() -> None:
    """After the end nothing happens any more, whatever arrives."""
    talk = Conversation().log_on()
    talk.session.peer_closed(talk.now)
    assert only(talk.session.events(), events.Closed).may_reconnect
    talk.session.peer_closed(talk.now)
    talk.session.logoff("bye", talk.now)
    assert talk.wait(1000) == []
    assert talk.say_bytes(b'{"Type":3}\0') == []
    assert talk.session.take_outgoing() == b""


def test_nothing_after_a_logoff_in_the_same_read_is_taken() -> None:
    """Messages behind the server's logoff are not delivered."""
    talk = Conversation().log_on()
    happened = talk.say(Logoff(Reason="bye"), PositionUpdate(Symbol="X"))
    assert [type(event) for event in happened] == [events.LoggedOff, events.Closed]


def test_a_closed_connection_before_the_logon_has_its_own_hint() -> None:
    """A server that hangs up at once usually does not allow our address."""
    talk = Conversation()
    talk.session.peer_closed(talk.now)
    assert "Allowed Incoming IPs" in only(talk.session.events(), events.Closed).hint


def test_a_session_serves_one_connection() -> None:
    """Connecting twice, or receiving before connecting, is a mistake of the caller."""
    talk = Conversation()
    with pytest.raises(LocalProtocolError, match="one connection"):
        talk.session.connected(talk.now)
    with pytest.raises(LocalProtocolError, match="before connected"):
        Session(plain()).receive(b"x", 0.0)


def test_bytes_nobody_takes_end_the_session() -> None:
    """What waits to be sent is bounded."""
    talk = Conversation().log_on()
    for _ in range(20_000):
        if talk.session.state is not State.READY:
            break
        talk.session.send(CurrentPositionsRequest(RequestID=1), talk.now)
    assert only(talk.session.events(), events.Closed)
    assert len(talk.session.take_outgoing()) < 300 * 1024


def test_the_log_shows_no_credentials() -> None:
    """Neither the settings nor the logon message show name or password as text."""
    config = SessionConfig(encoding=Encoding.JSON, username="jane", password="hunter2")
    logon = LogonRequest(Username="jane", Password="hunter2")
    for text in (repr(config), str(config), repr(logon), str(logon)):
        assert "jane" not in text
        assert "hunter2" not in text


@pytest.mark.parametrize("encoding", [Encoding.BINARY, Encoding.BINARY_VLS])
def test_a_request_that_cannot_be_written_is_rejected_at_once(encoding: Encoding) -> None:
    """A server may name a symbol that it cannot be asked for: its owner goes on as after any refusal."""
    talk = Conversation(SessionConfig(encoding=encoding)).log_on()
    name = "W" * 64 if encoding is Encoding.BINARY else "W" * 65_535
    number = talk.session.request(SecurityDefinitionForSymbolRequest(Symbol=name), talk.now)
    rejected = only(talk.session.events(), events.RequestRejected)
    assert rejected.request == SecurityDefinitionForSymbolRequest(Symbol=name, RequestID=number)
    assert rejected.text
    assert talk.session.take_outgoing() == b""
    assert talk.session.request(SecurityDefinitionForSymbolRequest(Symbol="ES"), talk.now) == number + 1
