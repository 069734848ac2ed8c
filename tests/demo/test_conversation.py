"""The server's side of one connection, without sockets."""

from collections.abc import Iterable

import pytest

from demo.conversation import LONGEST_INTERVAL_S, Conversation, ServerRules
from demo.world import SIM, World
from dtc.codec import Decoder, Received, encode
from dtc.enums import Encoding, LogonStatus
from dtc.events import BatchCompleted, Closed, Event, LogonAccepted, LogonRefused
from dtc.messages import (
    AccountBalanceRequest,
    CurrentPositionsRequest,
    EncodingRequest,
    EncodingResponse,
    Heartbeat,
    HistoricalOrderFillsRequest,
    Logoff,
    LogonRequest,
    LogonResponse,
    Message,
    OpenOrdersRequest,
    TradeAccountResponse,
    TradeAccountsRequest,
)
from dtc.session import Session, SessionConfig

STARTED_AT = 1_795_000_000.0
LOGON = LogonRequest(HeartbeatIntervalInSeconds=10, ClientName="test")


class Client:
    """The other side of a conversation, on a clock of its own."""

    def __init__(self, rules: ServerRules | None = None) -> None:
        self.now = 1000.0
        self.conversation = Conversation(World(1, STARTED_AT), rules or ServerRules(), self.now)

    def send(self, data: bytes) -> bytes:
        """Give bytes to the server; return its answer."""
        self.conversation.receive(data, self.now)
        return self.take()

    def wait(self, seconds: float) -> bytes:
        """Let time pass, second by second; return what the server sends."""
        answer = b""
        for _ in range(int(seconds)):
            self.now += 1
            self.conversation.tick(self.now)
            answer += self.take()
        return answer

    def take(self) -> bytes:
        """Return what the server has to send."""
        data = self.conversation.outgoing()
        self.conversation.sent(len(data))
        return data


def read(data: bytes, encoding: Encoding) -> list[Received]:
    """Return the messages in an answer."""
    return Decoder(encoding).feed(data)


def written(messages: Iterable[Message], encoding: Encoding) -> bytes:
    """Return messages as bytes."""
    return b"".join(encode(message, encoding) for message in messages)


def types(messages: list[Received]) -> list[type]:
    """Return the kinds of messages."""
    return [type(message) for message in messages]


@pytest.mark.parametrize("encoding", list(Encoding))
def test_the_client_chooses_the_encoding(encoding: Encoding) -> None:
    """The request is answered in binary, and the next byte is in the new encoding on both sides."""
    client = Client()
    answer = client.send(encode(EncodingRequest(Encoding=encoding), Encoding.BINARY))
    assert answer == encode(EncodingResponse(Encoding=encoding), Encoding.BINARY)
    assert len(answer) == 16
    told = read(client.send(written([LOGON, TradeAccountsRequest(RequestID=1)], encoding)), encoding)
    assert types(told) == [LogonResponse] + [TradeAccountResponse] * 3


@pytest.mark.parametrize("encoding", list(Encoding))
@pytest.mark.parametrize("chunk", [1, 7, 10_000])
def test_requests_may_be_pipelined_and_split_anywhere(encoding: Encoding, chunk: int) -> None:
    """Encoding request, logon and a request sent at once are all answered, however they are cut."""
    client = Client()
    data = encode(EncodingRequest(Encoding=encoding), Encoding.BINARY) + written(
        [LOGON, TradeAccountsRequest(RequestID=1)], encoding
    )
    answer = b"".join(client.send(data[at : at + chunk]) for at in range(0, len(data), chunk))
    assert types(read(answer[:16], Encoding.BINARY)) == [EncodingResponse]
    assert types(read(answer[16:], encoding)) == [LogonResponse] + [TradeAccountResponse] * 3


def test_json_is_recognised_by_its_first_byte() -> None:
    """A client that starts with a brace gets JSON without asking; keys nobody knows are ignored."""
    client = Client()
    answer = client.send(b'{"Type":1,"HeartbeatIntervalInSeconds":15,"OrderUpdatesAsConnectionDefault":1}\0')
    assert answer.startswith(b'{"Type":2,')
    assert answer.endswith(b"\0")


