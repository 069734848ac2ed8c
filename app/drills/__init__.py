"""What the program can prove by itself for the gates of the rollout."""
