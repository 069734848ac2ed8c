"""The link to Sierra Chart in words and as an icon."""

from datetime import datetime, tzinfo

from actors.messages import Cell, ConnectionChanged, ConnectionState, LinkHeard
from ui.panel1.view_model import LinkLevel, LinkLook
from ui.wording import age_text, clock_text

# A link is as good as its heartbeats: a fifth late is jitter, one and a half late is trouble.
_GOOD_INTERVALS = 1.2
_SLOW_INTERVALS = 2.5
_FRESH_DATA_S = 5.0
_OLD_DATA_S = 15.0


def link_look(
    connection: ConnectionChanged | None, heard: LinkHeard | None, now: datetime | None, zone: tzinfo | None
) -> LinkLook:
    """Return the words and the icon of the link.

    Args:
        connection: State of the link; None before anything is known.
        heard: How fresh it is; None before the first message.
        now: The newest tick, UTC.
        zone: Time zone of the trader for the tooltip.
    """
    ring = _ring(connection, heard, now)
    return LinkLook(
        cell=_words(connection, heard, now, ring),
        ring=ring,
        disc=_disc(heard, now, ring),
        tip=_tip(connection, heard, zone),
    )


def _ring(connection: ConnectionChanged | None, heard: LinkHeard | None, now: datetime | None) -> LinkLevel:
    if connection is None or connection.state not in {ConnectionState.SYNCING, ConnectionState.READY}:
        return LinkLevel.LOST
    if heard is None or now is None:
        return LinkLevel.GOOD
    intervals = (now - heard.heard_at).total_seconds() / max(heard.heartbeat_s, 1.0)
    if intervals <= _GOOD_INTERVALS:
        return LinkLevel.GOOD
    return LinkLevel.SLOW if intervals <= _SLOW_INTERVALS else LinkLevel.LOST


def _disc(heard: LinkHeard | None, now: datetime | None, ring: LinkLevel) -> LinkLevel:
    # On a quiet market no news is normal as long as heartbeats come.
    quiet = LinkLevel.IDLE if ring is LinkLevel.GOOD else LinkLevel.LOST
    if heard is None or heard.data_at is None or now is None:
        return quiet
    age_s = (now - heard.data_at).total_seconds()
    if age_s <= _FRESH_DATA_S:
        return LinkLevel.GOOD
    if ring is LinkLevel.SLOW and age_s <= _OLD_DATA_S:
        return LinkLevel.SLOW
    return quiet


def _words(
    connection: ConnectionChanged | None, heard: LinkHeard | None, now: datetime | None, ring: LinkLevel
) -> Cell:
    if connection is None:
        return Cell(text="Starting", role="dim")
    if connection.state is ConnectionState.READY:
        if ring is LinkLevel.GOOD:
            return Cell(text="Connected", role="neutral")
        role = "warning" if ring is LinkLevel.SLOW else "alert"
        return Cell(text=f"Silent for {_age(heard, connection, now)}", role=role)
    if connection.state is ConnectionState.SYNCING:
        return Cell(text="Synchronising", role="info")
    if connection.state is ConnectionState.CONNECTING:
        return Cell(text="Connecting", role="info")
    word = "Refused" if connection.state is ConnectionState.REFUSED else "Disconnected"
    text = f"{word}, last news {_age(heard, connection, now)} ago" if heard else word
    if connection.retry_at is not None and now is not None and connection.retry_at > now:
        text += f", retry in {age_text((connection.retry_at - now).total_seconds() + 1)}"
    return Cell(text=text, role="alert")


def _age(heard: LinkHeard | None, connection: ConnectionChanged, now: datetime | None) -> str:
    since = heard.heard_at if heard else connection.at
    return age_text((now - since).total_seconds()) if now else age_text(0)


def _tip(connection: ConnectionChanged | None, heard: LinkHeard | None, zone: tzinfo | None) -> str:
    if connection is None:
        return "Nothing is known about the link to Sierra Chart yet."
    lines = [f"Sierra Chart at {connection.endpoint}: {connection.state.value}"]
    if connection.detail:
        lines.append(connection.detail)
    lines.append(f"Last message: {_moment(heard.heard_at if heard else None, zone)}")
    lines.append(f"Last account data: {_moment(heard.data_at if heard else None, zone)}")
    return "\n".join(lines)


def _moment(at: datetime | None, zone: tzinfo | None) -> str:
    return "never" if at is None else clock_text(at, zone, seconds=True)
