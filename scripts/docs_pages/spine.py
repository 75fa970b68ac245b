"""The pages about the spine: what the back does, how the model does, what it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from backspotter.app.spine_explained import explained
from backspotter.app.spine_words import rounded, validation_in_words
from backspotter.exports.compare_picture import compare_picture
from backspotter.exports.rep_picture import rep_picture
from backspotter.exports.validation_picture import validation_picture
from backspotter.spine.background import Passage, passages
from backspotter.spine.body import Lifter
from backspotter.spine.compare import compare
from backspotter.spine.geometry import fascicles, groups, levels
from backspotter.spine.loads import rep_loads
from backspotter.spine.parameters import BASIS_WORDS, Parameter, parameters
from backspotter.spine.published import reason
from backspotter.spine.rep import Lift, styles
from backspotter.spine.validation import Checked, validate
from docs_pages.markdown import HOW_FAR, Facts, bullets, capital, page, source_link, table

UP = "../"
LIFTER = Lifter(mass_kg=84.0, height_m=1.78, sex="male", age_y=30.0)
LOAD_KG = 140.0
WHO = "a man of 84 kg and 1.78 m, with 140 kg on the bar"

EXPLAINED = f"""\
Told with the model's own numbers for {WHO}. For your size and weight:

    backspotter spine --explain --load-kg 140 --mass-kg 84 --height-cm 178

Not a limit, not a risk, not a diagnosis: what the forces are, as well as a model can tell."""

VALIDATED = """\
Every published number that we hold and that the model can be asked for, with the model's own \
90 % band. `backspotter validate` prints the same, `--json` too. Rows that lie outside the band \
are shown as they are. Where a row says "fitted", the two gains of the model were fitted to it, \
and its error with the row left out of the fit stands behind."""

HONEST = """\
The posture behind each row was written down with its reason before the fit, with one exception \
that a reader should know of: in a first draft the bow of `wilke-flexed` was put at 60°, because \
the abstract gives no angle, and came out about 30 % too high. It was then set to 36°, which is \
what we remember of later papers that repeat the test; nobody has checked that. The other four \
rows have not been touched since they were written. The kinematics of a rep were shaped by hand \
until trunk angles at lift-off lay within the published ones, so the two rows about them are not \
independent either."""

MODEL = """\
A body of rigid segments seen from the side, both sides together, carries its own weight and the \
bar's. At each of six lumbar levels the moment is shared out between passive tissue, pressure in \
the belly and muscle. Which muscle carries how much: least sum of squared activations that \
balances all levels at once, with the belly's muscles never quite off. What then remains is the \
force between the vertebrae, along and across the disc.

Not in it: twisting and leaning, one-handed lifts, force that depends on length and speed of \
muscle, the latissimus and the fascia as parts of their own, injury."""


def pages() -> dict[str, str]:
    """The pages and pictures of the folder ``spine/``."""
    checked = _checked()
    return {
        "spine/what-your-back-does.md": _explained_page(),
        "spine/validation.md": _validation_page(checked),
        "spine/model.md": _model_page(),
        "spine/validation.svg": validation_picture(checked),
        "spine/rep.svg": rep_picture(
            rep_loads(Lift(), load_kg=LOAD_KG, lifter=LIFTER), title="Conventional, 140 kg"
        ),
        "spine/changes.svg": compare_picture(
            compare(load_kg=LOAD_KG, lifter=LIFTER),
            load_kg=LOAD_KG,
            title="What one change does to a conventional deadlift",
        ),
    }


@cache
def _checked() -> tuple[Checked, ...]:
    return validate()


def _explained_page() -> str:
    told = explained(LIFTER, LOAD_KG)
    parts = ["\n\n".join((f"## {each.title}", *each.paragraphs)) for each in told]
    return page(
        "What your lower back does in a deadlift",
        EXPLAINED,
        f"![A rep of {WHO}: figures and curves with bands](rep.svg)",
        *parts[:4],
        "![What one change adds or takes off, with bands](changes.svg)",
        *parts[4:],
        "How it was checked: [validation](validation.md). What it is made of: [model](model.md).",
    )


