"""A person at the terminal: sore but fine, an emergency, stopping and coming back."""

from __future__ import annotations

import json
import re
import stat
import sys
import time
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from tests.e2e.pseudo_terminal import Program

CTRL_C, CTRL_D = b"\x03", b"\x04"
NO_SIGNS = ("0",) * 4
STORY = ("24", "3", "1", "1 3", "1", "4")
SORE_BUT_FINE = {
    "Which country": "GB",
    "What happened? Say it": "",
    "How many hours ago": "24",
    "How did it begin": "the next day",
    "What is it like": "1 3",
    "one spot?": "1",
    "How bad is it now": "4/10",
    "Which way is it going": "1",
    "Walking, standing and sitting": "fine",
    "Moving about gently": "1",
    "How often has your back": "1",
    "Worst it has been": "5",
    "How old are you": "33",
    "Which apply": "0",
}
MOST_SCREENS = 8
QUESTIONS_WHEN_SORE = 15
"""One by one: tests/spec/test_questions_course.py counts those that are shown together."""

HARD_TO_START = ("1", "2")
MOST_QUESTIONS = 60


def answered(program: Program, answers: dict[str, str], otherwise: str) -> str:
    """Answer every question by the words in it; what is printed after the last answer."""
    for _ in range(MOST_QUESTIONS):
        if not program.comes_to_a_prompt():
            break
        shown = program.unread
        program.answer(next((answers[words] for words in answers if words in shown), otherwise))
    return program.unread


def draft_in(state: Path) -> Path:
    return state / "backspotter" / "draft.json"


def test_a_sore_but_fine_lifter_is_asked_what_the_page_promises(tmp_path):
    with Program("check", state=tmp_path) as program:
        answer = answered(program, SORE_BUT_FINE, otherwise="0")
        assert program.end() == 0
    assert "Ordinary soreness (level 1 of 5)" in answer
    assert "No further answer could raise this." in answer
    assert "Call 999" in answer
    assert re.search(r"Check again\s+- \w+day \d+ \w+, \d\d:\d\d \(\d\d h after the lift\)", answer)
    numbers = [int(number) for number in re.findall(r"question (\d+), at most", program.text)]
    assert numbers == sorted(numbers)
    assert numbers[-1] == QUESTIONS_WHEN_SORE - 3, (
        "a screen is named once: the last has four questions"
    )
    assert not draft_in(tmp_path).exists()


def test_an_emergency_ends_the_questions_at_once_and_says_what_to_do_first(tmp_path):
    with Program("check", "--country", "GB", state=tmp_path) as program:
        program.answer("", *HARD_TO_START)
        assert program.end() == 10
    shown = [line for line in program.unread.splitlines() if line.strip()][1:]
    assert "Emergency: get help now" in shown[0]
    assert shown[1].startswith("Call 999")
    assert len(shown) <= 12
    assert "question 2" not in program.text


def test_with_an_emergency_open_it_says_so_and_asks_for_what_is_new(tmp_path):
    with Program("check", "--country", "GB", state=tmp_path) as program:
        program.answer("", *HARD_TO_START)
        assert program.end() == 10
    with Program("check", "--country", "GB", state=tmp_path) as program:
        shown = program.answer("")
        assert "Still open, and no answer lowers it" in shown
        assert "emergency, since" in shown
        assert "flags mistake 1" in shown
        program.answer(*NO_SIGNS)
        assert program.end() == 10
    assert "question 1, at most 3 more" in program.text
    assert "How many hours" not in program.text


def test_a_ticked_line_with_several_signs_lists_each_of_them(tmp_path):
    with Program("check", "--country", "US", state=tmp_path) as program:
        program.answer("", "0", "2 4")
        shown = program.answer("")
        assert "The foot drags" in shown
        assert "One leg is weaker than before" in shown
        assert "Tingling" not in shown
        assert "cannot be skipped" in program.answer("4")
        assert program.end() == 10
    assert "The weakness in the leg is getting worse" in program.text


def test_an_emergency_among_ticked_lines_is_not_held_up_by_what_else_was_ticked(tmp_path):
    with Program("check", "--country", "US", state=tmp_path) as program:
        program.answer("", "1 5", "1")
        assert program.end() == 10
    assert program.text.count("You ticked") == 1


def test_what_is_an_emergency_whichever_it_is_says_first_whom_to_call(tmp_path):
    with Program("check", "--country", "GB", state=tmp_path) as program:
        program.answer("", "5")
        shown = program.answer("0")
        assert shown.index("Call 999 first") < shown.index("You ticked: Numb or odd")
        assert "Wiping after the toilet feels different" in shown
        program.answer("1")
        assert "Call 999 first" not in program.wait_for_prompt()


