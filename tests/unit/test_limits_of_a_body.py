"""A body's size is held against the same limits on every way in, told in the unit of who types."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backspotter.app.body_size import height_from, kilograms, mass_from, metres
from backspotter.app.in_units import SIZES, span_in_feet, span_in_words, within
from backspotter.app.profile import changed, known
from backspotter.cli.main import run
from backspotter.errors import InputError
from backspotter.mcp.tools import estimate_loads
from backspotter.spine.body import HEIGHT_M, MASS_KG
from backspotter.training.formats import apple_health
from backspotter.training.units import KG_PER_LB
from tests.journals import fast_folder
from tests.web_client import NOW, Clock, client_on


@pytest.fixture
def folder():
    with fast_folder() as made:
        yield made


@pytest.fixture
def client(folder):
    with client_on(folder / "j.db", Clock()) as opened:
        yield opened


@pytest.fixture
def commands(folder):
    """Two that take a body's size."""
    kept = ["--journal", str(folder / "cli.db"), "profile", "set"]
    return kept, ["spine", "--rep", "sumo", "--load-kg", "9", "--json"]


@pytest.mark.parametrize("mass_kg", [30.0, 250.0])
@pytest.mark.parametrize("off", [-0.2, 0.0, 0.2])
def test_a_mass_is_taken_everywhere_or_nowhere(client, commands, capsys, mass_kg, off):
    typed = mass_kg + off
    is_one = MASS_KG[0] <= typed <= MASS_KG[1]
    body = {"units": "kg", "mass": f"{typed:g}"}
    assert (client.post("/you/body", data=body).status_code == 303) is is_one
    assert (client.patch("/api/v1/profile", json={"mass_kg": typed}).status_code == 200) is is_one
    assert known().mass_kg == (pytest.approx(typed) if is_one else None)
    for words in commands:
        assert (run([*words, "--mass-kg", f"{typed:g}"]) == 0) is is_one
        pounds = f"{typed / KG_PER_LB:.12f}"
        assert (run([*words, "--mass-lb", pounds]) == 0) is is_one
    capsys.readouterr()
    if is_one:
        estimate_loads(9.0, mass_kg=typed)
    else:
        with pytest.raises(InputError, match="30 to 250 kg"):
            estimate_loads(9.0, mass_kg=typed)


@pytest.mark.parametrize("height_cm", [119, 120, 230, 231])
def test_a_height_is_taken_everywhere_or_nowhere(client, commands, capsys, height_cm):
    is_one = 120 <= height_cm <= 230
    body = {"units": "kg", "height": f"{height_cm}"}
    assert (client.post("/you/body", data=body).status_code == 303) is is_one
    sent = client.patch("/api/v1/profile", json={"height_m": height_cm / 100})
    assert (sent.status_code == 200) is is_one
    for words in commands:
        assert (run([*words, "--height-cm", f"{height_cm}"]) == 0) is is_one
        assert (run([*words, "--height-in", f"{height_cm / 2.54:.12f}"]) == 0) is is_one
    capsys.readouterr()


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (lambda: height_from("300"), "got 300 cm, expected 120 to 230 cm"),
        (lambda: height_from("9'2"), "got 9'2, expected 4'0 to 7'6"),
        (lambda: height_from("99 in"), "got 99 in, expected 48 to 90 in"),
        (lambda: height_from("2.9"), "got 2.9 m, expected 1.2 to 2.3 m"),
        (lambda: mass_from("900", "lb"), "got 900 lb, expected 67 to 551 lb; or 30 to 250 kg"),
        (lambda: mass_from("900 kg", "lb"), "got 900 kg, expected 30 to 250 kg"),
        (lambda: metres(float("nan")), "got nan cm, expected 120 to 230 cm"),
        (lambda: metres(178, 70), "two units"),
        (lambda: kilograms("mass", None, 1e9), "mass_lb: got 1e+09 lb, expected 67 to 551 lb"),
        (lambda: changed(now=NOW, birth_year=1800), "a year from 1906 to 2021"),
    ],
)
def test_the_limits_are_told_in_the_unit_that_was_typed(read, said):
    with pytest.raises(InputError) as caught:
        read()
    assert said in str(caught.value)


def test_a_log_of_a_watch_knows_the_same_bodies():
    assert apple_health.MASS_KG == MASS_KG


@given(
    unit=st.sampled_from(["cm", "in"]),
    low=st.floats(0.1, 2.0),
    more=st.floats(0.2, 3.0),
)
def test_what_is_told_is_taken(unit, low, more):
    span = (low, low + more)
    for end in span_in_words(span, unit).removesuffix(unit).replace(",", "").split(" to "):
        assert span[0] <= within("height", float(end), unit, span) <= span[1]


@given(st.floats(allow_nan=True, allow_infinity=True), st.sampled_from(sorted(SIZES)))
def test_whatever_is_typed_lies_within_or_is_refused(typed, unit):
    found = HEIGHT_M[0]
    with suppress(InputError):
        found = within("x", typed, unit, HEIGHT_M)
    assert HEIGHT_M[0] <= found <= HEIGHT_M[1]


def test_feet_and_inches_that_are_told_are_taken():
    for each in span_in_feet(HEIGHT_M).split(" to "):
        assert HEIGHT_M[0] <= height_from(each) <= HEIGHT_M[1]
