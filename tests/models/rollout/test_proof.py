"""What the program has proven."""

import msgspec

from models.rollout.proof import Proof


def test_a_proof_can_be_kept_and_read_again() -> None:
    """It is a part of every evidence file."""
    proof = Proof(name="flags", holds=True, have="all", version="1", t="2026-11-23T15:00:00.000Z")
    assert msgspec.json.decode(msgspec.json.encode(proof), type=Proof) == proof
