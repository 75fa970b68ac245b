"""The log of lifts and nights, what they amount to, what to lift next. Pure: the date is given."""