def _validation_page(checked: Sequence[Checked]) -> str:
    modelled = [each for each in checked if each.predicted is not None]
    left = [each for each in checked if each.predicted is None]
    return page(
        "Predicted against published",
        VALIDATED,
        "![Predicted over published, row by row, with bands](validation.svg)",
        bullets(validation_in_words(checked)),
        table(
            ("row", "what", "published", "predicted", "90 % band", "error", "source"),
            map(_validated, modelled),
        ),
        "## How each was posed",
        HONEST,
        bullets(_reasons(modelled)),
        "## Listed, not modelled",
        bullets(
            f"{each.row.condition}: {each.row.published:g} {each.row.unit} "
            f"({each.row.not_modelled})"
            for each in left
        ),
    )


def _validated(each: Checked) -> list[str]:
    row = each.row
    assert each.predicted is not None
    assert each.low is not None
    assert each.high is not None
    error = f"{each.error_pct:+.0f} %"
    if each.loo_error_pct is not None:
        error += f", fitted; left out {each.loo_error_pct:+.1f} %"
    elif not each.is_within:
        error += ", **outside**"
    error = error.replace("-", "\N{MINUS SIGN}")
    return [
        f"`{row.id}`",
        f"{row.quantity}: {row.condition}",
        f"{row.published:g} {row.unit}",
        rounded(each.predicted),
        f"{rounded(each.low)} to {rounded(each.high)}",
        error,
        f"{source_link(row.evidence.source, up=UP)} ({HOW_FAR[row.evidence.status]})",
    ]


def _reasons(checked: Sequence[Checked]) -> Iterator[str]:
    names = (name for each in checked for name in (each.row.task, each.row.against) if name)
    for name in dict.fromkeys(names):
        yield f"*{name.replace('_', ' ')}*: {reason(name)}"


def _model_page() -> str:
    facts = Facts.of([id_ for each in passages() for id_ in each.claims], up=UP)
    return page(
        "What the model is made of",
        MODEL,
        *(_passage(each, facts) for each in passages()),
        "## Every number",
        table(("id", "what", "value", "may differ by", "basis"), map(_parameter, _sorted())),
        "## Levels and muscles",
        table(("level", "disc slope in standing", "share of flexion"), _levels()),
        table(("muscle", "pairs of fascicles", "cross-section, both sides"), _muscles()),
        "## Styles",
        "Each number of a style is an assumption, chosen so that lifters stand to the bar as "
        "they were measured to.",
        table(
            ("style", "knee", "bar height", "stance", "lower back"),
            (
                [
                    s.say,
                    f"{s.knee_deg:g}°",
                    f"{100 * s.bar_height_m:g} cm",
                    f"{100 * s.stance_m:g} cm",
                    f"{s.lumbar_deg:g}°",
                ]
                for s in styles().values()
            ),
        ),
        facts.section(),
    )


def _passage(passage: Passage, facts: Facts) -> str:
    evidence = facts.named(passage.claims)
    return "\n\n".join(
        part
        for part in (f"## {passage.title}", f"{passage.say} (`{passage.id}`)", evidence)
        if part
    )


def _sorted() -> list[Parameter]:
    return sorted(parameters().values(), key=lambda row: list(BASIS_WORDS).index(row.basis))


def _parameter(row: Parameter) -> list[str]:
    spread = f"{row.sd:g}" if row.sd else ""
    named = f" (`{'`, `'.join(row.claims)}`)" if row.claims else ""
    words = f"{capital(BASIS_WORDS[row.basis])}{named}"
    return [f"`{row.id}`", row.say, f"{row.value:g} {row.unit}", spread, words]


def _levels() -> Iterator[list[str]]:
    for level in levels():
        yield [level.name, f"{level.disc * 57.2958:.1f}°", f"{100 * level.share:.0f} %"]


def _muscles() -> Iterator[list[str]]:
    for id_, words in groups().items():
        of_group = [each for each in fascicles() if each.group == id_]
        area = sum(each.pcsa_cm2 for each in of_group)
        yield [words, str(len(of_group)), f"{area:.0f} cm²"]
