"""Plays a tape on a monitor, and looks whether what must be seen is seen."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Final

from msgspec import structs

from actors.messages import ResetSimBalance, ShowBook, ShowMode, ShowNextMode, SwitchEquityView
from dtc.enums import BuySell, OrderStatus, OrderUpdateReason
from dtc.messages import AccountBalanceUpdate, OrderUpdate, PositionUpdate
from models.book import TradeMode
from tests.oracle.comparison import Comparison, Outcome
from tests.oracle.exchange import ENDS, KINDS, Held
from tests.oracle.inspector import Inspector
from tests.oracle.monitor import Monitor
from tests.oracle.tape import Action, Expectation, Tape

_MODES: Final = {mode.value for mode in TradeMode}


class Player:
    """One playing of a tape.

    Args:
        tape: What happens.
        folder: An empty folder for the database.
        restart_after: Index of the action after which the monitor ends and begins again; None for none.
        orderly: Whether that end is an orderly one.
    """

    def __init__(
        self, tape: Tape, folder: Path, *, restart_after: int | None = None, orderly: bool = True
    ) -> None:
        self._tape = tape
        self._restart_after = restart_after
        self._orderly = orderly
        self._fills = 0
        self.monitor = Monitor(folder, tape.accounts, encoding=tape.encoding, follows=tape.follows)
        self.monitor.listener.is_deaf = bool(tape.no_accountant)
        self.problems: list[str] = []
        self.outcome = Outcome()
        self._does: Mapping[str, Callable[[Action], None]] = {
            "fill": self._fill,
            "repeat": self._repeat,
            "restate": self._restate,
            "report": self._report,
            "order": self._order,
            "end": self._end,
            "balance": self._balance,
            "define": self._define,
            "refuse": self._refuse,
            "ignore": self._ignore,
            "hide": self._hide,
            "quote": self._quote,
            "row": self._row,
            "study": self._study,
            "trade": lambda action: self.monitor.exchange.trade(*action.words),
            "show": self._show,
            "next": self._next,
            "reset": self._reset,
            "mode": self._mode,
            "equity": lambda _action: self._equity(),
            "link": self._link,
            "restart": self._restart,
            "crash": self._restart,
            "ready": lambda _action: self.monitor.synchronise(),
            "wait": lambda _action: None,
            "clock": self._clock,
            "sleep": self._sleep,
        }

    def play(self) -> list[str]:
        """Play to the end; return what was not as expected."""
        try:
            for index, (action, expectations) in enumerate(self._tape.steps):
                self.monitor.wait(action.after_s)
                self._does[action.verb](action)
                self.monitor.settle()
                if index == self._restart_after:
                    self.monitor.restart(orderly=self._orderly)
                is_last = index == len(self._tape.steps) - 1
                if expectations and (self._restart_after is None or is_last):
                    self._check(expectations)
                    self._compare(expectations[-1].line)
        finally:
            self.monitor.close()
        return self.problems

    def _fill(self, action: Action) -> None:
        account, symbol, quantity, price = action.words
        self._fills += 1
        number = action.options.get("id", f"e{self._fills}")
        update = self.monitor.broker.fill(
            account,
            symbol,
            int(quantity),
            price,
            at=self.monitor.clock.now,
            execution_id=number,
            order_id=action.options.get("order", f"o-{number}"),
            of=int(action.options.get("of", abs(int(quantity)))),
        )
        reports = [self.monitor.broker.position(account, symbol)] * int(action.options.get("times", 2))
        match action.options.get("report", "after"):
            case "after":
                self.monitor.exchange.send(update, *reports)
            case "before":
                self.monitor.exchange.send(*reports, update)
            case "alone":
                self.monitor.exchange.send(update)
            case "only":
                self.monitor.exchange.send(*reports)

    def _repeat(self, action: Action) -> None:
        update = self.monitor.broker.said[action.words[0]]
        self.monitor.exchange.send(*[update] * int(action.options.get("times", 1)))

    def _restate(self, action: Action) -> None:
        restated = OrderUpdateReason.OPEN_ORDERS_REQUEST_RESPONSE
        update = self.monitor.broker.said[action.words[0]]
        self.monitor.exchange.send(structs.replace(update, OrderUpdateReason=restated))

    def _report(self, action: Action) -> None:
        account, symbol, quantity, price = action.words
        key, held = (account, symbol), Held(int(quantity))
        self.monitor.broker.held[key] = held
        update = PositionUpdate(
            TradeAccount=account,
            Symbol=symbol,
            Quantity=float(quantity),
            AveragePrice=None if price == "-" else float(price),
            LowPriceDuringPosition=_price(action.options.get("low")),
            HighPriceDuringPosition=_price(action.options.get("high")),
            Unsolicited=1,
        )
        if price != "-":
            held.average = Fraction(price)
        self.monitor.exchange.send(*[update] * int(action.options.get("times", 1)))

    def _order(self, action: Action) -> None:
        account, symbol, side, kind, quantity, price = action.words
        order_id, replaced = action.options["id"], action.options.get("replaces", "")
        update = OrderUpdate(
            TradeAccount=account,
            Symbol=symbol,
            ServerOrderID=order_id,
            PreviousServerOrderID=replaced,
            OrderStatus=OrderStatus.OPEN,
            OrderUpdateReason=OrderUpdateReason.ORDER_CANCEL_REPLACE_COMPLETE
            if replaced
            else OrderUpdateReason.NEW_ORDER_ACCEPTED,
            OrderType=KINDS[kind],
            BuySell=BuySell[side.upper()],
            Price1=float(price),
            OrderQuantity=float(quantity),
            FilledQuantity=0.0,
            RemainingQuantity=float(quantity),
        )
        self.monitor.broker.orders.pop(replaced, None)
        self.monitor.broker.orders[order_id] = update
        self.monitor.exchange.send(update)

    def _end(self, action: Action) -> None:
        order_id, how = action.words
        status, reason = ENDS[how]
        order = self.monitor.broker.orders.pop(order_id)
        self.monitor.exchange.send(structs.replace(order, OrderStatus=status, OrderUpdateReason=reason))

    def _balance(self, action: Action) -> None:
        account, cash = action.words
        self.monitor.broker.balances[account] = float(cash)
        self.monitor.exchange.send(
            AccountBalanceUpdate(TradeAccount=account, CashBalance=float(cash), Unsolicited=1)
        )

    def _define(self, action: Action) -> None:
        symbol, tick, value = action.words
        self.monitor.broker.definitions[symbol] = (float(tick), float(value))

    def _refuse(self, action: Action) -> None:
        self.monitor.broker.refused = set() if action.words[0] == "nothing" else {action.words[0]}

    def _ignore(self, action: Action) -> None:
        self.monitor.broker.ignored = set() if action.words[0] == "nothing" else {action.words[0]}

    def _hide(self, action: Action) -> None:
        self.monitor.broker.hidden = set(action.words) - {"nobody"}

    def _quote(self, action: Action) -> None:
        self.monitor.study.write(action.words[0], **action.options)

    def _row(self, action: Action) -> None:
        self.monitor.study.row = action.words[0] + "\n"

    def _study(self, action: Action) -> None:
        study, word = self.monitor.study, action.words[0]
        study.runs, study.exists = word == "runs", word != "deleted"

    def _show(self, action: Action) -> None:
        word = action.words[0]
        self.monitor.tell(
            ShowMode(mode=TradeMode(word)) if word in _MODES else ShowBook(book=self.monitor.book(word))
        )

    def _next(self, action: Action) -> None:
        for _ in range(int(action.options.get("times", 1))):
            self.monitor.post(ShowNextMode())

    def _reset(self, action: Action) -> None:
        self.monitor.listener.reset(action.words[0])
        self.monitor.tell(ResetSimBalance(book=self.monitor.book(action.words[0]), reason="asked for"))

    def _equity(self) -> None:
        self.monitor.listener.switch_equity()
        self.monitor.post(SwitchEquityView())

    def _mode(self, action: Action) -> None:
        account, mode = action.words
        self.monitor.modes[account] = TradeMode(mode)
        self.monitor.restart(orderly=True)

    def _link(self, action: Action) -> None:
        if action.words[0] == "down":
            self.monitor.exchange.cut()
        else:
            self.monitor.exchange.is_up = True

    def _restart(self, action: Action) -> None:
        away_s = float(action.words[0]) if action.words else 0.0
        self.monitor.restart(orderly=action.verb == "restart", away_s=away_s)

    def _clock(self, action: Action) -> None:
        self.monitor.listener.set_clock(float(action.words[0]))
        self.monitor.clock.set_by(float(action.words[0]))

    def _sleep(self, action: Action) -> None:
        self.monitor.listener.sleep()
        self.monitor.clock.sleep(float(action.words[0]))

    def _compare(self, line: int) -> None:
        """Look whether the accountant has seen the same, where an accountant can."""
        if self._tape.no_accountant:
            return
        outcome = Comparison(self.monitor).of_all()
        self.outcome.add(outcome)
        self.problems += [f"{self._tape.name}.tape:{line}: {text}" for text in outcome.differences]

    def _check(self, expectations: list[Expectation]) -> None:
        inspector = Inspector(self.monitor)
        for expectation in expectations:
            if expectation.straight and self._restart_after is not None:
                continue
            found = inspector.find(expectation)
            if found:
                what = f"{self._tape.name}.tape:{expectation.line}: {expectation.kind}"
                self.problems.append(f"{what} {' | '.join(expectation.words)}: {found}")


def _price(text: str | None) -> float | None:
    return None if text is None else float(text)