def test_the_answer_so_far_can_be_seen_and_the_questions_go_on(tmp_path):
    with Program("check", "--country", "GB", state=tmp_path) as program:
        program.answer("")
        assert "Type so far" not in program.answer("so far")
        shown = program.wait_for_prompt()
        assert "So far: could rise to “emergency”, because not asked: toilet and sex" in shown
        program.answer(*NO_SIGNS)
        assert "Every sign that alone means an emergency was asked" in program.answer("So far")
        shown = program.wait_for_prompt()
        assert "More than soreness: look after it at home" in shown
        assert "because not asked: what happened" in shown
        assert "How many hours ago" in shown
        program.answer("q")
        assert program.end() == 130
    assert json.loads(draft_in(tmp_path).read_text())["check_in"]["saddle_numb"] == "no"


def test_cannot_tell_which_counts_as_all_of_them(tmp_path):
    with Program("check", "--country", "US", state=tmp_path) as program:
        program.answer("", "0", "1", "?")
        assert program.end() == 10


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D, b"q\n"])
def test_stopping_loses_nothing_and_the_next_start_goes_on(tmp_path, key):
    with Program("check", state=tmp_path) as program:
        program.answer("GB", "", "0")
        program.press(key)
        assert program.end() == 130
        assert "your answers are kept" in program.text
        assert "Traceback" not in program.text
    kept = draft_in(tmp_path)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert json.loads(kept.read_text())["check_in"]["urine_cannot_pass"] == "no"

    with Program("check", state=tmp_path) as program:
        assert "You stopped a check 0 minutes ago" in program.answer("")
        shown = program.answer("b")
        assert "Your legs, since this lift" in shown
        assert "question 2" in shown
        assert "Toilet and sex" in program.answer("0")
        program.answer("2", "4")
        assert program.end() == 10
    assert "999" in program.unread
    assert "Which country" not in program.text
    assert not kept.exists()


def test_a_closed_window_loses_nothing(tmp_path):
    with Program("check", state=tmp_path) as program:
        program.answer("", "", *NO_SIGNS, *STORY)
        program.hang_up()
    assert json.loads(draft_in(tmp_path).read_text())["check_in"]["trend"] == "easing"


def test_starting_again_forgets_the_draft(tmp_path):
    with Program("check", state=tmp_path) as program:
        program.answer("GB", "", "0")
        program.press(CTRL_C)
        program.end()
    with Program("check", state=tmp_path) as program:
        program.answer("n")
        assert "Which country" in program.wait_for_prompt()
    assert not draft_in(tmp_path).exists()


def test_going_back_takes_an_answer_away(tmp_path):
    with Program("check", "--country", "GB", state=tmp_path) as program:
        program.answer("", *NO_SIGNS, "24")
        assert "How did it begin" in program.answer("b")
        assert "How many hours ago" in program.answer("30")
        program.answer(*["b"] * (len(NO_SIGNS) + 2))
        assert "This is the first screen" in program.wait_for_prompt()
        program.answer("q")
        program.end()
    assert json.loads(draft_in(tmp_path).read_text())["check_in"] == {}


def test_skipping_everything_ends_and_says_what_is_open(tmp_path):
    with Program("check", "--country", "GB", state=tmp_path) as program:
        answer = answered(program, {}, otherwise="")
        assert program.end() == 0
    assert program.text.count("Skipped: it counts as not known.") >= MOST_SCREENS
    assert "So far: could rise to “emergency”, because not asked: toilet and sex" in answer


def test_an_impossible_answer_is_asked_again(tmp_path):
    with Program("check", "--country", "GB", state=tmp_path) as program:
        program.answer("", "0 3")
        assert "Please type numbers from 1 to 6, or 0 alone." in program.answer("0")
        program.answer(*NO_SIGNS[1:], "24", "9")
        assert "Please type one number from 1 to 5." in program.answer("3")
        program.answer("1", "1", "1", "14")
        assert "Please type a whole number from 0 to 10." in program.wait_for_prompt()


def test_a_country_is_asked_for_until_it_is_one(tmp_path):
    with Program("check", state=tmp_path) as program:
        program.answer("Narnia")
        assert "Please type the two letters of a country" in program.answer("XX")
        assert "Please type the two letters of a country" in program.answer("TV")
        assert "No numbers are listed for TV" in program.wait_for_prompt()


