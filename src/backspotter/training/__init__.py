"""The log of lifts and nights, what they amount to, and what to lift next; pure."""
