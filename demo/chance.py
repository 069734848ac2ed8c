"""Seeded chance: the same seed gives the same market and the same traders."""

from random import Random


def chance_for(seed: int, purpose: str) -> Random:
    """Return the stream of random numbers of one purpose.

    Every purpose has a stream of its own, so that a trader who decides differently does not move the market.
    The text is hashed by `Random` itself (SHA-512), not by `hash()`, which differs between processes.

    Args:
        seed: Seed of the world.
        purpose: Who draws the numbers, for example "market".
    """
    return Random(f"{seed}:{purpose}")  # noqa: S311 - a simulation, no secret
