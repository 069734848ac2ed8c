"""What a fault is, and where all of them are kept."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from dtc.enums import Encoding
from tests.faults.desk import Desk

ENCODINGS: Final = (Encoding.JSON, Encoding.JSON_COMPACT, Encoding.BINARY, Encoding.BINARY_VLS)
IN_JSON: Final = ENCODINGS[:2]
IN_BINARY: Final = ENCODINGS[2:]

Inflict = Callable[[Desk], None]


class Fault(NamedTuple):
    """One thing that goes wrong.

    Attributes:
        name: Unlike all others.
        does: What is done to the line, in a sentence.
        holds: What must hold beyond what must hold always, in a sentence.
        inflict: Does it; when it returns, the fault is over.
        encodings: Those in which it is possible.
    """

    name: str
    does: str
    holds: str
    inflict: Inflict
    encodings: Sequence[Encoding]


class Group:
    """The faults of one module, in the order in which they are written there."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, holds: str, encodings: Sequence[Encoding] = ENCODINGS) -> Callable[[Inflict], Inflict]:
        """Keep a function as a fault; its name and its docstring are those of the fault."""

        def keep(inflict: Inflict) -> Inflict:
            name = getattr(inflict, "__name__", "").replace("_", "-")
            does = (inflict.__doc__ or "").splitlines()[0]
            self.faults.append(Fault(name, does, holds, inflict, encodings))
            return inflict

        return keep
