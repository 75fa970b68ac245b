"""How long a check on the page is: screens, taps, words, and the time to read them.

    python -m benchmarks.check_length

Walks the page's own interview, form by form, for four people, and counts what each screen shows
below its frame: every word that can be seen, of questions, answers, hints and buttons. A tap is a
touch of the screen: an answer, a tick, Next, a field, each key of a number that is typed. It begins
with the screen that begins a check, where the country is known, and ends before the answer.

The answer so far can be opened from any screen. It is offered in full on the screen after the last
sign that alone means emergency was asked: what had to be read by then, the offer with it, is what
"so far" gives.

Reading time is at 238 words a minute, the mean of 190 studies of silent reading in English [1]_.
That everybody reads every word, at that rate, is an assumption: who looks for their own sign only
is faster, who is in pain or reads a second language is slower. No time is added for thinking.

References
----------
.. [1] Brysbaert (2019) J Mem Lang 109:104047, doi 10.1016/j.jml.2019.104047 (abstract).
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

from starlette.testclient import TestClient

from backspotter.web.server import create_app
from backspotter.web.settings import Settings

WORDS_A_MINUTE: Final = 238
NOT_SEEN: Final = {"script", "style", "noscript", "template", "option", "title"}
NO_END: Final = {"input", "br", "hr", "img", "meta", "link", "path", "rect", "circle", "progress"}
PART: Final = '<fieldset class="part-of"'
OFFER: Final = r'<p class="offer">.*?</p>'
UNTIL_TICKED: Final = "next"
"""The class of the button that takes the place of "None of these" once something is ticked."""

MOST_SCREENS: Final = 60
YEARS: Final = 31
HOURS: Final = 30
SORE: Final[Mapping[str, Any]] = {
    "How many hours ago": str(HOURS),
    "How did it begin": "the next day",
    "What is it like": ["sore or aching", "stiff"],
    "Spread over": "spread, or both sides",
    "How bad is it now": "3",
    "Which way": "getting better",
    "Walking, standing": "fine",
    "Moving about": "eases it",
    "How often": "first time",
    "Worst it has been": "4",
    "How old": str(YEARS),
    "For how many days": "1",
    "Where is it": ["left_paraspinal", "right_paraspinal"],
    "Bending": "changes nothing",
    "Arching": "changes nothing",
    "Sitting": "changes nothing",
    "Coughing": "changes nothing",
    "Rest": "eases it",
    "Sleep": "fine",
    "Dressing": "fine",
    "Your usual work": "fine",
    "Which of these?": ["Tingling", "Cannot pass urine"],
}
"""A plain sore back; signs that are not named are none of these."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who makes a check. ``is_known`` : year of birth and the session were kept before."""

    name: str
    says: Mapping[str, Any]
    is_known: bool = False


PEOPLE: Final = (
    Person("plain soreness", SORE),
    Person("plain soreness, with profile and log", SORE, is_known=True),
    Person("a nerve sign (tingling)", {**SORE, "Your legs": ["Leg, foot or buttock numb"]}),
    Person("an emergency (cannot pass urine)", {**SORE, "Toilet": ["Cannot pee"]}),
)


@dataclass(frozen=True, slots=True)
class Length:
    """What a check takes; ``words`` of its screens, ``of_signs`` those of the screens of signs.

    ``so_far`` : screens and words until each sign that alone means emergency was asked and the
    answer so far is offered; none where the answer came before.
    """

    screens: int
    taps: int
    words: int
    of_signs: int
    level: str
    so_far: tuple[int, int] | None = None

    @property
    def reading_s(self) -> float:
        """The time to read it all [s]."""
        return _to_read_s(self.words)


def _to_read_s(words: int) -> float:
    return 60 * words / WORDS_A_MINUTE


class _Seen(HTMLParser):
    """The words of a page's main part that are on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NO_END:
            return
        given = dict(attrs)
        classes = set((given.get("class") or "").split())
        hides = tag in NOT_SEEN or "hidden" in given or bool(classes & {"unseen", UNTIL_TICKED})
        self._open.append((tag, hides))

    def handle_endtag(self, tag: str) -> None:
        while self._open and tag not in NO_END and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        is_main = any(tag == "main" for tag, _ in self._open)
        if is_main and not any(hides for _, hides in self._open):
            self.words += re.findall(r"\w[\w’'-]*", data)


def seen_words(html: str) -> list[str]:
    """The words that can be seen below a page's frame."""
    found = _Seen()
    found.feed(html)
    return found.words


def length_of(person: Person, folder: Path) -> Length:
    """What this person's check takes, on a journal of its own in the folder."""
    app = create_app(Settings(journal=str(folder / "j.db"), works_on_films=False))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        client.patch("/api/v1/profile", json={"country": "GB"}).raise_for_status()
        if person.is_known:
            _make_known(client)
        return _walked(client, person.says)


def _make_known(client: TestClient) -> None:
    now = datetime.now(UTC)
    client.patch("/api/v1/profile", json={"birth_year": now.year - YEARS}).raise_for_status()
    sets = {"words": "conventional 3x5 @ 140", "at": (now - timedelta(hours=HOURS)).isoformat()}
    client.post("/api/v1/sets", json=sets).raise_for_status()


