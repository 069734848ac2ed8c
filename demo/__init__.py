"""The other side: a simulated exchange, its traders, a DTC server and the snapshot file."""