@pytest.mark.parametrize("size", [280, 284])
def test_short_and_long_logons_are_understood(size: int) -> None:
    """The logon of the older header lacks its last field and is as good."""
    data = encode(LOGON, Encoding.BINARY)[:size]
    answer = Client().send(size.to_bytes(2, "little") + data[2:])
    (told,) = read(answer, Encoding.BINARY)
    assert isinstance(told, LogonResponse)
    assert (told.Result, told.ServerName, told.TradingIsSupported) == (
        LogonStatus.SUCCESS,
        "SC DTC Server",
        1,
    )


def test_an_encoding_that_nobody_speaks_is_answered_with_the_present_one() -> None:
    """Asked for Protocol Buffers the server stays with binary and says so."""
    answer = Client().send(encode(EncodingRequest(Encoding=4), Encoding.BINARY))
    assert answer == encode(EncodingResponse(Encoding=Encoding.BINARY), Encoding.BINARY)


@pytest.mark.parametrize("encoding", list(Encoding))
def test_a_preset_server_expects_its_encoding_from_the_start(encoding: Encoding) -> None:
    """A logon in the preset encoding needs no request before it."""
    client = Client(ServerRules(encoding=encoding))
    assert types(read(client.send(encode(LOGON, encoding)), encoding)) == [LogonResponse]


@pytest.mark.parametrize(
    ("preset", "wanted"), [(Encoding.BINARY, Encoding.JSON), (Encoding.JSON_COMPACT, Encoding.BINARY)]
)
def test_a_preset_server_does_not_change_its_encoding(preset: Encoding, wanted: Encoding) -> None:
    """Asked for another encoding it names its own."""
    answer = Client(ServerRules(encoding=preset)).send(encode(EncodingRequest(Encoding=wanted), preset))
    assert read(answer, preset) == [EncodingResponse(Encoding=preset)]


def test_a_server_preset_to_json_is_deaf_to_a_binary_request() -> None:
    """It says nothing to the binary request and goes on with the JSON that follows."""
    client = Client(ServerRules(encoding=Encoding.JSON))
    assert client.send(encode(EncodingRequest(Encoding=Encoding.JSON), Encoding.BINARY)) == b""
    assert types(read(client.send(encode(LOGON, Encoding.JSON)), Encoding.JSON)) == [LogonResponse]


def test_requests_before_the_logon_are_ignored() -> None:
    """Nothing is told to a client that has not logged on."""
    client = Client()
    assert client.send(encode(TradeAccountsRequest(RequestID=1), Encoding.BINARY)) == b""
    client.conversation.tell([Heartbeat()])
    assert client.take() == b""


def test_heartbeats_come_at_the_wanted_interval() -> None:
    """A client that asked for 10 s and talks gets 3 beats in 30 s, with the clock of the world."""
    client = Client()
    client.send(encode(LOGON, Encoding.BINARY))
    beats: list[Received] = []
    for _ in range(30):
        beats += read(client.wait(1), Encoding.BINARY)
        client.send(encode(Heartbeat(), Encoding.BINARY))
    assert beats == [Heartbeat(CurrentDateTime=int(STARTED_AT))] * 3


@pytest.mark.parametrize("interval", [60, 3600])
def test_the_heartbeat_interval_is_capped(interval: int) -> None:
    """However rarely a client wants to hear from the server, it hears every 40 s."""
    client = Client()
    client.send(encode(LogonRequest(HeartbeatIntervalInSeconds=interval), Encoding.BINARY))
    assert len(read(client.wait(LONGEST_INTERVAL_S), Encoding.BINARY)) == 1


@pytest.mark.parametrize("interval", [0, -1])
def test_no_heartbeats_are_sent_to_who_wants_none(interval: int) -> None:
    """With 0 or -1 the server neither beats nor expects to hear anything."""
    client = Client()
    client.send(encode(LogonRequest(HeartbeatIntervalInSeconds=interval), Encoding.BINARY))
    assert client.wait(300) == b""
    assert client.conversation.closing == ""


