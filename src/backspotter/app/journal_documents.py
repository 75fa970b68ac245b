"""What the journal holds as JSON documents, and their schema: one definition for each command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from backspotter.app.log_entry import Log
from backspotter.app.schemas import DIALECT, LEVELS, TEXT, TEXTS, object_of
from backspotter.training.proposal import WAYS
from backspotter.training.recovery import MEANS
from backspotter.training.sessions import style_in
from backspotter.training.units import UNITS
from backspotter.training.variants import STYLES
from backspotter.training.warm_up import STIFF
from backspotter.triage.check_in import SEXES

if TYPE_CHECKING:
    from backspotter.app.doses import Doses, SessionDose, SetDose
    from backspotter.app.track_course import Followed
    from backspotter.journal.records import Batch, CheckInKept, Entry, Flag, Soreness, Undone
    from backspotter.training.log import LoggedSet

WHOLE = {"type": "integer"}
NUMBER = {"type": "number"}
NUMBER_OR_NULL = {"type": ["number", "null"]}
WHOLE_OR_NULL = {"type": ["integer", "null"]}
TEXT_OR_NULL = {"type": ["string", "null"]}
YES_OR_NO = {"type": "boolean"}
TIME = {"type": "string", "format": "date-time"}
DAY = {"type": "string", "format": "date"}
LEVEL = {"enum": LEVELS}


def track_document(
    sore: Sequence[Entry[Soreness]],
    checks: Sequence[Entry[CheckInKept]],
    flags: Sequence[Flag],
    found: Followed | None = None,
) -> dict[str, Any]:
    """The last entries, the last checks, the open flags, and the course where there is one."""
    from backspotter.app.plan_out import course_document  # brings the engines

    course = found.course if found is not None else None
    level = found.level if found is not None else None
    return {
        "level": None if level is None else level.name,
        "course": None if found is None or course is None else course_document(course, found.steps),
        "recheck": [] if found is None else [at.isoformat("T", "seconds") for at in found.recheck],
        "entries": [_soreness(each) for each in sore],
        "checks": [
            {
                "id": each.id,
                "at": each.value.at.isoformat(),
                "level": each.value.level.name,
                "level_alone": each.value.level_alone.name,
                "taken_back": list(each.value.taken_back),
            }
            for each in checks
        ],
        "flags": [flag_document(each) for each in flags],
    }


def flag_document(flag: Flag) -> dict[str, Any]:
    """One flag; ``how`` is null while it is open."""
    return {
        "id": flag.id,
        "check_in": flag.check_in,
        "rule": flag.rule,
        "level": flag.level.name,
        "words": flag.words,
        "opened": flag.opened.isoformat(),
        "how": flag.how or None,
        "by": flag.by or None,
        "at": flag.at.isoformat() if flag.at else None,
        "note": flag.note,
    }


def log_document(log: Log, doses: Doses | None = None) -> dict[str, Any]:
    """The last of what was logged, the imports that stand, and doses where they were asked for."""
    return {
        "sets": [_set(each, doses) for each in log.sets],
        "nights": [_plain(each) for each in log.nights],
        "pain_during": [_plain(each) for each in log.sessions],
        "body_mass": [_plain(each) for each in log.body_masses],
        "water": [_plain(each) for each in log.waters],
        "imports": [_batch(each) for each in log.imports],
        "sessions": [] if doses is None else [_session(each) for each in doses.sessions],
        "week": _week(doses),
    }


def undone_document(undone: Undone) -> dict[str, Any]:
    """What an undo took away."""
    return {
        "undone": undone.batch,
        "removed": undone.removed,
        "corrections": undone.corrections,
    }


def _soreness(entry: Entry[Soreness]) -> dict[str, Any]:
    value = entry.value
    return {
        "id": entry.id,
        "corrects": entry.replaces,
        "at": value.at.isoformat(),
        "pain_now": value.pain_now,
        "pain_worst": value.pain_worst,
        "under_painkiller": value.under_painkiller,
        "function": [{"activity": name, "score": score} for name, score in value.function],
        "scores": [{"name": name, "total": total} for name, total in value.scores],
        "helped": list(value.helped),
        "made_worse": list(value.made_worse),
        "note": value.note,
    }


def _plain(entry: Entry[Any]) -> dict[str, Any]:
    said = {each.name: getattr(entry.value, each.name) for each in fields(entry.value)}
    shown = {
        name: value.isoformat() if isinstance(value, datetime | date) else value
        for name, value in said.items()
    }
    return {"id": entry.id, "corrects": entry.replaces, "import": entry.batch, **shown}


def _set(entry: Entry[LoggedSet], doses: Doses | None) -> dict[str, Any]:
    """A set with the style that its name means where it says none, and with its dose."""
    dose = doses.sets.get(entry.id) if doses is not None else None
    return {**_plain(entry), "style": style_in(entry.value), "dose": _dose(dose)}


def _dose(dose: SetDose | None) -> dict[str, Any] | None:
    if dose is None:
        return None
    peak = {"value": dose.peak_n, "low": dose.low_n, "high": dose.high_n}
    rounded = {name: round(newtons) for name, newtons in peak.items()}
    sum_kn2 = round(dose.sum_kn2, 1)
    return {"compression_N": rounded, "sum_kN2": sum_kn2, "source": dose.source}


def _session(row: SessionDose) -> dict[str, Any]:
    return {
        "day": row.day.isoformat(),
        "reps": row.reps,
        "compression_N": round(row.peak_n),
        "sum_kN2": round(row.sum_kn2, 1),
        "to_usual": None if row.to_usual is None else round(row.to_usual, 2),
    }


def _week(doses: Doses | None) -> dict[str, Any] | None:
    """The last seven days beside the person's usual week, in the sum of squared peaks."""
    week = doses.week if doses is not None else None
    if week is None:
        return None
    now, usual = round(week.six_days_kn2, 1), round(week.usual_kn2, 1)
    return {"sum_kN2": now, "usual_kN2": usual, "weeks_known": week.weeks}


