"""The near plate's rim as the camera sees it: a ring in perspective, laid through all pictures.

A ring that is looked at aslant is seen as an ellipse, narrowest along the line toward where lines
along the bar would meet. From near the side that point lies above a plate on the floor, and the rim
is less high than wide there; as the bar rises toward the camera's height, it becomes higher. Left
out, a plate on the floor is read up to 4 % too small and the bar's way too short, as its lower edge
comes up by less than its middle.

Where that point lies follows from the camera's turn, how it looks down and how far away it stands.
The turn and the distance are told with the ring: its shape knows them better than anything else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from backspotter.lift.arrays import Flags, Floats, Ints
from backspotter.lift.plate_crests import AT
from backspotter.lift.plate_rim import OUTWARD, RAYS, STEP

USUAL_M: Final = 3.5
DISTANCE_SD: Final = 0.3
"""From the near plate to the camera in phone films, and its spread (log): assumption."""

YAW_SD_DEG: Final = 4.0
"""How well the camera's turn is known from the lifter's joints; see decision 7."""

MEETING_SD_DEG, UNKNOWN_SD_DEG = 1.0, 4.0
"""How well what is upright tells by how much it leans apart, and how much it may where nothing
upright is seen."""

MOST_YAW_DEG: Final = 22.0
"""From further round no ring is laid: the plates behind are then in sight as much as the rim, and a
ring told ranges of motion no better than what is followed (eleven rendered films)."""

WITHIN: Final = 0.985
"""Where the clearest edge near the rim lies on the side on which plates behind stand out, as a
share of the rim: there it is where face and rounded edge meet. Between 0.965 and 1 in rendered
films."""

BEHIND, LEAST_SLANT = 0.2, 0.03
"""Cosine to the line toward that point from which a ray is on that side, and tangent of the slant
from which there is one."""

WINDOWS: Final = (0.05, 0.04, 0.03, 0.025, 0.02, 0.02)
"""How far from the ring an edge may be to count, round by round [radii]."""

ROUNDS: Final = 2
"""In each window."""

REACH: Final = 2.5
"""Edges further away than so many windows do not count at all."""

CLOSE: Final = 0.012
"""An edge this close to the ring fits it [radii]."""

ACROSS: Final = np.stack([-OUTWARD[:, 1], OUTWARD[:, 0]], axis=1)
"""(RAYS, 2) square to the rays."""

PRIOR: Final = 0.02
"""How many edges what is known beforehand counts as, as a share of those seen."""

LOOKED_AT: Final = 120
"""Pictures from which the ring is told, spread evenly over the heights at which the plate is."""

SHIFTS: Final = (np.arange(-0.2, 0.201, 0.02), np.arange(-0.12, 0.121, 0.02))
SIZES: Final = np.arange(0.84, 1.121, 0.01)
"""Where, and how large, rings are looked for about what was followed [its radii]."""

STARTS: Final = 4
APART: Final = 0.055
"""How far starts lie apart at least."""

FURTHER: Final = 0.12
"""How far the two best starts are also tried further from the plates behind [radii]: where the rims
of several lie close, those of the middle ones have most votes."""

STACK_COUNTS: Final = 0.1
"""How much it counts that the side toward the plates behind fits. What the near plate's rim alone
ends is on the other side; on this one a ring also fits that is laid through plates behind."""

HALF_SEEN: Final = 0.3
"""Of the votes for an edge: how many count half."""

SIZE_SD: Final = 0.15
"""How far a ring's size usually is from that of what was followed (log): assumption."""

LEAST_FIT: Final = 0.15
"""Share of the rays, by how clear they are, that have to fit a ring."""

