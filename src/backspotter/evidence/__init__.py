"""Where every number came from: sources and claims, read from two TOML tables."""

from __future__ import annotations

from backspotter.evidence.load import (
    EvidenceError,
    claims,
    find,
    parse_claims,
    parse_sources,
    sources,
)
from backspotter.evidence.model import Claim, Read, Source, Status

__all__ = [
    "Claim",
    "EvidenceError",
    "Read",
    "Source",
    "Status",
    "claims",
    "find",
    "parse_claims",
    "parse_sources",
    "sources",
]