def _batch(batch: Batch) -> dict[str, Any]:
    return {
        "id": batch.id,
        "at": batch.at.isoformat(),
        "name": batch.name,
        "source": batch.source,
        "sha256": batch.sha256,
        "added": batch.added,
        "skipped": batch.skipped,
        "doubtful": batch.doubtful,
    }


def journal_schema() -> dict[str, Any]:
    """The schema of every document that a command about the journal prints."""
    documents = _documents()
    return {
        "$schema": DIALECT,
        "title": "Journal",
        "description": "What the commands about the journal print with --json: one definition "
        "for each of them. Masses in kilograms, but for bar and plates, which are in rack_units.",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in documents],
        "$defs": documents,
    }


def _documents() -> dict[str, dict[str, Any]]:
    ids = {"type": "array", "items": WHOLE}
    counts = {"type": "object", "additionalProperties": WHOLE}
    shapes: dict[str, dict[str, Any]] = {
        "track": {"entries": _list(_soreness_fields()), "checks": _list(_check_fields()),
                  "flags": _list(_flag_fields()), "course": _course(),
                  "level": {"enum": [*LEVELS, None]}, "recheck": {"type": "array", "items": TIME}},
        "added": {"added": ids, "corrects": WHOLE_OR_NULL, "journal": TEXT},
        "profile": _profile_fields(),
        "log": _log_fields(),
        "log-import": {"added": WHOLE, "skipped": WHOLE, "doubtful": WHOLE, "undo": WHOLE_OR_NULL},
        "log-undo": {"undone": WHOLE, "removed": WHOLE, "corrections": WHOLE},
        "flags": {"flags": _list(_flag_fields())},
        "export": {"file": TEXT, "rows": counts},
        "merge": {"added": WHOLE, "skipped": WHOLE, "undo": WHOLE_OR_NULL, "new": counts},
        "moved": {"journal": TEXT, "rows": counts},
        "restore": {"restored": WHOLE, "made": TIME, "journal": TEXT},
        "delete": {"deleted": WHOLE, "journal": TEXT},
    }  # fmt: skip
    return {name: object_of(shape) for name, shape in shapes.items()}


def _course() -> dict[str, Any]:
    """As docs/course.schema.json has it; null where no session is known."""
    from backspotter.app.plan_schemas import course_schema

    shape = {name: each for name, each in course_schema().items() if name != "$schema"}
    return {"anyOf": [shape, {"type": "null"}]}


