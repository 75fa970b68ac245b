"""Whatever is hidden, lost or cut, every number has its band or a reason, and nothing breaks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from backspotter.app.film import analysed
from backspotter.app.film_folder import as_text
from backspotter.app.film_schemas import film_summary_schema
from backspotter.app.film_summary import summary
from backspotter.app.film_tables import frames_table
from backspotter.lift.tracks import PLACE
from backspotter.spine.rep import Lift
from tests.lifted import ASKED, back_bends, film_read

SCHEMA = Draft202012Validator(film_summary_schema())
STYLES = ("conventional", "sumo", "trap_bar", "romanian", "stiff_leg")
spans = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)


def lost(read, whole, joints, bar):
    """With the lifter, single joints, or the bar not seen for part of the time."""
    n = len(read.tracks.times_s)

    def part(span):
        return slice(int(span[0] * n), int(span[1] * n))

    places = read.tracks.landmarks_px.copy()
    measured = read.tracks.measured.copy()
    for span in whole:
        places[part(span)] = np.nan
        measured[part(span)] = False
    for name, span in joints:
        places[part(span), PLACE[name]] = np.nan
    y_px = read.bar.y_px.copy()
    for span in bar:
        y_px[part(span)] = np.nan
    world = np.where(measured[:, None, None], read.tracks.world_m, np.nan)
    tracks = replace(
        read.tracks, landmarks_px=places, raw_px=places, measured=measured, world_m=world
    )
    track = replace(read.bar, y_px=y_px, x_px=np.where(np.isfinite(y_px), read.bar.x_px, np.nan))
    return replace(read, tracks=tracks, bar=track)


@settings(max_examples=20)
@given(
    whole=st.lists(spans, max_size=2),
    joints=st.lists(
        st.tuples(st.sampled_from(["right_hip", "right_knee", "right_ankle"]), spans), max_size=2
    ),
    bar=st.lists(spans, max_size=2),
    yaw=st.floats(-90, 90),
    style=st.sampled_from([None, *STYLES]),
    knows_back=st.booleans(),
    knows_height=st.booleans(),
)
def test_nothing_breaks_and_all_is_said(whole, joints, bar, yaw, style, knows_back, knows_height):
    read = lost(film_read(yaw_deg=yaw), whole, joints, bar)
    lifter = ASKED.lifter if knows_height else replace(ASKED.lifter, height_m=None)
    asked = replace(ASKED, style=style, lifter=lifter)
    found = analysed(read, asked, name="a", back=back_bends(20.0) if knows_back else None)
    document = summary(found)
    SCHEMA.validate(document)
    as_text(document)
    assert {len(column) for column in frames_table(found).values()} == {len(read.tracks.times_s)}
    for number in banded(document):
        assert number["low"] <= number["value"] <= number["high"]


@settings(max_examples=8)
@given(
    lumbar=st.floats(0, 60),
    higher=st.floats(-0.1, 0.15),
    further=st.floats(-0.03, 0.15),
    up_s=st.floats(0.6, 5.0),
    reps=st.integers(1, 3),
)
def test_every_way_of_lifting_is_counted(lumbar, higher, further, up_s, reps):
    lift = Lift(lumbar_deg=lumbar, hips_higher_m=higher, bar_further_m=further, up_s=up_s)
    found = analysed(film_read(lift, reps=reps), ASKED, name="a")
    SCHEMA.validate(summary(found))
    assert len(found.reps) == reps


def banded(part):
    """Every number with a band in a document."""
    if isinstance(part, dict):
        if set(part) == {"value", "low", "high"}:
            yield part
        for each in part.values():
            yield from banded(each)
    elif isinstance(part, list):
        for each in part:
            yield from banded(each)
