"""What the lower back does in a deadlift, told with the model's own numbers for one lifter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from backspotter.app.spine_out import work_up
from backspotter.app.spine_words import before_one_hour, rounded
from backspotter.spine.body import Body, Lifter, body_of
from backspotter.spine.compare import difference
from backspotter.spine.fatigue import after_sets, recovery_time
from backspotter.spine.loads import rep_loads
from backspotter.spine.rep import NEUTRAL_DEG, Lift
from backspotter.spine.results import RepLoads
from backspotter.spine.stretch import mean_length_change

ROUNDED_DEG: Final = 45.0
SETS, REPS, RPE, REST_S = 5, 5, 8.0, 180.0
"""The session that fatigue is told with."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """The reps that the page is told with."""

    body: Body
    load_kg: float
    usual: RepLoads
    neutral: RepLoads
    rounded: RepLoads


def explained(lifter: Lifter, load_kg: float) -> tuple[Section, ...]:
    """The page for a lifter of this size and this weight on the bar [kg].

    Raises
    ------
    InputError : a body or load that cannot be
    """

    def of(lift: Lift) -> RepLoads:
        return rep_loads(lift, load_kg=load_kg, lifter=lifter)

    told = _Told(
        body=body_of(lifter),
        load_kg=load_kg,
        usual=of(Lift()),
        neutral=of(Lift(lumbar_deg=NEUTRAL_DEG)),
        rounded=of(Lift(lumbar_deg=ROUNDED_DEG)),
    )
    return (
        Section("Who moves the bar", tuple(_movers(told))),
        Section("Who holds the spine", tuple(_holders(told))),
        Section("Where the load comes from", tuple(_distance(told, lifter))),
        Section("What rounding changes", tuple(_rounding(told, lifter))),
        Section("Why it feels pumped and stiff afterwards", tuple(_fatigue(told))),
        Section("How sure this is", tuple(_doubt(told))),
    )


def _movers(told: _Told) -> Iterator[str]:
    work = work_up(told.neutral)
    legs, whole = work["hip"] + work["knee"], sum(work.values())
    yield (
        f"Take a conventional deadlift with {told.load_kg:.4g} kg and a back that keeps its shape. "
        f"From the floor to lockout the joints do {rounded(whole)} J of work. Hips and knees do "
        f"{100 * legs / whole:.0f} % of it, nearly all of that the hips; the lower back does "
        f"{100 * work['lumbar'] / whole:.0f} %. The rest is shoulders and ankles."
    )
    yield "So gluteals and hamstrings lift the bar. The back passes their force on to the arms."


def _holders(told: _Told) -> Iterator[str]:
    moment = _peak(told.neutral, "moment")
    force = _peak(told.neutral, "extensor_force")
    change = 100 * mean_length_change(told.neutral.rep)
    yield (
        f"To do that the back holds up to {rounded(moment)} N·m at L5/S1, the joint between the "
        f"lowest vertebra and the pelvis. The extensors that pass there pull with up to "
        f"{rounded(force)} N together, and change their length by only "
        f"{change:.0f} % on the way up: they hold, they hardly move."
    )
    yield (
        "They pull close to the spine, at a lever of a few centimetres, against a bar that is "
        "several times as far away. That, and not the weight itself, is why the disc carries "
        f"{rounded(_peak(told.neutral, 'compression'))} N."
    )


def _distance(told: _Told, lifter: Lifter) -> Iterator[str]:
    closer = difference(Lift(bar_further_m=-0.05), Lift(), load_kg=told.load_kg, lifter=lifter)
    yield (
        "What counts most is how far the bar is ahead of the lower back. Five centimetres closer "
        f"take {rounded(-closer.moment.value)} N·m and {rounded(-closer.compression.value)} N "
        "off, whatever the style is called."
    )


def _rounding(told: _Told, lifter: Lifter) -> Iterator[str]:
    more = difference(
        Lift(lumbar_deg=ROUNDED_DEG),
        Lift(lumbar_deg=NEUTRAL_DEG),
        load_kg=told.load_kg,
        lifter=lifter,
    )
    shares = [
        100 * float(one.loads.passive_share.value[one.rep.during("lifting")].max())
        for one in (told.neutral, told.usual, told.rounded)
    ]
    yield (
        "Some rounding is normal: in one laboratory thirteen people bent about 25° in deadlifts, "
        "and trained lifters are said to stop only a little short of their full range in heavy "
        f"ones. From {NEUTRAL_DEG:g}° over 25° to {ROUNDED_DEG:g}° the share of the moment that "
        f"ligaments and resting tissue take goes from {shares[0]:.0f} over {shares[1]:.0f} to "
        f"{shares[2]:.0f} %. In a heavy lift most of it stays with the muscles."
    )
    work = [work_up(one) for one in (told.neutral, told.rounded)]
    back = [100 * each["lumbar"] / sum(each.values()) for each in work]
    change = 100 * mean_length_change(told.rounded.rep)
    yield (
        f"A back that starts round and straightens does work: {back[1]:.0f} % of all of it, "
        f"instead of {back[0]:.0f} %, and its extensors shorten by {change:.0f} %. The net moment "
        f"is about the same. The compression at L5/S1 is {_more(more.compression.value)}, "
        f"because muscles that run along a bent spine have shorter levers. {_shear(told)}"
    )
    yield (
        "Whether that harms anybody is another question, and no model answers it. It is a reason "
        "to change little from rep to rep, and to add weight slowly in a posture that is new."
    )


def _shear(told: _Told) -> str:
    at = [
        (level, _peak(told.neutral, "shear", level), _peak(told.rounded, "shear", level))
        for level in ("L5/S1", "L3/L4")
    ]
    told_ = " and ".join(
        f"{level} from {rounded(before)} to {rounded(after)} N" for level, before, after in at
    )
    return f"Shear, the least certain number here, goes at {told_}."


def _fatigue(told: _Told) -> Iterator[str]:
    after = after_sets([(told.usual, REPS, RPE, REST_S)] * SETS)
    last = after[-1]
    yield (
        f"In {SETS} sets of {REPS} at RPE {RPE:g} the extensors are tense for "
        f"{rounded(SETS * last.under_s)} s, at {100 * last.mean_share:.0f} % of their strength "
        f"on average and {100 * last.peak_share:.0f} % at the most, and never let go within a "
        "set. The legs work by shortening and lengthening; the back works by staying tense. It is "
        "generally taught that muscle held tense presses on its own vessels, and that this is "
        "the pumped feeling; we have no source for it, and the model has no blood."
    )
    yield (
        f"What the model has is tired muscle: about {100 * last.tired:.0f} % at the end of the "
        f"last set, gone after about {before_one_hour(recovery_time(last.tired))} of rest. Tired "
        "is not damaged. A back that is stiff and pumped on the way home has been held tense for "
        "long; soreness that begins a day later is something else again, with its own course."
    )


def _doubt(told: _Told) -> Iterator[str]:
    loads = told.usual.loads
    level = loads.levels["L5/S1"]
    frame = int(level.compression.value.argmax())
    low, high = level.compression.low[frame], level.compression.high[frame]
    yield (
        f"For the usual lift the model says {rounded(_peak(told.usual, 'compression'))} N of "
        f"compression, and {rounded(low)} to {rounded(high)} N with all it does not know. Moments "
        "are surer than compression, and compression is surer than shear. Changes of one lifter "
        "are surer than any of them."
    )
    yield (
        f"The plainest model there is says {rounded(float(loads.single_equivalent.max()))} N at "
        "L4/L5. We know of nobody who measured these forces in a person lifting heavy: the model "
        "was fitted to one man with a transducer in his disc who lifted 20 kg."
    )


def _peak(one: RepLoads, quantity: str, level: str = "L5/S1") -> float:
    banded = getattr(one.loads.levels[level], quantity)
    return float(banded.value.max())


def _more(change: float) -> str:
    return f"{rounded(abs(change))} N {'higher' if change > 0 else 'lower'}"
