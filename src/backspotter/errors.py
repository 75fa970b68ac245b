"""What can go wrong through no fault of ours, in words a person can act on.

The exit code of the command line hangs on the class, so that scripts can tell unusable input
(2) from a fault of ours (1).
"""

from __future__ import annotations

MOST_SHOWN = 60
NOTHING = "nothing"


class BackspotterError(Exception):
    """Base of every error that is meant to be read by a person."""

    exit_code = 1


class InputError(BackspotterError):
    """Input that cannot be used: names the field, what was given, what was expected."""

    exit_code = 2

    def __init__(self, field: str, *, given: object, expected: str, do: str = "") -> None:
        self.field = field
        self.given = shown(given)
        self.expected = expected
        self.do = do
        hint = f"; {do}" if do else ""
        super().__init__(f"{field}: got {self.given}, expected {expected}{hint}")

    @property
    def sentence(self) -> str:
        """The same where the field stands beside it: Got 700; expected 0 to 600 kg."""
        hint = f"; {self.do}" if self.do else ""
        return f"Got {self.given}; expected {self.expected}{hint}."


def shown(given: object) -> str:
    """One short printable line of what was given, whatever it was: in words where it was empty."""
    text = given if isinstance(given, str) else repr(given)
    if not text.strip():
        return NOTHING
    one_line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return one_line if len(one_line) <= MOST_SHOWN else one_line[: MOST_SHOWN - 1] + "…"
