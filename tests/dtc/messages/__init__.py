"""Tests of the messages, by subject."""
