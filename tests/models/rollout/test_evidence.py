"""Evidence files."""

import json

import msgspec
import pytest

from models.rollout.evidence import (
    Evidence,
    Use,
    content_of,
    evidence_of,
    line_of,
    name_of,
    number_of,
    reference,
    references,
    verdict_of,
)
from models.rollout.gates import NO_COST, Gate, Result
from models.seal import digest

GATE = Gate(name="sessions", have="4", need=">= 5", result=Result.INCONCLUSIVE)
EVIDENCE = Evidence(
    t="2026-11-23T15:00:00.123Z",
    version="1.0.0",
    asked="check",
    stage="4.1",
    since="2026-11-16T15:00:00.000Z",
    use=(Use(source="SIM", days=4, seconds=9_000),),
    counts={"open": 3},
    days=("2026-11-23",),
    cost=NO_COST,
    proofs=(),
    ignored=(),
    signatures=(),
    gates=(GATE,),
    verdict=Result.INCONCLUSIVE,
)
CONTENT = content_of(EVIDENCE)
NAME = name_of(7, EVIDENCE)


def test_the_file_is_json_for_people_and_says_all() -> None:
    """Thresholds, verdicts, counts and time are there, and it comes back as it was."""
    fields = json.loads(CONTENT)
    assert fields["gates"] == [{"name": "sessions", "have": "4", "need": ">= 5", "result": "inconclusive"}]
    assert (fields["version"], fields["verdict"], fields["counts"]) == ("1.0.0", "inconclusive", {"open": 3})
    assert evidence_of(CONTENT) == EVIDENCE
    assert NAME == "0007-phase4-20261123T150000Z.json"
    assert (number_of(NAME), number_of("notes.json")) == (7, None)


@pytest.mark.parametrize("place", range(0, len(CONTENT), 7))
def test_a_changed_byte_is_found(place: int) -> None:
    """Wherever it is."""
    changed = CONTENT[:place] + bytes([CONTENT[place] ^ 1]) + CONTENT[place + 1 :]
    assert evidence_of(changed) is None
    assert line_of(NAME, changed, {NAME: digest(CONTENT)}).problem == "it is not what was sealed"


def test_a_file_that_was_sealed_anew_is_not_the_one_in_the_audit_trail() -> None:
    """Whoever can compute a hash can seal; the trail knows the hash of the whole file."""
    better = content_of(msgspec.structs.replace(EVIDENCE, verdict=Result.PASS))
    referred = references((None, "note", reference(NAME, CONTENT)))
    assert line_of(NAME, CONTENT, referred).problem == ""
    assert line_of(NAME, better, referred).problem == "the audit trail names another content"


def test_the_worst_result_is_the_verdict() -> None:
    """One gate that does not pass is enough."""
    gates = {result: msgspec.structs.replace(GATE, result=result) for result in Result}
    assert verdict_of((gates[Result.PASS],)) is Result.PASS
    assert verdict_of(tuple(gates.values())) is Result.ERROR
    assert verdict_of((gates[Result.PASS], gates[Result.INCONCLUSIVE])) is Result.INCONCLUSIVE
    assert verdict_of((gates[Result.FAIL], gates[Result.INCONCLUSIVE])) is Result.FAIL


def test_use_says_whether_it_counts() -> None:
    """In hours and session days; what never counts says so."""
    assert Use(source="LIVE", days=4, seconds=9_000).text() == "LIVE 2.5 h on 4 days"
    assert Use(source="demo", days=1, seconds=3_600).text() == "demo 1.0 h on 1 day (never counts)"