def _walked(client: TestClient, says: Mapping[str, Any]) -> Length:
    first = client.get("/check").text
    ticked = re.findall(r'name="take" value="(\w+)" checked', first)
    at = client.post("/check/start", data={"way": "questions", "take": ticked}).headers["location"]
    screens, taps, words, of_signs, so_far = 1, 1, len(seen_words(first)), 0, None
    while not at.startswith("/check/answer/"):
        html = client.get(at).text
        if so_far is None and (offer := re.search(OFFER, html, re.S)):
            so_far = screens, words + len(seen_words(f"<main>{offer[0]}</main>"))
        form, touched = _answered(html, says)
        seen = len(seen_words(html))
        screens, taps, words = screens + 1, taps + touched, words + seen
        of_signs += seen if 'name="line"' in html else 0
        sent = client.post(at, data={"key": _found(r'name="key" value="([^"]+)"', html), **form})
        if "location" not in sent.headers or screens > MOST_SCREENS:
            raise SystemExit(f"{at} was not answered: {_asked(html)}")
        at = sent.headers["location"]
    level = _found(r'class="level level-(\w+)', client.get(at).text)
    return Length(screens, taps, words, of_signs, level, so_far)


def _answered(html: str, says: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    """The form that answers a screen, and how many taps that is."""
    asked = _asked(html)
    answer = next((says[words] for words in says if asked.startswith(words)), None)
    if 'name="sign"' in html:
        line, signs = _found(r'name="line" value="([^"]+)"', html), _places(html, "sign", answer)
        return {"line": unescape(line), "sign": signs}, len(signs) + 1
    if 'name="line"' in html:
        if not answer:
            return {"none": "1"}, 1
        return {"line": _places(html, "line", answer)}, len(answer) + 1
    if PART in html:
        return _answered_parts(html, says)
    if 'name="number"' in html:
        is_offered = f'name="number" value="{answer}" aria-pressed' in html
        return {"number": answer}, 1 if is_offered else len(answer) + 2
    if 'name="region"' in html:
        return {"region": answer}, len(answer) + 1
    if isinstance(answer, list):
        return {"choice": _places(html, "choice", answer)}, len(answer) + 1
    return {"choice": _places(html, "choice", [answer])}, 1


def _answered_parts(html: str, says: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    """The form that answers several questions on a screen, and how many taps that is."""
    form: dict[str, Any] = {}
    taps = 1
    for part in html.split(PART)[1:]:
        asked = unescape(_found(r"<legend>(.*?)[<\n]", part).strip())
        answer = next(says[words] for words in says if asked.startswith(words))
        names = list(dict.fromkeys(re.findall(r'<input[^>]* name="([\w-]+)"', part)))
        if "choice" in names[0]:
            several = answer if isinstance(answer, list) else [answer]
            form[names[0]] = _places(part, names[0], several)
            taps += len(several)
        else:
            is_tapped = f'value="{answer}"' in part
            form[names[0] if is_tapped else names[-1]] = answer
            taps += 1 if is_tapped else len(answer) + 1
    return form, taps


def _places(html: str, name: str, wanted: Iterable[Any]) -> list[str]:
    offered = re.findall(rf'name="{name}" value="(\d+)"[^>]*>(?:\s*<span>)?(.*?)</', html)
    return [
        value
        for value, words in offered
        if any(unescape(words).startswith(str(each)) for each in wanted)
    ]


def _asked(html: str) -> str:
    return unescape(_found(r"<h1[^>]*>(.*?)</h1>", html).strip())


def _found(pattern: str, html: str) -> str:
    match = re.search(pattern, html, re.S)
    if match is None:
        raise SystemExit(f"a page of the check has no {pattern}")
    return match[1]


def line_of(person: Person, found: Length) -> str:
    """What is printed of one person's check: a row of a table."""
    so_far = "the answer comes first | |"
    if found.so_far is not None:
        screens, words = found.so_far
        so_far = f"{screens} | {words} | {_clock(_to_read_s(words))}"
    return (
        f"| {person.name} | {so_far} | {found.screens} | {found.taps} | {found.words} "
        f"| {found.of_signs} | {_clock(found.reading_s)} | `{found.level}` |"
    )


def _clock(seconds: float) -> str:
    minutes, left = divmod(round(seconds), 60)
    return f"{minutes} min {left} s"


HEAD: Final = (
    "| who | screens to the answer so far | words | to read that | screens in all | taps | words "
    "| on screens of signs | to read it all | level |\n" + "| --- " * 10 + "|"
)


def main() -> None:
    """Print the length of the check of each person."""
    print(f"Read at {WORDS_A_MINUTE} words a minute, every word once; no time for thinking.\n")
    print(HEAD)
    for person in PEOPLE:
        with tempfile.TemporaryDirectory() as folder:
            print(line_of(person, length_of(person, Path(folder))))


if __name__ == "__main__":
    main()
