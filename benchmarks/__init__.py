"""What the monitor costs, beside a plain reference in the same run: `python3 -m benchmarks [NAME ...]`."""
