"""The real actors at the end of a line that a proxy breaks: `python3 -m tests.faults`."""