@pytest.mark.parametrize(("interval", "patience"), [(10, 20), (1, 5), (60, 80)])
def test_a_silent_client_is_logged_off(interval: int, patience: int) -> None:
    """After two intervals without a byte, and not before, the server says goodbye."""
    client = Client()
    client.send(encode(LogonRequest(HeartbeatIntervalInSeconds=interval), Encoding.BINARY))
    client.wait(patience)
    assert client.conversation.closing == ""
    told = read(client.wait(1), Encoding.BINARY)
    assert told[-1] == Logoff(Reason="No heartbeat received")
    assert client.conversation.closing


def test_a_client_that_never_logs_on_is_dropped() -> None:
    """After 20 s without a valid logon the connection is closed."""
    client = Client()
    client.send(b"GET / HTTP/1.1\r\n\r\n")
    client.wait(20)
    assert client.conversation.closing == ""
    client.wait(1)
    assert client.conversation.closing == "no logon"


@pytest.mark.parametrize(("user", "password"), [("", ""), ("me", "wrong"), ("you", "secret"), ("me", "")])
def test_wrong_credentials_are_refused_for_good(user: str, password: str) -> None:
    """The client is told not to try again, and the connection is closed."""
    client = Client(ServerRules(username="me", password="secret"))
    answer = client.send(encode(LogonRequest(Username=user, Password=password), Encoding.BINARY))
    (told,) = read(answer, Encoding.BINARY)
    assert isinstance(told, LogonResponse)
    assert told.Result == LogonStatus.ERROR_NO_RECONNECT
    assert told.ResultText == "Invalid username or password"
    assert client.conversation.closing
    assert not client.conversation.logged_on


def test_right_credentials_are_accepted() -> None:
    """With user and password as set up the logon succeeds."""
    client = Client(ServerRules(username="me", password="secret"))
    answer = client.send(encode(LogonRequest(Username="me", Password="secret"), Encoding.BINARY))
    (told,) = read(answer, Encoding.BINARY)
    assert isinstance(told, LogonResponse)
    assert told.Result == LogonStatus.SUCCESS


def test_a_password_is_not_shown() -> None:
    """The text form of the rules, as it may get into a log, keeps the password."""
    assert "secret" not in repr(ServerRules(username="me", password="secret"))


def test_every_logon_can_be_refused() -> None:
    """The client hears the given text and may come back."""
    client = Client(ServerRules(refusal="Closed for lunch"))
    (told,) = read(client.send(encode(LOGON, Encoding.BINARY)), Encoding.BINARY)
    assert isinstance(told, LogonResponse)
    assert (told.Result, told.ResultText) == (LogonStatus.ERROR, "Closed for lunch")
    assert client.conversation.closing


def test_a_client_may_log_off() -> None:
    """After its goodbye nothing more is sent."""
    client = Client()
    client.send(encode(LOGON, Encoding.BINARY))
    answer = client.send(written([Logoff(Reason="done"), TradeAccountsRequest(RequestID=1)], Encoding.BINARY))
    assert answer == b""
    assert client.conversation.closing


@pytest.mark.parametrize("rubbish", [b"\0\0\0\0", b"\2\0\1\0abc"])
def test_a_stream_without_frames_is_closed(rubbish: bytes) -> None:
    """A frame that cannot be one ends the connection, and nothing is raised."""
    client = Client()
    client.send(rubbish)
    assert client.conversation.closing.startswith("cannot read what the client sends")


def test_endless_rubbish_in_json_is_closed() -> None:
    """A client that sends one broken text after another is dropped."""
    client = Client()
    client.send(b"{oops}\0" * 200)
    assert client.conversation.closing.startswith("cannot read what the client sends")


def test_a_client_that_does_not_read_is_given_up() -> None:
    """What waits for one client is bounded."""
    client = Client()
    client.send(encode(LOGON, Encoding.JSON))
    flood = [LogonResponse(ResultText="x" * 90)] * 1000
    for _ in range(30):
        client.conversation.tell(flood)
    assert client.conversation.closing == "the client does not read"
    assert len(client.conversation.outgoing()) < 5 * 1024 * 1024


