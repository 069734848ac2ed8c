"""Errors of the protocol."""

from dtc.errors import LocalProtocolError, ProtocolError, RemoteProtocolError, UnwritableError


def test_errors_say_whose_fault_it_is() -> None:
    """Ours and the peer's are told apart by type, and caught together by their base."""
    remote = RemoteProtocolError("bad", offset=7, fatal=True)
    assert (str(remote), remote.offset, remote.fatal) == ("bad", 7, True)
    assert not RemoteProtocolError("bad").fatal
    assert not issubclass(LocalProtocolError, RemoteProtocolError)
    assert issubclass(LocalProtocolError, ProtocolError)


def test_what_does_not_fit_is_ours() -> None:
    """A message that cannot be written is an error of this side, which a session can tell from others."""
    assert issubclass(UnwritableError, LocalProtocolError)
