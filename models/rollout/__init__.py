"""The rollout of the new panels: its phases, the gates between them, and the evidence that opens a gate."""
