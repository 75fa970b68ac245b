"""Writes the summary for a clinician."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from backspotter.app.clinic import told_by_journal
from backspotter.app.clinic_page import clinic_document
from backspotter.app.giving import out_file, write_for_one


def write_pdf(out: str | None, *, name: str, now: datetime) -> tuple[Path, dict[str, int]]:
    """Write the summary of the last episode, and give where it is and how much of what it tells.

    Parameters
    ----------
    name : of the person, where they want it there
    now : with its zone

    Raises
    ------
    InputError : an empty journal, no such folder, a file that cannot be written, or no typst
    JournalError : the journal cannot be read
    """
    from backspotter.exports.clinic_pdf import clinic_pdf
    from backspotter.exports.course_picture import course_picture

    file = out_file(out, f"backspotter-summary-{now:%Y-%m-%d-%H%M%S}.pdf")
    told = told_by_journal(now=now, name=name)
    course = told.course.course
    plot = course_picture(course) if course is not None else ""
    write_for_one(file, clinic_pdf(clinic_document(told), plot=plot, made=now))
    counts = {"check_in": len(told.check_ins), "soreness": len(told.soreness)}
    return file, {**counts, "logged_set": len(told.sets), "film": len(told.films)}
