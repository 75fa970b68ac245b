"use strict";
// Ties the curves to the film: a cursor follows the picture, and pointing or keys seek it.
(function () {
  const data = JSON.parse(document.getElementById("frames").textContent);
  const times = data.times;
  const last = times[times.length - 1];
  const video = document.querySelector("video");
  const areas = Array.from(document.querySelectorAll(".area"));
  const status = document.getElementById("moment");
  let now = 0;
  let shown = -1;

  function frameAt(seconds) {
    let low = 0;
    let high = times.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (times[middle] <= seconds + 1e-4) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function number(value, digits) {
    return value.toFixed(digits).replace("-", "\u2212");
  }

  function one(line, chart, frame, many) {
    const value = line.values[frame];
    const name = many ? line.name + " " : "";
    if (value === null) return name + "not judged";
    const gap = chart.unit === "\u00b0" ? "" : " ";
    let words = name + number(value, chart.digits) + gap + chart.unit;
    if (line.low && line.low[frame] !== null)
      words += " (" + number(line.low[frame], chart.digits) + " to " +
        number(line.high[frame], chart.digits) + ")";
    return words;
  }

  function wordsOf(id, frame) {
    const chart = data.charts[id];
    return chart.lines.map((line) => one(line, chart, frame, chart.lines.length > 1)).join(", ");
  }

  function show(seconds) {
    now = Math.min(Math.max(seconds, 0), last);
    const frame = frameAt(now);
    if (frame === shown) return;
    shown = frame;
    const x = String((1000 * times[frame]) / last);
    const rep = data.rep[frame];
    const moment = times[frame].toFixed(2) + " s" +
      (rep ? ", rep " + rep + ", " + data.phase[frame] : "");
    if (status) status.textContent = moment;
    for (const area of areas) {
      const cursor = area.querySelector(".cursor");
      cursor.setAttribute("x1", x);
      cursor.setAttribute("x2", x);
      const words = wordsOf(area.dataset.chart, frame);
      area.closest("figure").querySelector(".now").textContent = words;
      area.setAttribute("aria-valuenow", times[frame].toFixed(3));
      area.setAttribute("aria-valuetext", moment + ": " + words);
    }
  }

  // A place that somebody asked for: the frame nearest to it.
  function nearest(seconds) {
    const frame = frameAt(seconds);
    return frame + 1 < times.length && times[frame + 1] - seconds < seconds - times[frame] ? frame + 1 : frame;
  }

  function seek(seconds) {
    const frame = nearest(seconds);
    if (video && video.readyState > 0) {
      // The middle of the frame's time, so that rounding never shows the one before.
      const next = frame + 1 < times.length ? times[frame + 1] : times[frame];
      video.pause();
      video.currentTime = (times[frame] + next) / 2;
    }
    show(times[frame]);
  }

  function step(frames) {
    const frame = Math.min(Math.max(frameAt(now) + frames, 0), times.length - 1);
    seek(times[frame]);
  }

  const KEYS = {
    ArrowLeft: () => step(-1), ArrowRight: () => step(1),
    ArrowDown: () => step(-1), ArrowUp: () => step(1),
    PageDown: () => seek(now - 0.5), PageUp: () => seek(now + 0.5),
    Home: () => seek(0), End: () => seek(last),
  };

  function playOrPause() {
    if (!video) return;
    if (video.paused) video.play(); else video.pause();
  }

  for (const area of areas) {
    const point = (event) => {
      const box = area.getBoundingClientRect();
      seek((last * (event.clientX - box.left)) / box.width);
    };
    area.addEventListener("pointerdown", (event) => {
      area.setPointerCapture(event.pointerId);
      area.focus({ preventScroll: true });
      point(event);
    });
    area.addEventListener("pointermove", (event) => { if (event.buttons & 1) point(event); });
    area.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === " ") playOrPause();
      else if (KEYS[event.key]) KEYS[event.key]();
      else return;
      event.preventDefault();
    });
  }

  for (const button of document.querySelectorAll("button[data-seek]")) {
    button.addEventListener("click", () => {
      seek(Number(button.dataset.seek));
      const player = document.getElementById("player");
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      player.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
      if (areas.length) areas[0].focus({ preventScroll: true });
    });
  }

  const slower = document.getElementById("slower");
  if (video && slower)
    slower.addEventListener("change", () => { video.playbackRate = Number(slower.value); });

  if (video && video.requestVideoFrameCallback) {
    const follow = (_, frame) => {
      // While it seeks, a late picture of before must not take the cursor back.
      if (!video.seeking) show(frame.mediaTime);
      video.requestVideoFrameCallback(follow);
    };
    video.requestVideoFrameCallback(follow);
    video.addEventListener("seeked", () => { if (!video.seeking) show(video.currentTime); });
  } else if (video) {
    const follow = () => {
      show(video.currentTime);
      if (!video.paused) requestAnimationFrame(follow);
    };
    for (const name of ["play", "timeupdate", "seeked"]) video.addEventListener(name, follow);
  }
  document.documentElement.classList.add("scripted");
  show(0);
})();
