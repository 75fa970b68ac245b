"""Checklists and chats: a label with a no denies, with anything else it stands; none is lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backspotter.app.check import check_text, counted
from backspotter.levels import Level
from backspotter.reading import read
from backspotter.triage.check_in import SIGNS

SORE = "My lower back is sore from deadlifts."

DENIED = """
numb groin: no                                          | saddle_numb
numb groin: No.                                         | saddle_numb
numb groin - none                                       | saddle_numb
numb groin – none                                       | saddle_numb
numb groin -none                                        | saddle_numb
numb groin = no                                         | saddle_numb
numb groin -> no                                        | saddle_numb
numb groin → no                                         | saddle_numb
numb groin no                                           | saddle_numb
numb groin N                                            | saddle_numb
numb groin (no)                                         | saddle_numb
numb groin | no                                         | saddle_numb
numb groin: neg                                         | saddle_numb
numb groin -ve                                          | saddle_numb
numb groin: absent                                      | saddle_numb
numb groin: nil                                         | saddle_numb
numb groin: 0/10                                        | saddle_numb
numb groin: not present                                 | saddle_numb
numb groin: denied                                      | saddle_numb
numb groin ❌                                           | saddle_numb
numb groin ✗                                            | saddle_numb
numb groin (y/n): n                                     | saddle_numb
numb groin yes/no: no                                   | saddle_numb
numb groin: no, all fine                                | saddle_numb
numb groin: no, no fever                                | saddle_numb fever
fever/chills: neg                                       | fever rigors
fever / chills: no                                      | fever rigors
fever and chills: no                                    | fever rigors
fever no, chills no                                     | fever rigors
fever no chills no                                      | fever rigors
fever? no chills? no                                    | fever rigors
fever? no, chills? no                                   | fever rigors
fever, chills, foot drop: no                            | fever rigors foot_drop
fever, numb groin: none of these                        | fever saddle_numb
none of these: fever, numb groin                        | fever saddle_numb
red flags (numb groin, foot drop, fever): none          | fever saddle_numb foot_drop
fever: no; foot drop: no; numb groin: no                | fever saddle_numb foot_drop
- fever: no // - foot drop: no // - numb groin: no        | fever saddle_numb foot_drop
1) fever: no // 2) foot drop: no // 3) numb groin: no     | fever saddle_numb foot_drop
1. fever? no // 2. foot drop? no                         | fever foot_drop
sore back: yes // numb groin: no // foot drop: no         | saddle_numb foot_drop
sore back ✅ numb groin ❌ foot drop ❌                 | saddle_numb foot_drop
✅ sore back // ❌ numb groin // ❌ foot drop             | saddle_numb foot_drop
Q: numb groin? A: no                                    | saddle_numb
Q: Do you have numbness in the groin? // A: no           | saddle_numb
Q. Numb groin? A. No.                                   | saddle_numb
me: hello // bot: any numbness in the groin? // me: nope  | saddle_numb
Doctor: numb groin? Me: no                              | saddle_numb
Is your groin numb? Nope                                | saddle_numb
any numbness in the groin since the lift? none          | saddle_numb
numb groin? noooo                                       | saddle_numb
numb groin? definitely not                              | saddle_numb
numb groin? thankfully not                              | saddle_numb
numb groin? not that I noticed                          | saddle_numb
trouble peeing? nope, all normal there                  | urine_hard_to_start
trouble peeing? nope, pee is fine                       | urine_hard_to_start
trouble peeing? No, peeing normally.                    | urine_hard_to_start
trouble peeing? nope, no issues                         | urine_hard_to_start
urinary retention: no                                   | urine_cannot_pass
Numb groin? no. Leg ok? yes.                            | saddle_numb
bladder ✅ bowels ✓                                     | urine_cannot_pass bowel_cannot_hold
bladder? fine. bowels? all good                         | urine_cannot_pass bowel_cannot_hold
numb groin: no foot drop: no fever: no                  | fever saddle_numb foot_drop
1. numb groin - no 2. fever - no                        | fever saddle_numb
a) numb groin: no b) fever: no                          | fever saddle_numb
fever (-), numb groin (-)                               | fever saddle_numb
numb groin: false                                       | saddle_numb
numbness (groin/saddle): No                             | saddle_numb
loss of feeling in the groin: no                        | saddle_numb
bladder or bowel problems: No                           | urine_hard_to_start bowel_cannot_hold
history of cancer? no                                   | cancer_ever
unexplained weight loss: no                             | weight_loss
✅ walking // ✅ peeing                                  | urine_cannot_pass
red flags (numb groin, fever): none                     | fever saddle_numb
numb groin: no. My back is sore though.                 | saddle_numb
doctor: numb groin? // me: no // doctor: sure? // me: yes | saddle_numb
NO fever NO chills NO numb groin                        | saddle_numb fever rigors
numb groin: none at all                                 | saddle_numb
numb groin anywhere? no                                 | saddle_numb
Numbness in the inner thighs: no                        | saddle_numb
urinary incontinence: no                                | urine_cannot_control
"""

OPEN = """
numb groin: n/a
numb groin n/a
[ ] numb groin
numb groin [ ]
☐ numb groin
- [x] sore back // - [ ] numb groin
☑ sore back // ☐ numb groin
can you pee? yes
are you able to pee? yes
can you feel when you wipe? yes
"""

STANDS = """
numb groin: yes                                         | saddle_numb
numb groin - y                                          | saddle_numb
numb groin ✅                                           | saddle_numb
☑ numb groin                                            | saddle_numb
☒ numb groin                                            | saddle_numb
[x] numb groin // [ ] fever                              | saddle_numb
numb groin +ve                                          | saddle_numb
numb groin: present                                     | saddle_numb
numb groin: maybe                                       | saddle_numb
numb groin: ?                                           | saddle_numb
numb groin: no?                                         | saddle_numb
numb groin: not sure                                    | saddle_numb
numb groin: a bit                                       | saddle_numb
numb groin: yes/no                                      | saddle_numb
numb groin: no/yes                                      | saddle_numb
numb groin yes no                                       | saddle_numb
numb groin: [x] yes [ ] no                              | saddle_numb
numb groin: no, completely dead                         | saddle_numb
numb groin: no, now yes                                 | saddle_numb
numb groin: no - worse                                  | saddle_numb
numb groin: no change                                   | saddle_numb
numb groin: no better                                   | saddle_numb
numb groin: no idea                                     | saddle_numb
numb groin: no. Well, a bit.                            | saddle_numb
numb groin: no (well, a bit)                            | saddle_numb
numb groin: none until today                            | saddle_numb
numb groin worse? no                                    | saddle_numb
numb groin painful? no                                  | saddle_numb
numb groin, painful? no                                 | saddle_numb
numb groin, fever? no                                   | saddle_numb
numb groin, fever: no                                   | saddle_numb
fever, numb groin: none                                 | fever
numb groin constant? no                                 | saddle_numb
❌ numb groin                                           | saddle_numb
walking ✅ peeing ✅ numb groin ❌                      | saddle_numb
bladder ✅ numb groin ✅                                | saddle_numb
fever: no, numb groin: maybe                            | saddle_numb
fever: no, chills: no, numb groin: yes                  | saddle_numb
fever no, numb groin yes                                | saddle_numb
fever? no numb groin? yes                               | saddle_numb
fever: no // numb groin: yes // foot drop: no             | saddle_numb
fever no chills yes                                     | rigors
numb groin: no foot drop: yes fever: no                 | foot_drop
numb groin: no feeling: yes                             | saddle_numb
numb groin: no x                                        | saddle_numb
1. fever - no 2. foot drop - yes                        | foot_drop
fever (-), numb groin (+)                               | saddle_numb
bladder? not great. numb? no                            | bladder_fullness_unclear
numb n tingly groin yes                                 | saddle_numb
Numbness: no, Tingling: left foot                       | leg_tingling
weakness: no, foot drop                                 | foot_drop
Q: numb groin? A: yes                                   | saddle_numb
Doctor: fever? Me: no // Doctor: numb groin? Me: yes     | saddle_numb
numb groin? not really                                  | saddle_numb
numb groin? don't think so                              | saddle_numb
bladder control: no                                     | urine_cannot_control
bladder control: none                                   | urine_cannot_control
feeling in saddle: none                                 | saddle_numb
saddle sensation: absent                                | saddle_numb
saddle sensation ❌                                     | saddle_numb
able to pee: no                                         | urine_cannot_pass
can pee: no                                             | urine_cannot_pass
can pee? no                                             | urine_cannot_pass
urine: none                                             | urine_cannot_pass
peeing ok: no                                           | urine_hard_to_start
can lift foot: no                                       | foot_drop
can you pee? yes but slowly                             | urine_cannot_pass
erections: none                                         | erection_or_ejaculation_changed
control of bowels: no                                   | bowel_cannot_hold
Pregnant: could lifting cause bleeding?                 | pregnant
My groin is numb, none of the painkillers helped        | saddle_numb
leaking pee, nil pain                                   | urine_leaking
I leak urine, none of it felt                           | urine_leaking
cannot pee, none at all                                 | urine_cannot_pass
foot drop, absent reflexes                              | foot_drop
my foot drops, nope not kidding                         | foot_drop
Symptoms: numb groin, leaking pee, medication: none     | saddle_numb urine_leaking
numb groin, other symptoms: none                        | saddle_numb
saddle numbness, trauma: none                           | saddle_numb
numb groin, pain: none                                  | saddle_numb
Q: Saddle numbness? A: no Q: can you pee? A: no         | urine_cannot_pass
- can you pee? // - no                                  | urine_cannot_pass
✅ no pain // ❌ numb groin                               | saddle_numb
✅ stiffness better // ❌ numb groin                      | saddle_numb
pain ok ✅ // numb groin ❌                               | saddle_numb
✅ pain under control // ❌ foot drop                     | foot_drop
Trouble with // ✅ bladder // ✅ bowels | bladder_fullness_unclear bowel_cannot_hold
Loss of control of: // ✅ bladder                        | bladder_fullness_unclear
Tick what is wrong // ✅ bladder                         | bladder_fullness_unclear
✗ can feel groin                                        | saddle_numb
can pee ✗                                               | urine_cannot_pass
☐ numb groin: yes                                       | saddle_numb
[ ] numb groin - since yesterday                        | saddle_numb
☐ fever, but numb groin                                 | saddle_numb
numb groin pain: 0/10                                   | saddle_numb
foot drop pain 0/10                                     | foot_drop
numb groin treatment: none                              | saddle_numb
numb groin MRI: negative                                | saddle_numb
numb groin MRI: n/a                                     | saddle_numb
numb groin relief: none                                 | saddle_numb
numb groin progress: none                               | saddle_numb
numb groin fever: no                                    | saddle_numb
numb groin but fever: no                                | saddle_numb
numb groin and trauma: none                             | saddle_numb
numb groin (trauma: none)                               | saddle_numb
numb groin no painkillers no                            | saddle_numb
cannot pee problem? n/a                                 | urine_cannot_pass
cannot pee - help: none                                 | urine_cannot_pass
fully numb groin: no                                    | saddle_numb
treatment for numb groin: none                          | saddle_numb
numb groin: no. Saddle area yes though.                 | saddle_numb
numb groin: no. Now it is though.                       | saddle_numb
NO fever NO chills YES numb groin                       | saddle_numb
Denies fever, admits numb groin                         | saddle_numb
no to fever, yes to numb groin                          | saddle_numb
{fever: no, numb groin: yes}                            | saddle_numb
Groin feels normal: no                                  | saddle_numb
my foot drops, nope                                     | foot_drop
I cannot pee, none                                      | urine_cannot_pass
my groin is numb, none, really                          | saddle_numb
[ ] did I lose bladder control: yes                     | urine_cannot_control
foot drop absent reflexes                               | foot_drop
leaking pee none of it felt                             | urine_leaking
"""


def _rows(table: str) -> list[tuple[str, list[str]]]:
    """Two slashes in a row of the table stands for a new line."""
    rows = (line.rpartition(" | ") for line in table.strip().splitlines())
    return [(text.strip().replace(" // ", "\n"), signs.split()) for text, _, signs in rows]


def _signs(text: str, said: str) -> set[str]:
    check_in = counted(read(f"{SORE} {text}"))
    return {name for name in SIGNS if getattr(check_in, name) == said}


@pytest.mark.parametrize(("text", "signs"), _rows(DENIED))
def test_a_no_behind_a_label_denies_it(text, signs):
    assert _signs(text, "yes") == set()
    assert _signs(text, "no").issuperset(signs)


@pytest.mark.parametrize("text", [line.replace(" // ", "\n") for line in OPEN.strip().splitlines()])
def test_what_was_not_answered_is_neither_said_nor_denied(text):
    assert _signs(text, "yes") == set()
    assert "saddle_numb" not in _signs(text, "no")
    assert check_text(f"{SORE} {text}").document()["could_rise_to"] == "emergency"


@pytest.mark.parametrize(("text", "signs"), _rows(STANDS))
def test_any_other_answer_leaves_the_sign(text, signs):
    assert _signs(text, "yes").issuperset(signs)


OTHERS = [
    "medication",
    "treatment",
    "MRI",
    "pain",
    "other symptoms",
    "allergies",
    "relief",
    "trauma",
]
STATEMENTS = {
    "numb groin": "saddle_numb", "my groin is numb": "saddle_numb", "leaking pee": "urine_leaking",
    "I cannot pee": "urine_cannot_pass", "foot drop": "foot_drop", "my foot drops": "foot_drop",
    "numb between my legs": "saddle_numb", "I lost control of my bladder": "urine_cannot_control",
    "dark urine": "urine_dark", "fever": "fever", "chest pain": "chest_pain",
    "I soiled myself": "bowel_cannot_hold", "trouble peeing": "urine_hard_to_start",
}  # fmt: skip


@given(
    st.sampled_from(sorted(STATEMENTS)),
    st.sampled_from(OTHERS),
    st.sampled_from([", {}: none", ", {}: no", ", {}: nil", ", none of {}"]),
)
def test_a_no_to_something_else_denies_no_sign(said, other, tail):
    signs = _signs(f"{said}{tail.format(other)}", "yes")
    assert STATEMENTS[said] in signs or _signs(said, "yes") & signs


MARKS = [", ", "; ", ". ", " - ", "\n", " but ", " with ", " "]
NOUNS = [*OTHERS, "painkillers", "surgery", "doctor", "steroids", "infection", "progress", "idea"]
NOTES = ["{}: {}", "{} {}", "{}? {}", "{} - {}", "{} = {}"]


@given(
    st.sampled_from(sorted(STATEMENTS)),
    st.sampled_from(MARKS),
    st.sampled_from(NOUNS),
    st.sampled_from(NOTES),
    st.sampled_from(["no", "none", "nil", "negative", "absent", "0/10", "nope", "n/a", "❌"]),
)
@example("numb groin", " ", "MRI", "{}? {}", "n/a")
@example("foot drop", " ", "pain", "{} {}", "0/10")
@example("chest pain", " ", "trauma", "{} {}", "no")
def test_what_is_noted_of_something_else_makes_nothing_calmer(said, mark, noun, note, no):
    alone = check_text(f"{SORE} {said}").assessment.level
    assert check_text(f"{SORE} {said}{mark}{note.format(noun, no)}").assessment.level >= alone


LABELS = {
    "numb groin": "saddle_numb", "fever": "fever", "foot drop": "foot_drop",
    "chills": "rigors", "dark urine": "urine_dark", "chest pain": "chest_pain",
    "leaking pee": "urine_leaking",
}  # fmt: skip
FORMS = {
    "{}: {}": [", ", "\n", "; ", ". ", " / ", " "], "{} - {}": [", ", "\n", "; ", " "],
    "{} {}": [", ", "\n", "; ", " "], "{}? {}": [" ", ", ", "\n", ". "],
    "- {}: {}": ["\n"], "{} ({})": [", ", "\n"], "Q: {}? A: {}": ["\n", " "],
}  # fmt: skip
NOES, YESSES = ["no", "No", "none", "nope", "neg"], ["yes", "Yes", "yep", "y", "present"]


@st.composite
def checklists(draw: st.DrawFn) -> tuple[str, set[str], set[str]]:
    """A list in one form, the signs that it says, and those that it denies."""
    form = draw(st.sampled_from(sorted(FORMS)))
    joint = draw(st.sampled_from(FORMS[form]))
    answers = draw(st.dictionaries(st.sampled_from(sorted(LABELS)), st.booleans(), min_size=1))
    lines, said, denied = [], set(), set()
    for label, is_there in answers.items():
        lines.append(form.format(label, draw(st.sampled_from(YESSES if is_there else NOES))))
        (said if is_there else denied).add(LABELS[label])
    return joint.join(lines), said, denied


@given(checklists())
@example(("fever: no, chills: no, numb groin: yes", {"saddle_numb"}, {"fever", "rigors"}))
@example(("fever no chills yes", {"rigors"}, {"fever"}))
def test_each_line_of_a_list_is_read_by_its_own_answer(listed):
    text, said, denied = listed
    assert _signs(text, "yes") >= said
    assert _signs(text, "yes").isdisjoint(denied)


PIECES = st.sampled_from(
    [*LABELS, "no", "yes", "n", "y", "none", "✅", "❌", "☐", "[ ]", "[x]", ":", "-", ",", "?", "/",
     "\n", "(", ")", "A:", "Q:", "can you pee", "bladder", "n/a", "and", "but", "-ve",
     "none of these"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14))
def test_no_list_however_written_ends_in_an_error(pieces):
    answer = check_text(" ".join(pieces))
    assert answer.judged or answer.problem or answer.assessment.level >= Level.normal_soreness
