"use strict";
// Ties film, lines over it and curves to one moment: play moves the cursor, the curve seeks.
(function () {
  const player = document.getElementById("player");
  if (!player || !window.FilmOverlay) return;
  const video = document.getElementById("film");
  const seek = document.getElementById("seek");
  const play = document.getElementById("play");
  const moment = document.getElementById("moment");
  const roomy = matchMedia("(min-width: 60rem)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const figures = Array.from(document.querySelectorAll(".chart"));
  const charts = [];
  let data;
  let overlay;
  let now = 0;
  let shown = -1;

  function frameAt(seconds) {
    const times = data.times;
    let low = 0;
    let high = times.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (times[middle] <= seconds + 1e-4) low = middle; else high = middle - 1;
    }
    return low;
  }

  // A place that somebody asked for: the frame nearest to it.
  function nearest(seconds) {
    const frame = frameAt(seconds);
    const { times } = data;
    return frame + 1 < times.length && times[frame + 1] - seconds < seconds - times[frame] ? frame + 1 : frame;
  }

  function number(value, digits) {
    return value.toFixed(digits).replace("-", "\u2212");
  }

  function wordsOf(chart, frame) {
    return chart.lines.map((line) => {
      const value = line.values[frame];
      if (value === null) return chart.gap;
      const gap = chart.unit === "\u00b0" ? "" : " ";
      const band = line.low && line.low[frame] !== null
        ? " (" + number(line.low[frame], chart.digits) + " to " + number(line.high[frame], chart.digits) + ")" : "";
      return number(value, chart.digits) + gap + chart.unit + band;
    }).join(", ");
  }

  function momentWords(frame) {
    const rep = data.rep[frame];
    return data.times[frame].toFixed(2) + " s" + (rep ? ", rep " + rep + ", " + data.phase[frame] : "");
  }

  function show(seconds) {
    const last = data.times[data.times.length - 1];
    now = Math.min(Math.max(seconds, 0), last);
    const frame = frameAt(now);
    if (frame === shown) return;
    shown = frame;
    overlay.draw(frame);
    seek.value = String(data.times[frame]);
    const words = momentWords(frame);
    seek.setAttribute("aria-valuetext", words);
    moment.textContent = words;
    player.dataset.frame = String(frame);
    for (const each of charts) each.show(frame, words);
  }

  function to(seconds) {
    const frame = nearest(seconds);
    if (video.readyState > 0) {
      // The middle of the frame's time, so that rounding never shows the one before.
      const next = frame + 1 < data.times.length ? data.times[frame + 1] : data.times[frame];
      video.pause();
      video.currentTime = (data.times[frame] + next) / 2;
    }
    show(data.times[frame]);
  }

  function step(frames) {
    to(data.times[Math.min(Math.max(frameAt(now) + frames, 0), data.times.length - 1)]);
  }

  function playOrPause() {
    if (!video.paused) { video.pause(); return; }
    if (video.ended || now >= data.times[data.times.length - 1]) video.currentTime = 0;
    video.play().catch(() => {});
  }

  const KEYS = {
    ArrowLeft: () => step(-1), ArrowRight: () => step(1),
    ArrowDown: () => step(-1), ArrowUp: () => step(1),
    PageDown: () => to(now - 0.5), PageUp: () => to(now + 0.5),
    Home: () => to(0), End: () => to(data.times[data.times.length - 1]),
    " ": playOrPause,
  };

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
    KEYS[event.key]();
    event.preventDefault();
  }

  function token(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  // One curve with its band, the way up shaded, a line at each fault, and our own cursor.
  class Curve {
    constructor(figure, chart) {
      this.chart = chart;
      this.plot = figure.querySelector(".plot");
      this.now = figure.querySelector(".now");
      this.at = document.createElement("div");
      this.at.className = "at";
      this.make();
      this.listen();
    }

    make() {
      if (this.u) this.u.destroy();
      const { chart, plot } = this;
      const line = chart.lines[0];
      const banded = Boolean(line.low);
      const rows = banded ? [data.times, line.values, line.low, line.high] : [data.times, line.values];
      const ink = token("--teal");
      const axis = { stroke: token("--quiet"), grid: { stroke: token("--rule"), width: 1 }, ticks: { show: false }, font: "12px system-ui, sans-serif" };
      const thin = { width: 0, points: { show: false }, stroke: "transparent" };
      this.u = new uPlot({
        width: plot.clientWidth,
        height: plot.clientHeight,
        legend: { show: false },
        cursor: { show: false },
        padding: [8, 10, 0, 0],
        scales: { x: { time: false, range: [0, data.times[data.times.length - 1]] }, y: { range: () => this.range() } },
        axes: [{ ...axis, size: 22, values: (_, ticks) => ticks.map((tick) => tick + " s") }, { ...axis, size: 40, space: 26 }],
        series: [{}, { stroke: ink, width: 2, points: { show: false }, spanGaps: false }, ...(banded ? [thin, thin] : [])],
        bands: banded ? [{ series: [3, 2], fill: ink + "2e" }] : [],
        hooks: { drawClear: [(u) => this.marks(u)] },
      }, rows, plot);
      this.u.over.appendChild(this.at);
      this.place(Math.max(shown, 0));
    }

    // Of the reps and a moment around them: what is seen of somebody who walks up is no scale.
    range() {
      const { values, low, high } = this.chart.lines[0];
      let bottom = 0;
      let top = 0;
      data.times.forEach((time, n) => {
        if (data.reps.length && !data.reps.some((rep) => time > rep.start_s - 1 && time < rep.end_s + 1)) return;
        for (const row of [values, low, high]) {
          if (!row || row[n] === null) continue;
          bottom = Math.min(bottom, row[n]);
          top = Math.max(top, row[n]);
        }
      });
      top = Math.max(top, bottom + this.chart.least);
      const room = 0.06 * (top - bottom);
      return [bottom < 0 ? bottom - room : 0, top + room];
    }

    marks(u) {
      const pen = u.ctx;
      const { top, height } = u.bbox;
      pen.save();
      pen.fillStyle = token("--teal-pale");
      for (const rep of data.reps) {
        const last = rep.completed ? rep.lockout_s : rep.lowering_s;
        if (rep.lift_off_s === null || last === null) continue;
        const [from, until] = [rep.lift_off_s, last].map((t) => u.valToPos(t, "x", true));
        pen.fillRect(from, top, until - from, height);
      }
      pen.strokeStyle = token("--warm");
      pen.lineWidth = 1.5 * devicePixelRatio;
      pen.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
      for (const fault of data.faults) {
        const x = u.valToPos(fault.at, "x", true);
        pen.beginPath();
        pen.moveTo(x, top);
        pen.lineTo(x, top + height);
        pen.stroke();
      }
      pen.restore();
    }

    listen() {
      const point = (event) => {
        const box = this.u.over.getBoundingClientRect();
        to(this.u.posToVal(event.clientX - box.left, "x"));
      };
      this.plot.addEventListener("pointerdown", (event) => {
        this.plot.setPointerCapture(event.pointerId);
        this.plot.focus({ preventScroll: true });
        point(event);
      });
      this.plot.addEventListener("pointermove", (event) => { if (event.buttons & 1) point(event); });
      this.plot.addEventListener("keydown", onKey);
    }

    place(frame) {
      this.at.style.transform = "translateX(" + this.u.valToPos(data.times[frame], "x") + "px)";
    }

    show(frame, words) {
      this.place(frame);
      const value = wordsOf(this.chart, frame);
      this.now.textContent = value;
      this.plot.setAttribute("aria-valuenow", data.times[frame].toFixed(3));
      this.plot.setAttribute("aria-valuetext", words + ": " + value);
    }

    fit() {
      this.u.setSize({ width: this.plot.clientWidth, height: this.plot.clientHeight });
      this.place(Math.max(shown, 0));
    }
  }

  function follow() {
    if (video.requestVideoFrameCallback) {
      const each = (_, frame) => {
        // While it seeks, a late picture of before must not take the cursor back.
        if (!video.seeking) show(frame.mediaTime);
        video.requestVideoFrameCallback(each);
      };
      video.requestVideoFrameCallback(each);
      video.addEventListener("seeked", () => { if (!video.seeking) show(video.currentTime); });
      return;
    }
    const each = () => {
      show(video.currentTime);
      if (!video.paused) requestAnimationFrame(each);
    };
    for (const name of ["play", "timeupdate", "seeked"]) video.addEventListener(name, each);
  }

  function listen() {
    play.addEventListener("click", playOrPause);
    document.getElementById("closer").addEventListener("change", approach);
    document.getElementById("one-back").addEventListener("click", () => step(-1));
    document.getElementById("one-on").addEventListener("click", () => step(1));
    document.getElementById("speed").addEventListener("change", (event) => { video.playbackRate = Number(event.target.value); });
    seek.addEventListener("input", () => to(Number(seek.value)));
    seek.addEventListener("keydown", onKey);
    video.addEventListener("click", playOrPause);
    for (const name of ["play", "pause", "ended"])
      video.addEventListener(name, () => { play.textContent = video.paused ? "Play" : "Pause"; play.setAttribute("aria-label", play.textContent); });
    for (const layer of ["skeleton", "back", "bar"])
      document.getElementById("show-" + layer).addEventListener("change", (event) => {
        overlay.layers[layer] = event.target.checked;
        overlay.draw(overlay.frame);
      });
    for (const button of document.querySelectorAll("button[data-seek]"))
      button.addEventListener("click", () => {
        to(Number(button.dataset.seek));
        if (!player.contains(button)) player.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "start" });
      });
    for (const button of document.querySelectorAll("button[data-into]"))
      button.addEventListener("click", () => {
        document.getElementById(button.dataset.into).value = data.times[Math.max(shown, 0)].toFixed(2);
        document.getElementById("by-hand").checked = true;
      });
    for (const field of document.querySelectorAll(".border-row input"))
      field.addEventListener("input", () => { document.getElementById("by-hand").checked = true; });
  }

  // Nearer to the lifter: as much of the picture as lifter and bar need through the set.
  function approach() {
    const stage = document.getElementById("stage");
    const closer = document.getElementById("closer").checked;
    stage.classList.toggle("closer", closer);
    stage.style.height = "";
    const wide = video.clientWidth;
    const high = video.clientHeight;
    let times = 1;
    let x = 0;
    let y = 0;
    if (closer && wide > 0) {
      const [left, top, right, bottom] = data.near.map((place) => (place * wide) / data.width);
      const most = innerHeight * (roomy.matches ? 0.64 : 0.46);
      const room = [stage.clientWidth, Math.min((stage.clientWidth * (bottom - top)) / (right - left), Math.max(most, 200))];
      times = Math.min(Math.max(Math.min(room[0] / (right - left), room[1] / (bottom - top)), 1), 4);
      room[1] = Math.min(room[1], high * times);
      stage.style.height = room[1] + "px";
      x = middle((left + right) / 2, wide, room[0], times);
      y = middle((top + bottom) / 2, high, room[1], times);
    }
    document.getElementById("picture").style.transform = closer ? "translate(" + -x + "px," + -y + "px) scale(" + times + ")" : "";
    overlay.fit(video, times);
  }

  // How far the picture is moved so that this place is in the middle and nothing beside it shows.
  function middle(place, size, room, times) {
    const over = size * times - room;
    return over < 0 ? over / 2 : Math.min(Math.max(place * times - room / 2, 0), over);
  }

  function isFar() {
    const [left, top, right, bottom] = data.near;
    return data.reps.length > 0 && ((right - left) * (bottom - top)) / (data.width * data.height) < 0.6;
  }

  function fit() {
    approach();
    for (const each of charts) each.fit();
  }

  async function start() {
    const response = await fetch(player.dataset.frames);
    if (!response.ok) return;
    data = await response.json();
    document.documentElement.classList.add("scripted");
    video.removeAttribute("controls");
    overlay = new window.FilmOverlay(document.getElementById("over"), data);
    overlay.key(document.getElementById("bend"));
    if (window.uPlot)
      for (const figure of figures) {
        const chart = data.charts.find((each) => each.id === figure.dataset.chart);
        if (chart && !chart.empty) charts.push(new Curve(figure, chart));
      }
    document.getElementById("closer").checked = isFar();
    listen();
    follow();
    const resized = new ResizeObserver(fit);
    for (const each of [document.getElementById("film"), ...figures]) resized.observe(each);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { for (const each of charts) each.make(); });
    const first = data.reps.find((rep) => rep.lift_off_s !== null);
    const begin = first ? first.lift_off_s : 0;
    if (video.readyState > 0) to(begin);
    else video.addEventListener("loadedmetadata", () => to(begin), { once: true });
    show(begin);
    fit();
    player.dataset.ready = "yes";
  }

  start();
})();
