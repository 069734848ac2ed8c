"""What a trader is told who was never connected: what was found, and what to switch on; pure."""

from dataclasses import dataclass, replace

from actors.messages import (
    Cell,
    ConnectionChanged,
    ConnectionState,
    QuoteMissed,
    QuoteRead,
    ScopeChanged,
    Shown,
    Ticked,
)
from models import advice
from ui.wording import age_text

STEPS = (advice.SERVER_SETTINGS, advice.ENABLE_SERVER, advice.ALLOW_TRADING, advice.WRITE_SNAPSHOT)
_LOST = {ConnectionState.WAITING, ConnectionState.REFUSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRunView:
    """What is known of the way to Sierra Chart.

    Attributes:
        has_books: An account is known: from now, or from an earlier start.
        was_ready: The link was ready in this run.
        failed: An attempt to connect has failed in this run.
    """

    has_books: bool = False
    was_ready: bool = False
    failed: bool = False
    link: ConnectionChanged | None = None
    quote: QuoteRead | QuoteMissed | None = None
    now: Ticked | None = None

    @property
    def is_due(self) -> bool:
        """Tell whether there never was a successful connection, and one attempt has just failed."""
        return self.failed and not self.has_books and not self.was_ready

    def findings(self) -> tuple[tuple[str, Cell], ...]:
        """Return what was looked for, and what was found."""
        return ("Sierra Chart", _server(self)), ("Prices", _prices(self))


def present(view: FirstRunView, shown: Shown) -> FirstRunView:
    """Return what is known after a fact; the same object when it changes nothing."""
    match shown.fact:
        case ScopeChanged(known=known):
            return replace(view, has_books=True) if known and not view.has_books else view
        case ConnectionChanged(state=state) as link:
            return replace(
                view,
                link=link,
                failed=view.failed or state in _LOST,
                was_ready=view.was_ready or state is ConnectionState.READY,
            )
        case (QuoteRead() | QuoteMissed()) as quote:
            return replace(view, quote=quote)
        case Ticked() as tick:
            return replace(view, now=tick)
        case _:
            return view


def _server(view: FirstRunView) -> Cell:
    link = view.link
    if link is None or link.state is ConnectionState.CONNECTING:
        where = f" at {link.endpoint}" if link else ""
        return Cell(text=f"Looking for its DTC server{where} …", role="info")
    if link.state in {ConnectionState.SYNCING, ConnectionState.READY}:
        return Cell(text=f"Found at {link.endpoint}.", role="profit")
    again = ""
    if link.retry_at is not None and view.now is not None and link.retry_at > view.now.at:
        again = f" Next try in {age_text((link.retry_at - view.now.at).total_seconds() + 1)}."
    return Cell(text=f"Not found. {link.detail}{again}", role="alert")


def _prices(view: FirstRunView) -> Cell:
    match view.quote:
        case QuoteRead(quote=quote):
            return Cell(text=f"They arrive; the last one is {quote.last}.", role="profit")
        case QuoteMissed(reason=reason):
            return Cell(text=f"None: {reason}.", role="alert")
        case _:
            return Cell(text="Looking for the snapshot file …", role="info")
