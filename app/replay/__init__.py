"""Plays a recording on the same actors and panels."""
