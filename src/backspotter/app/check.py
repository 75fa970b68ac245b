"""The check: one report in, one answer out, whether it came as text, as answers or in a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from backspotter.app.answer import answer_document, can_be_judged
from backspotter.app.documents import plain_errors, refuse_unusable_text
from backspotter.app.not_alone import first_line
from backspotter.levels import Level
from backspotter.reading.model import READABLE, Reading
from backspotter.triage.advice import country_code
from backspotter.triage.assess import Assessment, assess
from backspotter.triage.check_in import FIELDS, CheckIn, check_in_from

EXIT_DONE = 0
EXIT_UNUSABLE = 2
EXIT_COULD_NOT_JUDGE = 3
EXIT_EMERGENCY = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """An assessment with the reading it came from, if it came from free text."""

    assessment: Assessment
    country: str = ""
    reading: Reading | None = None
    id: str | int | None = None

    @property
    def problem(self) -> str:
        """Why nothing could be read, or nothing."""
        return self.reading.problem if self.reading else READABLE

    @property
    def first(self) -> str:
        """What is said before all else; mostly nothing."""
        return first_line(self.reading.text, self.country) if self.reading else ""

    @property
    def judged(self) -> bool:
        """Whether there is a level to speak of."""
        return can_be_judged(self.reading)

    @property
    def exit_code(self) -> int:
        """What the command line ends with."""
        if not self.judged:
            return EXIT_COULD_NOT_JUDGE
        is_emergency = self.assessment.level is Level.emergency
        return EXIT_EMERGENCY if is_emergency else EXIT_DONE

    def document(self) -> dict[str, Any]:
        """The answer as JSON has it."""
        return answer_document(self.assessment, reading=self.reading, id=self.id, first=self.first)


def check_text(text: str, country: str = "", *, id: str | int | None = None) -> Answer:
    """The answer to a report in free text, with nobody there to ask.

    Parameters
    ----------
    text : one report, at most ``MAX_TEXT_CHARS`` characters
    country : two-letter code that chooses the number to call; empty for not said
    id : given back as it came

    Raises
    ------
    InputError : a text that is too long or no text, or a country that is no code
    """
    country = country_code(country)
    reading = read_report(text)
    return Answer(assess(counted(reading), country=country), country, reading, id)


def check_document(document: object, country: str = "", *, id: str | int | None = None) -> Answer:
    """The answer to a check-in document: an object of field names and values.

    Raises
    ------
    InputError : an unknown field, an impossible value, or a country that is no code
    """
    country = country_code(country)
    with plain_errors("check_in"):
        check_in = check_in_from(document)
    return Answer(assess(check_in, country=country), country, None, id)


def read_report(text: str) -> Reading:
    """What a report says, for a person to correct.

    Raises
    ------
    InputError : a text that is too long or no text
    """
    from backspotter.reading import read  # its word lists are only needed for free text

    refuse_unusable_text(text)
    return read(text)


def counted(reading: Reading) -> CheckIn:
    """The check-in that counts when nobody can be asked: an unclear sign counts as present."""
    check_in = reading.check_in
    present = {
        each.field: "yes"
        for each in reading.unclear
        if FIELDS[each.field]["kind"] == "sign"
        and each.taken_as == "yes"
        and not check_in.knows(each.field)
    }
    return check_in.with_(**present) if present else check_in