class Pair:
    """This project's own client session and the server, joined without sockets."""

    def __init__(self, config: SessionConfig, rules: ServerRules) -> None:
        self.now = 1000.0
        self.world = World(1, STARTED_AT)
        self.conversation = Conversation(self.world, rules, self.now)
        self.session = Session(config)
        self.events: list[Event] = []
        self.session.connected(self.now)
        self.exchange()

    def exchange(self) -> None:
        """Carry bytes between both until neither has anything to say."""
        while outgoing := self.session.take_outgoing():
            self.conversation.receive(outgoing, self.now)
            answer = self.conversation.outgoing()
            self.conversation.sent(len(answer))
            if answer:
                self.session.receive(answer, self.now)
        self.events += self.session.events()

    def ask(self, request: Message) -> BatchCompleted:
        """Send a request and return its answer."""
        self.session.request(request, self.now)
        self.events.clear()
        self.exchange()
        (batch,) = [event for event in self.events if isinstance(event, BatchCompleted)]
        return batch


@pytest.mark.parametrize("preset", [False, True])
@pytest.mark.parametrize("encoding", list(Encoding))
def test_our_own_client_gets_complete_answers(encoding: Encoding, *, preset: bool) -> None:
    """In every encoding, chosen or preset, all batches of the start sequence are complete."""
    rules = ServerRules(encoding=encoding if preset else None)
    pair = Pair(SessionConfig(encoding=encoding, negotiate=not preset), rules)
    pair.world.advance_to(400, lambda _change: None)
    assert [type(event) for event in pair.events] == [LogonAccepted]
    for request, rows in (
        (TradeAccountsRequest(), 3),
        (CurrentPositionsRequest(), 6),
        (OpenOrdersRequest(TradeAccount=SIM), 2),
        (
            HistoricalOrderFillsRequest(TradeAccount=SIM, NumberOfDays=30),
            len(pair.world.ledgers[SIM].executions),
        ),
        (AccountBalanceRequest(), 2),
        (AccountBalanceRequest(TradeAccount=SIM), 0),
    ):
        batch = pair.ask(request)
        assert batch.complete
        assert len(batch.messages) == rows, request


@pytest.mark.parametrize("encoding", [Encoding.BINARY, Encoding.BINARY_VLS])
def test_our_own_client_follows_a_preset_binary_server(encoding: Encoding) -> None:
    """A client that asks for JSON goes on in the encoding that the server names instead."""
    pair = Pair(SessionConfig(encoding=Encoding.JSON), ServerRules(encoding=encoding))
    assert pair.session.encoding is encoding
    assert pair.ask(TradeAccountsRequest()).complete


@pytest.mark.parametrize(
    ("rules", "may_reconnect"),
    [(ServerRules(refusal="Closed"), True), (ServerRules(username="me", password="secret"), False)],
)
def test_our_own_client_understands_a_refusal(rules: ServerRules, *, may_reconnect: bool) -> None:
    """It hears the reason and whether it may come back."""
    pair = Pair(SessionConfig(encoding=Encoding.JSON), rules)
    (refused,) = [event for event in pair.events if isinstance(event, LogonRefused)]
    assert refused.may_reconnect is may_reconnect


@pytest.mark.parametrize("interval", [1, 10, 60])
def test_our_own_client_and_the_server_keep_each_other_alive(interval: int) -> None:
    """Both sides beat often enough that neither gives up in ten quiet minutes."""
    pair = Pair(SessionConfig(encoding=Encoding.BINARY, heartbeat_interval_s=interval), ServerRules())
    for _ in range(600):
        pair.now += 1
        pair.conversation.tick(pair.now)
        beat = pair.conversation.outgoing()
        pair.conversation.sent(len(beat))
        if beat:
            pair.session.receive(beat, pair.now)
        pair.session.tick(pair.now)
        pair.exchange()
    assert pair.conversation.closing == ""
    assert not [event for event in pair.events if isinstance(event, Closed)]
