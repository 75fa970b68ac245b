"""The check as a conversation: greets, listens, asks, and keeps what was said if it is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from backspotter.app import draft as drafts
from backspotter.app.agreement import Agreement, begin
from backspotter.app.answer import can_be_judged
from backspotter.app.answer_so_far import draft_so_far
from backspotter.app.check import Answer, read_report
from backspotter.app.counted import counted
from backspotter.app.draft import Draft
from backspotter.app.emergency_signs import all_asked
from backspotter.app.interview import Interview, back, for_what_is_new, next_page
from backspotter.app.not_alone import before
from backspotter.app.plain_words import LEVEL_NAMES, PROBLEMS
from backspotter.cli.agreeing import agree
from backspotter.cli.pages import WantsSoFar, answer_page, show_title, until_clear
from backspotter.cli.result import show_answer, show_card
from backspotter.cli.terminal import Back, Left, hanging, read_line
from backspotter.errors import InputError
from backspotter.reading.model import UNREADABLE, Reading
from backspotter.triage.advice import CountryNumbers, country_code, numbers_of
from backspotter.triage.assess import assess
from backspotter.triage.check_in import CheckIn

if TYPE_CHECKING:
    from backspotter.journal.records import Flag

GREETING = "Backspotter: is your lower back sore or hurt? Some questions, then an answer."
CAUTION = "This is not a diagnosis. b goes back; q stops and keeps your answers."
OFFER = "Every sign that alone means an emergency was asked. Type so far to see the answer so far."
GOES_ON = "That is the answer so far; nothing of it is kept yet. The questions go on:"
COUNTRY = "Which country are you in? It decides the number to call."
TELL = (
    "What happened? Say it in your own words: what you lifted and when, where it hurts, how it "
    "feels. An empty line ends it. Or press Enter now to be asked."
)


STANDS = "Still open, and no answer lowers it until somebody has examined you:"
ONLY_NEW = "Enter = only what is new, a = all questions"


def converse(
    console: Console, country: str = "", *, at_home: str = "", stands: Sequence[Flag] = ()
) -> Answer:
    """Ask until there is an answer.

    Parameters
    ----------
    country : two-letter code; asked for when empty, and ``at_home`` too
    at_home : that of the profile: it counts where nothing else was said
    stands : open flags that cannot wait, the most urgent first; with one, only what is new is
        asked, unless all is wanted

    Raises
    ------
    Left : the person stopped first; what they said is kept
    """
    talk = Conversation(console, drafts.draft_file(), at_home, stands)
    try:
        return talk.run(country)
    except (KeyboardInterrupt, Left):
        console.print()
        raise Left(talk.parting_words()) from None


@dataclass
class Conversation:
    """One check-in with one person, from the greeting to the answer."""

    console: Console
    file: Path
    at_home: str = ""
    stands: Sequence[Flag] = ()
    draft: Draft = field(default_factory=lambda: Draft(Interview(CheckIn())))
    is_kept: bool = False
    cannot_keep: bool = False

    def run(self, country: str) -> Answer:
        """The answer, asked for page by page."""
        self._say(GREETING)
        self._say(CAUTION)
        if not self._resume():
            self._begin(country)
        elif country or not self._known_country():
            country = country or self.at_home
            self._keep(interview=replace(self.draft.interview, country=country))
        while not self.draft.agreed:
            self._listen()
        self._ask_pages()
        return drafts.answer_of(self.draft)

    def _begin(self, country: str) -> None:
        if self.stands and self._wants_only_what_is_new():
            self._keep(interview=for_what_is_new(self._country(country)), agreed=True)
        else:
            self._keep(interview=Interview(CheckIn(), self._country(country)))

    def _wants_only_what_is_new(self) -> bool:
        """Say what is open and how it ends, and ask how much to go through."""
        self.console.print()
        hanging(self.console, "", STANDS, style="bold")
        for flag in self.stands:
            level = LEVEL_NAMES[flag.level]
            hanging(
                self.console,
                f"{flag.id:>3}  ",
                f"{level}, since {flag.opened.date()}: {flag.words}",
            )
        number = self.stands[0].id
        self._say(
            f"Examined: q, then backspotter flags examined {number} --by WHO --at WHEN. "
            f"Never there: q, then backspotter flags mistake {number}."
        )
        try:
            return until_clear(self.console, ONLY_NEW, _is_all) is not True
        except Back:
            return True

    def parting_words(self) -> str:
        """What to say to someone who leaves."""
        if self.is_kept:
            return "stopped; your answers are kept, start it again to go on"
        lost = "could not be kept" if self.cannot_keep else "were none yet"
        return f"stopped; your answers {lost}"

    def _say(self, words: str) -> None:
        hanging(self.console, "", words)

    def _keep(self, **changes: object) -> None:
        """Go on with these changes, and write them down."""
        self.draft = replace(self.draft, **changes)  # type: ignore[arg-type]
        try:
            drafts.save(self.draft, self.file, now=datetime.now(UTC))
            self.is_kept = True
        except OSError as error:
            if not self.cannot_keep:
                self._say(f"Your answers cannot be kept if you stop: {error.strerror}.")
            self.cannot_keep, self.is_kept = True, False

    def _resume(self) -> bool:
        """Whether an earlier conversation goes on."""
        try:
            found = drafts.load(self.file, now=datetime.now(UTC))
        except InputError:
            aside = drafts.set_aside(self.file)
            self._say(f"An earlier check could not be read. It was moved to {aside}.")
            return False
        if found is None:
            return False
        draft, age_h = found
        self.draft, self.is_kept = draft, True
        if not self._wants_to_go_on(age_h):
            drafts.delete(self.file)
            self.draft, self.is_kept = Draft(Interview(CheckIn())), False
            return False
        if age_h >= drafts.STALE_AFTER_H:
            self._say("What may have changed since then is asked again.")
        return True

    def _wants_to_go_on(self, age_h: float) -> bool:
        ago = f"{age_h:.0f} hours" if age_h >= 1.5 else counted(round(60 * age_h), "minute")
        self.console.print()
        self._say(f"You stopped a check {ago} ago.")
        try:
            return until_clear(self.console, "Enter = go on, n = start again", _is_no) is not True
        except Back:
            return True

    def _country(self, given: str) -> str:
        if given:
            return given
        if self.at_home:
            numbers = numbers_of(self.at_home)
            self._say(f"To call: {numbers.emergency}, as in your profile ({numbers.code}).")
            return self.at_home
        self.console.print()
        self._say(COUNTRY)
        try:
            code = until_clear(self.console, "GB, US …, Enter = skip", _numbers)
        except Back:
            return self._country(given)
        if code is None:
            return ""
        if not code.name:
            self._say(f"No numbers are listed for {code.code}; use the one you know.")
        return code.code

    def _listen(self) -> None:
        """Take a report in free text, if there is one, and go through what was read."""
        text = self.draft.text or self._told()
        if not text:
            self._keep(agreed=True)
            return
        try:
            reading = read_report(text)
        except InputError as error:
            self._say(f"{str(error).capitalize()}.")
            self._keep(text="")
            return
        self._keep(text=text)
        if not can_be_judged(reading):
            self._say_problem(reading)
            self._keep(text="", agreement=None)
            return
        self._go_through(reading)

    def _told(self) -> str:
        """The lines up to an empty one, each kept as it comes."""
        self.console.print()
        self._say(TELL)
        said: list[str] = []
        while line := read_line(self.console):
            if not said and line.lower() in ("q", "quit"):
                raise Left("stopped")
            said.append(line)
            self._keep(text="\n".join(said))
        return "\n".join(said)

    def _say_problem(self, reading: Reading) -> None:
        if reading.problem in UNREADABLE:
            show_card(self.console, Answer(assess(CheckIn()), self._known_country(), reading))
        else:
            self._say(before(PROBLEMS[reading.problem], reading.text, self._known_country()))

    def _known_country(self) -> str:
        return self.draft.interview.country

    def _go_through(self, reading: Reading) -> None:
        begun = self.draft.agreement or begin(reading)
        try:
            agreement = agree(self.console, reading, begun, self._keep_agreement)
        except Back:
            self._keep(text="", agreement=None)
            return
        interview = replace(self.draft.interview, check_in=agreement.check_in)
        self._keep(interview=interview, agreed=True)

    def _keep_agreement(self, agreement: Agreement) -> None:
        self._keep(agreement=agreement)

    def _ask_pages(self) -> None:
        """Show page after page until nothing left could change the level."""
        shown, offered = "", False
        while page := next_page(self.draft.interview):
            self.console.print()
            if not offered and all_asked(self.draft.interview):
                self._say(OFFER)
                offered = True
            if page.screen.id != shown:
                show_title(self.console, page)
                shown = page.screen.id
            try:
                self._keep(interview=answer_page(self.console, self.draft.interview, page))
            except Back:
                self._go_back()
                shown = ""
            except WantsSoFar:
                self._show_so_far()
                shown = ""

    def _show_so_far(self) -> None:
        """The answer as things stand; the questions go on after it."""
        stands = draft_so_far(self.draft, now=datetime.now(UTC).astimezone())
        show_answer(self.console, stands.answer)
        self.console.print()
        self._say(GOES_ON)

    def _go_back(self) -> None:
        before = back(self.draft.interview)
        if before is None:
            self._say("This is the first screen.")
        else:
            self._keep(interview=before)


def _is_all(answer: str) -> bool:
    return answer.lower().startswith("a")


def _numbers(answer: str) -> CountryNumbers:
    return numbers_of(country_code(answer))


def _is_no(answer: str) -> bool:
    return answer.lower().startswith("n")
