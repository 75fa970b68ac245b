"""The command line: one line for everything that goes wrong, and its exit code."""

from __future__ import annotations

import json

import pytest

from backspotter.cli import main as command_line
from backspotter.cli.terminal import clean


@pytest.fixture
def run(capsys):
    def run_it(*words: str) -> tuple[int, str, str]:
        code = command_line.run(words)
        out, err = capsys.readouterr()
        return code, out, err

    return run_it


def one_line(err: str) -> str:
    assert err.startswith("backspotter: "), err
    assert err.count("\n") == 1, err
    return err


def test_without_a_command_it_says_what_there_is(run):
    code, out, _ = run()
    assert code == 0
    assert "check" in out
    assert "evidence" in out


@pytest.mark.parametrize("words", [["serve"], ["check"], ["log"], ["log", "import"]])
def test_help_has_examples_of_the_command_itself(run, words):
    _, out, _ = run(*words, "--help")
    examples = out.partition("Example")[2]
    found = [line for line in examples.splitlines() if line.lstrip(" s:").startswith("backspotter")]
    assert found
    assert all(" ".join(["backspotter", *words]) in line for line in found)


def test_the_columns_of_a_plain_table_stand_in_the_help(run):
    _, out, _ = run("log", "import", "--help")
    for words in ("date or day:", "exercise or lift:", "kg or lb:", "date,exercise,kg,reps"):
        assert words in out


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["evidence", "--help"]])
def test_help_has_examples(run, words):
    code, out, _ = run(*words)
    assert code == 0
    assert "backspotter check --text" in out


def test_every_option_of_check_is_explained(run):
    _, out, _ = run("check", "--help")
    for option in ("--text", "--from", "--jsonl", "--json", "--country", "--figures"):
        assert option in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chek"], 'Did you mean "check"?'),
        (["check", "--txt", "a"], "Did you mean --text?"),
        (["check", "--text"], "requires an argument"),
        (["check", "a"], "Unused Tokens: ['a']"),
        (["check", "--text", "a", "--from", "b"], "got --text and --from, expected only one"),
        (["check", "--text", "a", "--country", "England"], "the two letters of a country"),
        (["check", "--text", "a", "--country", "XX"], "the two letters of a country"),
        (["profile", "set", "--country", "XX"], "the two letters of a country"),
        (["check", "--from", "/no/such/file"], "there is no such file"),
        (["check", "--from", "/"], "this is a folder"),
        (["check", "--jsonl", "/"], "this is a folder"),
        (["check", "--from", "\x00"], "cannot be opened"),
        (["check"], "no terminal to ask in"),
        (["evidence", "CES-033"], "did you mean CES-03?"),
    ],
)
def test_what_cannot_be_used_ends_with_two_and_one_line(run, words, said):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in one_line(err)


def test_an_emergency_ends_with_ten(run, tmp_path):
    file = tmp_path / "check_in.json"
    file.write_text('{"saddle_numb": "yes"}')
    code, out, err = run("check", "--from", str(file), "--country", "us")
    assert (code, err) == (10, "")
    assert out.index("Emergency") < out.index("Call 911") < out.index("Why")
    assert len([line for line in out.splitlines() if line.strip()]) <= 12


def test_words_that_cannot_be_read_end_with_three(run):
    code, out, err = run("check", "--text", "")
    assert (code, err) == (3, "")
    assert "nothing to read" in out


def test_with_json_standard_output_holds_the_document_alone(run):
    code, out, err = run("check", "--json", "--text", "我的腰很痛 昨天硬拉了")
    assert code == 3
    assert json.loads(out)["problem"] == "not_english"
    assert "请拨打急救电话" in err


def test_figures_are_folded_away(run, tmp_path):
    file = tmp_path / "check_in.json"
    file.write_text('{"hours_since_lift": 30, "quality": ["dull"]}')
    assert "%" not in run("check", "--from", str(file))[1]
    _, out, _ = run("check", "--from", str(file), "--figures")
    assert "Rough, from assumed starting values" in out
    assert "a serious cause in the spine: no figure for a serious cause" in out


def test_one_bad_line_ends_with_two_after_all_were_answered(run, tmp_path):
    file = tmp_path / "reports.jsonl"
    file.write_text('{"id": 1, "check_in": {}}\nbad\n{"id": 2, "check_in": {}}\n')
    code, out, _ = run("check", "--jsonl", str(file))
    assert code == 2
    assert [json.loads(line)["id"] for line in out.splitlines()] == [1, None, 2]
    file.write_text('{"id": 1, "check_in": {"saddle_numb": "yes"}}\n')
    assert run("check", "--jsonl", str(file))[0] == 0


def test_our_own_fault_is_one_line_with_where_to_say_so(run, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("first\nsecond")

    monkeypatch.setattr("backspotter.cli.check.check_text", broken)
    code, _, err = run("check", "--text", "a")
    assert code == 1
    assert "our fault" in one_line(err)
    assert "please report it" in err


def test_a_traceback_only_for_who_asked_for_it(run, monkeypatch):
    monkeypatch.setattr("backspotter.cli.check.check_text", lambda *_: 1 / 0)
    monkeypatch.setenv("BACKSPOTTER_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run("check", "--text", "a")


def test_ctrl_c_ends_quietly(run, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("backspotter.cli.check.check_text", interrupted)
    assert run("check", "--text", "a") == (130, "", "")


def test_the_rule_book_is_readable_and_whole(run):
    code, out, _ = run("evidence")
    assert code == 0
    for part in (
        "Cauda equina",
        "CES-03",
        "Findings",
        "Cut-offs",
        "Advice",
        "Faults",
        "sources",
        "claims",
    ):
        assert part in out


def test_one_piece_of_evidence_as_json(run):
    code, out, _ = run("evidence", "abboud-2019", "--json")
    assert code == 0
    assert json.loads(out)["how_verified"] == "read in abstract only"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("plain", "plain"),
        ("a\x1b[31mred\x1b[0m", "a�[31mred�[0m"),
        ("two\nlines\tand \r more", "two lines and more"),
        ("right\u202eto left", "right�to left"),
        ("\x00\x07\x7f\x9b", "����"),
        ("[bold]no markup[/bold]", "[bold]no markup[/bold]"),
        ("x" * 100, "x" * 79 + "…"),
    ],
)
def test_words_of_others_cannot_move_or_hide_anything(words, shown):
    assert clean(words) == shown