NEVER: Final = 0.05
"""A step of a fit reaches no further [radii]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How the camera stands to the bar: ``yaw_deg`` off the side, positive toward the lifter's
    front, 0 where not known; ``tilt_deg`` and ``meeting_deg`` as in ``Tracks``; ``facing`` 1 where
    the lifter faces the picture's right, -1 its left; ``plate_m`` radius of the plate."""

    yaw_deg: float
    tilt_deg: float
    meeting_deg: float
    facing: int
    plate_m: float

    @property
    def doubts(self) -> Floats:
        """Spread of what is known beforehand of a ring's size, distance, turn and meeting (4,)."""
        meeting = MEETING_SD_DEG if np.isfinite(self.tilt_deg) else UNKNOWN_SD_DEG
        return np.array([np.inf, DISTANCE_SD, np.deg2rad(YAW_SD_DEG), np.deg2rad(meeting)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """Edges about what was followed, n pictures: ``middle`` (n, 2) [px], ``place`` and ``clear``
    (n, RAYS, k) as ``crests`` has them, ``radius_px`` of what was followed and ``size``
    (height, width) of the pictures."""

    middle: Floats
    place: Floats
    clear: Floats
    radius_px: float
    size: tuple[int, int]

    def of(self, which: Ints) -> Edges:
        """Of some pictures."""
        return replace(
            self, middle=self.middle[which], place=self.place[which], clear=self.clear[which]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """``middle`` (n, 2) of the near plate [px]; ``radius_px`` half the rim's longest width where
    the plate mostly is; ``focal_px`` the camera's focal length; ``meeting_deg`` as in ``Tracks``;
    ``fit`` 0 to 1."""

    middle: Floats
    radius_px: float
    focal_px: float
    meeting_deg: float
    fit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A ring, before its middles: its size [radii of what was followed] where the camera looks,
    distance of the plate (log, in plate radii), the camera's turn [rad] and by how much what is
    upright leans apart [rad]."""

    size: float
    distance: float
    yaw: float
    meeting: float

    def moved(self, by: Floats) -> _Seen:
        size, distance, yaw, meeting = (float(each) for each in by)
        return _Seen(
            size=self.size * float(np.exp(size)),
            distance=self.distance + distance,
            yaw=self.yaw + yaw,
            meeting=self.meeting + meeting,
        )


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is the same for all rings that are tried: the edges and the camera."""

    edges: Edges
    stand: Stand

    def grows(self, ring: _Seen) -> float:
        """By what share things get nearer for each pixel further up; see ``BarTrack.evened``."""
        return ring.meeting / (self.edges.size[1] / 2)

    @property
    def upright(self) -> Floats:
        """(2,) what is upright, in the picture."""
        lean = np.deg2rad(np.nan_to_num(self.stand.tilt_deg))
        return np.array([np.sin(lean), -np.cos(lean)])

    def nearness(self, ring: _Seen) -> Floats:
        """(n,) one over the distance, 1 in the picture's middle."""
        off = self.edges.middle - np.array(self.edges.size[::-1]) / 2
        return np.asarray(np.maximum(1 + self.grows(ring) * (off @ self.upright), 0.3))

    def focal_px(self, ring: _Seen) -> float:
        return float(self.edges.radius_px * np.exp(ring.distance))

    def toward(self, ring: _Seen) -> Floats:
        """(n, 2) from the plate toward where lines along the bar meet, and with it plates behind;
        its length is the tangent of the slant at which the plate is seen."""
        focal = self.focal_px(ring)
        along = np.array([-self.upright[1], self.upright[0]])
        aside, up = self.stand.facing * focal * np.tan(ring.yaw), focal**2 * self.grows(ring)
        meets = np.array(self.edges.size[::-1]) / 2 + aside * along + up * self.upright
        return np.asarray((meets - self.edges.middle) / focal)

    def shape(self, ring: _Seen) -> Floats:
        """Distance of the rim along each ray (n, RAYS) [of its longest]."""
        return np.asarray(1 / np.sqrt(1 + (self.toward(ring) @ OUTWARD.T) ** 2))

    def behind(self, ring: _Seen) -> Flags:
        """(n, RAYS) rays on the side on which plates behind stand out."""
        toward = self.toward(ring)
        slant = np.hypot(*toward.T)[:, None]
        return np.asarray((toward @ OUTWARD.T > BEHIND * slant) & (slant > LEAST_SLANT))

    def expected(self, ring: _Seen) -> Floats:
        """Distance of the clearest edge from the plate's middle (n, RAYS) [followed radii]."""
        share = np.where(self.behind(ring), WITHIN, 1.0)
        return np.asarray(ring.size * self.nearness(ring)[:, None] * self.shape(ring) * share)


def ring(edges: Edges, stand: Stand) -> Ring | None:
    """The ring that fits all pictures best; none where the camera stands too far round, or nothing
    fits.

    Parameters
    ----------
    edges : of every picture that shows the plate
    """
    if not abs(stand.yaw_deg) <= MOST_YAW_DEG or len(edges.middle) == 0:
        return None
    part = _Scene(edges.of(spread(edges.middle[:, 1])), stand)
    tried = [_settled(part, *start) for start in _starts(part)]
    if not tried:
        return None
    best, moved, fit = max(tried, key=lambda each: each[2] * _likely(_usual_size(part, each[0])))
    if fit < LEAST_FIT:
        return None
    whole = _Scene(edges, stand)
    start = np.tile(np.median(moved, axis=0), (len(edges.middle), 1))
    middle = edges.middle + _followed(whole, best, start) * edges.radius_px
    return Ring(
        middle=middle,
        radius_px=_usual_size(whole, best) * edges.radius_px,
        focal_px=whole.focal_px(best),
        meeting_deg=float(np.rad2deg(best.meeting)),
        fit=fit,
    )


def _usual_size(scene: _Scene, ring: _Seen) -> float:
    """Of the ring where it mostly is [radii of what was followed]."""
    return ring.size * float(np.median(scene.nearness(ring)))


def _likely(size: float) -> float:
    return float(np.exp(-0.5 * (np.log(size) / SIZE_SD) ** 2))


def spread(rows: Floats) -> Ints:
    """Which pictures to tell the ring from: as evenly over the rows (n,) as there are pictures."""
    if len(rows) <= LOOKED_AT:
        return np.arange(len(rows))
    low, high = np.percentile(rows, [1, 99])
    part = np.clip((rows - low) / max(high - low, 1e-6) * 24, 0, 23).astype(int)
    place = np.empty(len(rows))
    for each in np.unique(part):
        inside = np.flatnonzero(part == each)
        place[inside] = (np.argsort(np.argsort(np.arange(len(inside)) * 0.618 % 1))) + 0.5
    return np.sort(np.argsort(place, kind="stable")[:LOOKED_AT])


def _starts(scene: _Scene) -> list[tuple[_Seen, Floats]]:
    """Rings that have the most votes, apart from one another, and their middles (2,)."""
    begin = _Seen(
        size=1.0,
        distance=float(np.log(USUAL_M / scene.stand.plate_m)),
        yaw=float(np.deg2rad(scene.stand.yaw_deg)),
        meeting=float(np.deg2rad(scene.stand.meeting_deg)),
    )
    begin = replace(begin, size=1.0 / float(np.median(scene.nearness(begin))))
    votes = _votes(scene.edges)
    shape = np.median(scene.shape(begin), axis=0)
    found: list[tuple[float, Floats]] = []
    for x in SHIFTS[0]:
        for y in SHIFTS[1]:
            shift, across = OUTWARD @ [x, y], ACROSS @ [x, y]
            away = SIZES[:, None] * shape + shift - across**2 / (2 * SIZES[:, None])
            found += [
                (score, np.array([x, y, size]))
                for score, size in zip(_read(votes, away).mean(axis=1), SIZES, strict=True)
            ]
    found.sort(key=lambda each: -each[0])
    kept: list[Floats] = []
    for _, place in found:
        if all(np.hypot(*(place - other)[:2]) + abs(place[2] - other[2]) > APART for other in kept):
            kept.append(place)
        if len(kept) == STARTS:
            break
    away = np.median(scene.toward(begin), axis=0)
    away = FURTHER * away / max(float(np.hypot(*away)), 1e-6)
    kept += [at - [*away, 0.0] for at in kept[:2]]
    return [(replace(begin, size=begin.size * float(at[2])), at[:2]) for at in kept]


def _votes(edges: Edges) -> Floats:
    """How often and clearly there is an edge, along each ray at ``AT`` (RAYS, s), 0 to 1."""
    total = np.zeros((RAYS, len(AT) + 2))
    at = np.clip(np.rint((edges.place - AT[0]) / STEP).astype(int), 0, len(AT) - 1) + 1
    ray = np.broadcast_to(np.arange(RAYS)[None, :, None], at.shape)
    np.add.at(total, (ray, at), edges.clear)
    mean = total[:, 1:-1] / len(edges.middle)
    kernel = np.array([0.25, 0.6, 1.0, 1.0, 1.0, 0.6, 0.25])
    soft = np.array([np.convolve(row, kernel, "same") for row in mean])
    return np.asarray(soft / (soft + HALF_SEEN))


def _read(votes: Floats, away: Floats) -> Floats:
    """Votes (m, RAYS) at distances (m, RAYS)."""
    at = np.clip((away - AT[0]) / STEP, 0, len(AT) - 1.001)
    low = at.astype(int)
    ray = np.arange(RAYS)
    part = at - low
    inside = (away >= AT[0]) & (away <= AT[-1])
    return np.asarray((votes[ray, low] * (1 - part) + votes[ray, low + 1] * part) * inside)


def _nearest(edges: Edges, wanted: Floats, window: float) -> tuple[Floats, Floats]:
    """How far outside the ring the edge lies that is most likely its own (n, RAYS), and how clear
    it is; 0 where there is none."""
    off = edges.place - wanted[..., None]
    worth = edges.clear * np.exp(-0.5 * (off / window) ** 2) * (np.abs(off) < REACH * window)
    best = worth.argmax(axis=-1)[..., None]
    left, clear = (np.take_along_axis(each, best, -1)[..., 0] for each in (off, edges.clear))
    there = np.take_along_axis(worth, best, -1)[..., 0] > 0
    return np.where(there, left, 0.0), np.where(there, clear, 0.0)


def _settled(scene: _Scene, start: _Seen, at: Floats) -> tuple[_Seen, Floats, float]:
    """The ring that fits best from a start, its middles (n, 2) and how well it fits."""
    now, moved = start, np.tile(at, (len(scene.edges.middle), 1)).astype(float)
    for window in WINDOWS:
        for _ in range(ROUNDS):
            now, moved = _step(scene, start, now, moved, window)
    return now, moved, _fit(scene, now, moved)


def _fit(scene: _Scene, now: _Seen, moved: Floats) -> float:
    """Share of the rays, by how clear they are, whose edge lies on the ring."""
    left, clear = _nearest(scene.edges, _from_followed(scene.expected(now), moved), CLOSE)
    good = clear * np.exp(-0.5 * (left / CLOSE) ** 2)
    counts = np.where(scene.behind(now), STACK_COUNTS, 1.0)
    return float((good * counts).sum() / counts.sum())


def _step(
    scene: _Scene, start: _Seen, now: _Seen, moved: Floats, window: float
) -> tuple[_Seen, Floats]:
    """One step of Gauss and Newton for the ring and all its middles together."""
    rim = scene.expected(now)
    left, weight = _weighed(scene.edges, _from_followed(rim, moved), window)
    nudge = 0.02
    slope = np.stack(
        [rim, *((scene.expected(now.moved(by)) - rim) / nudge for by in np.eye(4)[1:] * nudge)],
        axis=2,
    )
    own = np.linalg.inv(_normal(weight))
    pull = (weight * left) @ OUTWARD
    mixed = np.einsum("nr,ri,nrk->nik", weight, OUTWARD, slope)
    normal = np.einsum("nr,nrj,nrk->jk", weight, slope, slope)
    normal -= np.einsum("nik,nij,njl->kl", mixed, own, mixed)
    wanted = np.einsum("nr,nr,nrk->k", weight, left, slope)
    wanted -= np.einsum("nik,nij,nj->k", mixed, own, pull)
    known = weight.sum() * PRIOR * (CLOSE / scene.stand.doubts) ** 2
    off = [0.0, start.distance - now.distance, start.yaw - now.yaw, start.meeting - now.meeting]
    normal += np.diag(known + 1e-6)
    by = np.linalg.solve(normal, wanted + known * off)
    by = np.clip(by, -0.03, 0.03) * [1, 3, 1, 1]
    each = np.einsum("nij,nj->ni", own, pull - mixed @ by)
    return now.moved(by), moved + np.clip(each, -NEVER, NEVER)


def _from_followed(rim: Floats, moved: Floats) -> Floats:
    """Distances (n, RAYS) from a middle that was followed, of a rim about one that lies so far off
    it (n, 2)."""
    along, across = moved @ OUTWARD.T, moved @ ACROSS.T
    return np.asarray(rim + along - across**2 / (2 * rim))


def _weighed(edges: Edges, wanted: Floats, window: float) -> tuple[Floats, Floats]:
    """How far outside the ring its edges lie (n, RAYS), and how much each counts."""
    left, clear = _nearest(edges, wanted, window)
    return left, clear / (1 + (left / (0.5 * window)) ** 2)


def _normal(weight: Floats) -> Floats:
    return np.asarray(np.einsum("nr,ri,rj->nij", weight, OUTWARD, OUTWARD) + 1e-3 * np.eye(2))


def _followed(scene: _Scene, now: _Seen, moved: Floats) -> Floats:
    """Middles (n, 2) of a ring that is known [followed radii]."""
    rim = scene.expected(now)
    for window in WINDOWS:
        for _ in range(ROUNDS):
            left, weight = _weighed(scene.edges, _from_followed(rim, moved), window)
            pull = ((weight * left) @ OUTWARD)[..., None]
            step = np.linalg.solve(_normal(weight), pull)[..., 0]
            moved = moved + np.clip(step, -NEVER, NEVER)
    return moved