def _list(shape: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": object_of(shape)}


def _soreness_fields() -> dict[str, Any]:
    return {
        "id": WHOLE,
        "corrects": WHOLE_OR_NULL,
        "at": TIME,
        "pain_now": NUMBER,
        "pain_worst": NUMBER_OR_NULL,
        "under_painkiller": YES_OR_NO,
        "function": _list({"activity": TEXT, "score": NUMBER}),
        "scores": _list({"name": TEXT, "total": NUMBER}),
        "helped": TEXTS,
        "made_worse": TEXTS,
        "note": TEXT,
    }


def _check_fields() -> dict[str, Any]:
    return {"id": WHOLE, "at": TIME, "level": LEVEL, "level_alone": LEVEL, "taken_back": TEXTS}


def _flag_fields() -> dict[str, Any]:
    return {
        "id": WHOLE,
        "check_in": WHOLE,
        "rule": TEXT,
        "level": LEVEL,
        "words": TEXT,
        "opened": TIME,
        "how": {"enum": ["examined", "mistake", None]},
        "by": TEXT_OR_NULL,
        "at": {"type": ["string", "null"], "format": "date-time"},
        "note": TEXT,
    }


def _profile_fields() -> dict[str, Any]:
    whole = dict.fromkeys(("sets", "reps_low", "reps_high"), WHOLE_OR_NULL)
    scheme = {"way": {"enum": list(WAYS)}, **whole, "rpe": NUMBER_OR_NULL}
    lists = {"stiff": STIFF, "helped": MEANS, "made_worse": MEANS}
    return {
        "height_m": NUMBER_OR_NULL,
        "mass_kg": NUMBER_OR_NULL,
        "sex": {"enum": [*SEXES, None]},
        "birth_year": WHOLE_OR_NULL,
        "units": {"enum": [*UNITS, None]},
        "rack_units": {"enum": [*UNITS, None]},
        "bar": NUMBER_OR_NULL,
        "plates": {"type": ["array", "null"], "items": NUMBER},
        "country": TEXT_OR_NULL,
        "style": {"enum": [*STYLES, None]},
        "scheme": object_of(scheme),
        **{
            name: {"type": "array", "items": {"enum": list(words)}} for name, words in lists.items()
        },
    }


def _log_fields() -> dict[str, Any]:
    first = {"id": WHOLE, "corrects": WHOLE_OR_NULL, "import": WHOLE_OR_NULL}
    one_set = {
        "at": TIME,
        "exercise": TEXT,
        "style": TEXT_OR_NULL,
        "load_kg": NUMBER_OR_NULL,
        "reps": WHOLE_OR_NULL,
        "rpe": NUMBER_OR_NULL,
        "rest_s": NUMBER_OR_NULL,
        "seconds": NUMBER_OR_NULL,
        "warm_up": YES_OR_NO,
        "failed": YES_OR_NO,
        "exact": YES_OR_NO,
        "order": WHOLE,
        "workout": TEXT,
        "note": TEXT,
        "dose": _or_null(
            {
                "compression_N": object_of(dict.fromkeys(("value", "low", "high"), NUMBER)),
                "sum_kN2": NUMBER,
                "source": {"enum": ["film", "model"]},
            }
        ),
    }
    session = {"day": DAY, "reps": WHOLE, **dict.fromkeys(("compression_N", "sum_kN2"), NUMBER)}
    week = {"sum_kN2": NUMBER, "usual_kN2": NUMBER, "weeks_known": WHOLE}
    night = {"woke": DAY, "asleep_h": NUMBER_OR_NULL, "in_bed_h": NUMBER_OR_NULL, "source": TEXT}
    words = dict.fromkeys(("name", "source", "sha256"), TEXT)
    counts = dict.fromkeys(("added", "skipped", "doubtful"), WHOLE)
    return {
        "sets": _list({**first, **one_set}),
        "nights": _list({**first, **night}),
        "pain_during": _list({**first, "day": DAY, "pain_during": NUMBER}),
        "body_mass": _list({**first, "at": TIME, "mass_kg": NUMBER, "source": TEXT}),
        "water": _list({**first, "day": DAY, "litres": NUMBER, "source": TEXT}),
        "imports": _list({"id": WHOLE, "at": TIME, **words, **counts}),
        "sessions": _list({**session, "to_usual": NUMBER_OR_NULL}),
        "week": _or_null(week),
    }


def _or_null(fields: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [object_of(fields), {"type": "null"}]}
