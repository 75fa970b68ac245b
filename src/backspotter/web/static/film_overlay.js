"use strict";
// Draws what was read over the film: skeleton, line of the back, the bar and its path.
window.FilmOverlay = (function () {
  const LIMB = "#ffffff";
  const EDGE = "rgba(10, 20, 26, 0.62)";
  const PATH = "rgb(120, 224, 208)";
  const UPPER = "rgb(196, 208, 214)";

  function colourOf(bend, colours) {
    if (bend === null) return "rgb(" + colours.grey.join(",") + ")";
    const deg = colours.deg;
    const at = Math.min(Math.max(bend, deg[0]), deg[deg.length - 1]);
    let n = 0;
    while (n < deg.length - 2 && at > deg[n + 1]) n += 1;
    const share = (at - deg[n]) / (deg[n + 1] - deg[n]);
    const mixed = [0, 1, 2].map((part) =>
      Math.round(colours.rgb[n][part] + share * (colours.rgb[n + 1][part] - colours.rgb[n][part])));
    return "rgb(" + mixed.join(",") + ")";
  }

  return class {
    constructor(canvas, data) {
      this.canvas = canvas;
      this.data = data;
      this.pen = canvas.getContext("2d");
      this.layers = { skeleton: true, back: true, bar: true };
      this.frame = 0;
    }

    // The canvas lies exactly over the picture, in the screen's own pixels, however near it is.
    fit(video, closer) {
      const ratio = (window.devicePixelRatio || 1) * closer;
      this.canvas.width = Math.max(Math.round(video.clientWidth * ratio), 1);
      this.canvas.height = Math.max(Math.round(video.clientHeight * ratio), 1);
      this.scale = this.canvas.width / this.data.width;
      const shorter = Math.min(video.clientWidth, video.clientHeight);
      this.unit = Math.max(shorter / 360, 0.75) * ratio / Math.sqrt(closer);
      this.draw(this.frame);
    }

    draw(frame) {
      this.frame = frame;
      const { pen, data, layers } = this;
      pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
      pen.lineCap = "round";
      pen.lineJoin = "round";
      if (layers.bar) this.drawBar(frame);
      if (layers.skeleton) this.drawLimbs(frame);
      if (layers.back) {
        this.line(data.drawn.upper[frame], 1.8, UPPER);
        const bend = data.bend[frame];
        this.line(data.drawn.lower[frame], 4, colourOf(bend, data.colours), bend === null);
      }
    }

    drawLimbs(frame) {
      const drawn = this.data.drawn;
      for (const part of ["leg", "arm", "foot"]) this.line(drawn[part][frame], 1.7, LIMB);
      for (const part of ["leg", "arm"]) this.dots(drawn[part][frame], 2.2, LIMB);
    }

    drawBar(frame) {
      const drawn = this.data.drawn;
      const path = [];
      for (let n = this.begins(frame); n <= frame; n += 1) path.push(...drawn.bar[n]);
      this.line(path, 2, PATH);
      const [x, y] = drawn.bar[frame];
      if (x === null) return;
      this.dots(drawn.bar[frame], 2.6, PATH);
      if (drawn.plate === null) return;
      this.stroke((pen) => {
        pen.ellipse(x * this.scale, y * this.scale, drawn.plate * drawn.aspect * this.scale, drawn.plate * this.scale, 0, 0, 2 * Math.PI);
      }, 1.2, PATH);
    }

    // The first frame of the rep that is on, or of the last one that was.
    begins(frame) {
      const rep = this.data.rep;
      let n = frame;
      while (n > 0 && rep[n] === 0) n -= 1;
      const which = rep[n];
      if (which === 0) return frame;
      while (n > 0 && rep[n - 1] === which) n -= 1;
      return n;
    }

    line(flat, width, colour, broken) {
      this.stroke((pen) => {
        let down = false;
        for (let n = 0; n < flat.length; n += 2) {
          if (flat[n] === null || flat[n + 1] === null) { down = false; continue; }
          const x = flat[n] * this.scale;
          const y = flat[n + 1] * this.scale;
          if (down) pen.lineTo(x, y); else pen.moveTo(x, y);
          down = true;
        }
      }, width, colour, broken);
    }

    stroke(trace, width, colour, broken) {
      const pen = this.pen;
      pen.setLineDash(broken ? [3 * this.unit, 5 * this.unit] : []);
      for (const [wide, ink] of [[width + Math.max(1.6, 0.6 * width), EDGE], [width, colour]]) {
        pen.beginPath();
        trace(pen);
        pen.lineWidth = wide * this.unit;
        pen.strokeStyle = ink;
        pen.stroke();
      }
    }

    dots(flat, radius, colour) {
      const pen = this.pen;
      for (let n = 0; n < flat.length; n += 2) {
        if (flat[n] === null || flat[n + 1] === null) continue;
        pen.beginPath();
        pen.arc(flat[n] * this.scale, flat[n + 1] * this.scale, radius * this.unit, 0, 2 * Math.PI);
        pen.fillStyle = colour;
        pen.strokeStyle = EDGE;
        pen.setLineDash([]);
        pen.lineWidth = 1.2 * this.unit;
        pen.stroke();
        pen.fill();
      }
    }

    // The colours of the lower back from 0 to 45 degrees, as a strip.
    key(canvas) {
      const pen = canvas.getContext("2d");
      const most = this.data.colours.deg[this.data.colours.deg.length - 1];
      for (let x = 0; x < canvas.width; x += 1) {
        pen.fillStyle = colourOf((most * x) / canvas.width, this.data.colours);
        pen.fillRect(x, 0, 1, canvas.height);
      }
    }
  };
})();
