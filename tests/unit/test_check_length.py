"""How long a check is: what counts as seen, and that the document says what is measured."""

from __future__ import annotations

from pathlib import Path

from backspotter.app.interview import PAGES_WHEN_SORE
from benchmarks.check_length import PEOPLE, length_of, line_of, seen_words

WEB = Path(__file__).parents[2] / "docs" / "web.md"


def test_what_cannot_be_seen_does_not_count():
    html = """<header>Name</header><main><h1>Your bladder</h1><p class="hint">since <b>then</b></p>
    <span class="unseen">for readers</span><input value="x"><div class="go next">
    <button>Next</button></div><script>let a</script><p hidden>gone</p>
    <button>None of these</button></main>After"""
    assert seen_words(html) == ["Your", "bladder", "since", "then", "None", "of", "these"]


def test_the_document_says_how_long_a_check_is(tmp_path):
    """python -m benchmarks.check_length prints these lines."""
    said = WEB.read_text(encoding="utf-8")
    for place, person in enumerate(PEOPLE):
        folder = tmp_path / str(place)
        folder.mkdir()
        found = length_of(person, folder)
        assert line_of(person, found) in said
        if person.name == "plain soreness":
            assert found.screens == PAGES_WHEN_SORE + 1
