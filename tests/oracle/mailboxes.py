"""The single thread in which the oracle lets the actors play."""

from actors.ensemble import Delivery, Ensemble


class FlawlessEnsemble(Ensemble):
    """Actors that must never fail."""

    def deliver(self, delivery: Delivery) -> None:
        """Let an actor handle a message.

        Raises:
            AssertionError: It failed.
        """
        super().deliver(delivery)
        actor = delivery.receiver
        assert not actor.failed_messages, f"{actor.name} failed on {actor.failed_messages[0]}"
