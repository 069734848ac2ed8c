"""The DTC wire protocol without any I/O: bytes and time in, events and bytes out."""
