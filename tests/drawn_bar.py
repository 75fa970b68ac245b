"""A bar that is lifted, drawn frame by frame: plates, decoys, posts, clothes, blur, all known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from backspotter.lift.bar import BarSearch
from backspotter.lift.plate_near import Place

RADIUS_M = 0.225
FLOOR_M = 0.225


@dataclass(frozen=True)
class Scene:
    """What is drawn. Lengths of the picture in pixels; ``px_per_m`` at the near plate."""

    width: int = 426
    height: int = 240
    px_per_m: float = 120.0
    aspect: float = 1.0
    plate: float = 60.0
    rim: float = 95.0
    wall: float = 150.0
    clothes: float | None = None
    rings: tuple[float, ...] = (0.86, 0.45)
    decoys: tuple[tuple[float, float, float], ...] = ()
    posts: tuple[tuple[float, float], ...] = ()
    blur_s: float = 0.0
    noise: float = 2.0
    texture: float = 6.0
    seed: int = 0
    dropped: bool = False
    times: np.ndarray = field(default_factory=lambda: np.arange(90) / 30)

    def middle(self, t_s: float) -> tuple[float, float]:
        """Of the plate at this time [px]."""
        height = dropped_m(t_s) if self.dropped else height_m(t_s)
        return self.width * 0.45, self.height * 0.93 - height * self.px_per_m


def height_m(t_s: float, rom: float = 0.5) -> float:
    """Of the bar: still for 0.5 s, up within 1 s, held, let down from 2 s to 2.7 s."""
    up = smooth((t_s - 0.5) / 1.0) - smooth((t_s - 2.0) / 0.7)
    return FLOOR_M + rom * up


def dropped_m(t_s: float) -> float:
    """The same, let go of at 2 s; it bounces once."""
    since = t_s - 2.0
    if since <= 0:
        return height_m(t_s)
    fall = 0.5 - 4.905 * since**2
    if fall > 0:
        return FLOOR_M + fall
    landed = (0.5 / 4.905) ** 0.5
    up = 1.0 * (since - landed) - 4.905 * (since - landed) ** 2
    return FLOOR_M + max(up, 0.0)


def smooth(x: float) -> float:
    x = min(max(x, 0.0), 1.0)
    return x**3 * (10 - 15 * x + 6 * x * x)


def frames(scene: Scene) -> Iterator[tuple[float, np.ndarray]]:
    """Time [s] and grey picture of every frame."""
    rng = np.random.default_rng(scene.seed)
    wall = _wall(scene, rng)
    for t_s in scene.times:
        steps = 5 if scene.blur_s else 1
        shots = t_s + scene.blur_s * (np.arange(steps) / steps - 0.4)
        light = np.mean([_shot(scene, wall, float(t)) for t in shots], axis=0)
        noisy = light + rng.normal(0, scene.noise, light.shape)
        yield float(t_s), np.clip(np.rint(noisy), 0, 255).astype(np.uint8)


def _wall(scene: Scene, rng: np.random.Generator) -> np.ndarray:
    y, x = np.mgrid[: scene.height, : scene.width] + 0.5
    coarse = rng.normal(0, scene.texture, (scene.height // 6 + 2, scene.width // 6 + 2))
    light = (
        scene.wall
        + 20 * x / scene.width
        + np.kron(coarse, np.ones((6, 6)))[: scene.height, : scene.width]
    )
    light = np.where(y > scene.height * 0.93, 70.0, light)
    for at_x, at_y, radius in scene.decoys:
        _disc(light, (at_x, at_y), radius, 1.0, (230.0, 40.0), (0.8, 0.3), x, y)
    return light


def _shot(scene: Scene, wall: np.ndarray, t_s: float) -> np.ndarray:
    light = wall.copy()
    y, x = np.mgrid[: scene.height, : scene.width] + 0.5
    at = scene.middle(t_s)
    radius = RADIUS_M * scene.px_per_m
    if scene.clothes is not None:
        body = np.abs(x - at[0] + radius * 0.2) < radius * 0.7
        light[body & (y < scene.height * 0.93)] = scene.clothes
    _disc(light, at, radius, scene.aspect, (scene.rim, scene.plate), scene.rings, x, y)
    for left, right in scene.posts:
        light[:, int(left) : int(right)] = 30.0
    return light


def _disc(light, at, radius, aspect, tones, rings, x, y) -> None:
    away = np.hypot((x - at[0]) / aspect, y - at[1])
    for number, share in enumerate((1.0, *rings)):
        cover = np.clip(share * radius - away + 0.5, 0, 1)
        light += (tones[number % 2] - light) * cover


def tracked(scene: Scene, change=lambda grey: grey):
    """The bar's track through a scene, each picture changed first; none where no bar is found."""
    return followed([(time, change(grey)) for time, grey in frames(scene)])


def followed(shown, place: Place | None = None):
    """The bar's track through frames (time, grey); ``place`` of the lifter, if one is there."""
    search = BarSearch()
    for time, grey in shown:
        search.see(time, grey)
    follower = search.follower(place)
    if follower is None:
        return None
    for time, grey in shown:
        follower.see(time, grey)
    return follower.track()


def misses_px(track, scene: Scene) -> np.ndarray:
    """How far the track's middle is from the truth in each frame (n,) [px]."""
    true = np.array([scene.middle(t) for t in scene.times])
    return np.hypot(track.x_px - true[:, 0], track.y_px - true[:, 1])
