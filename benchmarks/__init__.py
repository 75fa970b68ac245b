"""What the check is measured by: accuracy, speed, start-up, memory. ``python -m benchmarks``."""