def test_a_damaged_draft_is_set_aside_and_said(tmp_path):
    draft_in(tmp_path).parent.mkdir()
    draft_in(tmp_path).write_text('{"version": 1, "check_in"')
    with Program("check", "--country", "GB", state=tmp_path) as program:
        shown = program.wait_for_prompt()
    assert "An earlier check could not be read" in shown
    assert "What happened?" in shown
    assert (tmp_path / "backspotter" / "draft.damaged.json").exists()


def test_a_folder_that_cannot_be_written_is_said_and_the_check_goes_on(tmp_path):
    blocked = tmp_path / "a-file"
    blocked.write_text("")
    with Program("check", "--country", "GB", state=blocked) as program:
        assert "cannot be kept" in program.answer("")
        program.answer(*HARD_TO_START)
        assert program.end() == 10


def test_forty_columns_are_enough(tmp_path):
    with Program("check", "--figures", state=tmp_path, columns=40) as program:
        answered(program, SORE_BUT_FINE, otherwise="0")
        assert program.end() == 0
    assert max(len(line) for line in program.text.splitlines()) <= 40


def test_what_was_typed_is_read_back_corrected_and_counts(tmp_path):
    with Program("check", "--country", "GB", state=tmp_path) as program:
        program.answer("Deadlifted yesterday, my low back is dull and stiff on both sides.")
        program.answer("The pain is 4/10 and it is getting better.", "")
        shown = program.wait_for_prompt()
        assert "Nothing counts before you agree" in shown
        facts = re.findall(r"^ +(\d+)  (.+)", shown, flags=re.MULTILINE)
        number = next(number for number, words in facts if "pain now is 4 of 10" in words)
        program.answer(number, "6")
        assert "pain now is 6 of 10" in program.wait_for_prompt()
        program.answer("")
        program.answer("q")
        program.end()
    kept = json.loads(draft_in(tmp_path).read_text())
    assert kept["check_in"]["pain_now"] == 6
    assert kept["agreed"] is True


def test_stopping_in_the_middle_of_the_story_keeps_its_lines(tmp_path):
    with Program("check", "--country", "GB", state=tmp_path) as program:
        program.answer("Deadlifted yesterday, my low back is dull.")
        program.press(CTRL_C)
        assert program.end() == 130
    with Program("check", state=tmp_path) as program:
        program.answer("")
        assert "it feels dull" in program.wait_for_prompt()


def test_what_is_unclear_is_asked_and_yes_or_no_will_do(tmp_path):
    with Program("check", "--country", "GB", state=tmp_path) as program:
        program.answer("Deadlifted yesterday, my low back is dull and I have sciatica.", "", "")
        shown = program.wait_for_prompt()
        assert "Unclear: “sciatica”" in shown
        assert "Enter = counts as yes" in shown
        program.answer("no", "q")
        assert program.end() == 130
    assert json.loads(draft_in(tmp_path).read_text())["check_in"]["leg_pain_shooting"] == "no"


def test_stopping_between_two_corrections_loses_neither(tmp_path):
    with Program("check", "--country", "GB", state=tmp_path) as program:
        program.answer("Deadlifted yesterday, my low back is dull. The pain is 4/10.", "")
        facts = re.findall(r"^ +(\d+)  (.+)", program.wait_for_prompt(), flags=re.MULTILINE)
        number = next(number for number, words in facts if "pain now is 4 of 10" in words)
        program.answer(number, "6")
        program.press(CTRL_C)
        assert program.end() == 130
    with Program("check", state=tmp_path) as program:
        program.answer("")
        shown = program.wait_for_prompt()
        assert "Nothing counts before you agree" in shown
        assert "pain now is 6 of 10" in shown


def test_words_that_are_not_about_a_back_are_asked_for_again(tmp_path):
    with Program("check", "--country", "GB", state=tmp_path) as program:
        program.answer("The weather was lovely in Lisbon.", "")
        shown = program.wait_for_prompt()
    assert "Nothing in this is about a back" in shown
    assert "What happened?" in shown


def test_with_json_the_questions_stay_off_standard_output(tmp_path):
    with Program("check", "--json", "--country", "GB", state=tmp_path) as program:
        program.answer("", *HARD_TO_START)
        assert program.end() == 10
    document = program.unread[program.unread.index("{") :]
    assert json.loads(document)["level"] == "emergency"


def test_it_starts_while_a_person_still_looks(tmp_path):
    began = time.monotonic()
    with Program("check", state=tmp_path) as program:
        program.wait_for_prompt()
    assert time.monotonic() - began < 20, "something in the start hangs"
