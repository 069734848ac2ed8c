"""An evidence file: what a decision about the rollout rests on, sealed; pure."""

import re
from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from models.perf import Summary
from models.rollout.gates import Gate, Result, SignOff
from models.rollout.proof import Proof
from models.rollout.tally import REAL
from models.seal import digest, is_as_sealed, sealed

FOLDER: Final = "evidence"
_NAME: Final = re.compile(r"(\d{4,})-phase[1-7]-\d{8}T\d{6}Z\.json")


class Use(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How long the monitor was in use, from one source.

    Attributes:
        source: `SIM`, `LIVE`, or what never counts: `DEBUG`, `demo`.
        days: Session days.
    """

    source: str
    days: int
    seconds: int

    def text(self) -> str:
        """Return it in words."""
        days = "1 day" if self.days == 1 else f"{self.days} days"
        never = "" if self.source in REAL else " (never counts)"
        return f"{self.source} {self.seconds / 3600:.1f} h on {days}{never}"


class Evidence(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What was decided, and on what.

    Attributes:
        t: UTC, as in the audit trail.
        version: Of the program that decided.
        asked: What for.
        stage: Key of the stage whose gates these are.
        since: When that stage began, UTC; None where that is not known.
        use: All use since then, also what does not count.
        counts: Of real use since then.
        days: Session days of real use since then.
        gates: Thresholds and verdicts.
        verdict: The worst of them.
    """

    t: str
    version: str
    asked: Literal["check", "promote", "force"]
    stage: str
    since: str | None
    use: tuple[Use, ...]
    counts: Mapping[str, int]
    days: tuple[str, ...]
    cost: Summary
    proofs: tuple[Proof, ...]
    ignored: tuple[str, ...]
    signatures: tuple[SignOff, ...]
    gates: tuple[Gate, ...]
    verdict: Result


class EvidenceLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is known of an evidence file.

    Attributes:
        sha256: Of the whole file; empty where it cannot be read.
        problem: Why it does not verify; empty when all is well.
    """

    name: str
    sha256: str = ""
    verdict: str = ""
    problem: str = ""


def verdict_of(gates: tuple[Gate, ...]) -> Result:
    """Return the worst result."""
    order = (Result.ERROR, Result.FAIL, Result.INCONCLUSIVE)
    return next((result for result in order if any(gate.result is result for gate in gates)), Result.PASS)


def name_of(number: int, evidence: Evidence) -> str:
    """Return the name of the file."""
    stamp = evidence.t.partition(".")[0].replace("-", "").replace(":", "")
    return f"{number:04d}-phase{evidence.stage[0]}-{stamp}Z.json"


def number_of(name: str) -> int | None:
    """Return the number of a file; None where it is no evidence file."""
    found = _NAME.fullmatch(name)
    return int(found.group(1)) if found else None


def content_of(evidence: Evidence) -> bytes:
    """Return the content of the file, for people to read and sealed."""
    text = msgspec.json.format(msgspec.json.encode(evidence), indent=2)
    return sealed(text.removesuffix(b"\n}")) + b"\n"


def reference(name: str, content: bytes) -> str:
    """Return what the audit trail says of the file."""
    return f"{FOLDER}/{name} sha256:{digest(content)}"


def evidence_of(content: bytes) -> Evidence | None:
    """Return what a file says; None where a byte of it was changed."""
    if not content.endswith(b"\n") or not is_as_sealed(content[:-1]):
        return None
    try:
        return msgspec.json.decode(content, type=Evidence)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def line_of(name: str, content: bytes, referred: Mapping[str, str]) -> EvidenceLine:
    """Return whether a file is as it was written.

    Args:
        name: Of the file.
        content: All of it.
        referred: What the audit trail says: the SHA-256 by name.
    """
    found, sha256 = evidence_of(content), digest(content)
    if found is None:
        return EvidenceLine(name=name, sha256=sha256, problem="it is not what was sealed")
    said = referred.get(name)
    # One that nobody names supports no decision: the program ended between file and trail.
    problem = "the audit trail names another content" if said not in {None, sha256} else ""
    return EvidenceLine(name=name, sha256=sha256, verdict=found.verdict.value, problem=problem)


def references(fields: tuple[str | None, ...]) -> Mapping[str, str]:
    """Return the SHA-256 of every evidence file that the audit trail names, by name.

    Args:
        fields: The `evidence` fields of its entries.
    """
    pairs = (field.partition(" sha256:") for field in fields if field and field.startswith(f"{FOLDER}/"))
    return {place.removeprefix(f"{FOLDER}/"): sha256 for place, _, sha256 in pairs}
