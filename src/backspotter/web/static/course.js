// The course drawn over days: what is usual, what this person entered, what is to come.
"use strict";
(async () => {
  // what is another person's came with the page that was looked at; the own is fetched
  const told = async ({ curve, source }) => {
    if (curve) return JSON.parse(curve);
    const answer = await fetch(source, { credentials: "same-origin" });
    return answer.ok ? answer.json() : null;
  };
  const place = document.querySelector(".curve");
  if (!place || !window.uPlot) return;
  const course = await told(place.dataset);
  if (!course || !course.has_course) return;

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const look = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const hours = [...new Set([course.usual, course.own, course.coming].flat().map((row) => row[0]))].sort((a, b) => a - b);
  const column = (rows, which) => {
    const known = new Map(rows.map((row) => [row[0], row[which]]));
    return hours.map((hour) => (known.has(hour) ? known.get(hour) : null));
  };
  const middle = course.own.length || course.coming.length ? column(course.own, 1) : column(course.usual, 1);
  const data = [hours, column(course.usual, 2), column(course.usual, 3), column(course.coming, 2), column(course.coming, 3), middle, column(course.coming, 1)];
  const first = Math.min(0, ...course.entries.map((each) => each[0])) - 3;

  const line = (plot, hour, colour, wide, dash) => {
    const x = plot.valToPos(hour, "x", true);
    plot.ctx.strokeStyle = colour;
    plot.ctx.lineWidth = wide * devicePixelRatio;
    plot.ctx.setLineDash(dash.map((each) => each * devicePixelRatio));
    plot.ctx.beginPath();
    plot.ctx.moveTo(x, plot.bbox.top);
    plot.ctx.lineTo(x, plot.bbox.top + plot.bbox.height);
    plot.ctx.stroke();
  };
  const marks = (plot) => {
    const ctx = plot.ctx, ink = look("--ink");
    ctx.save();
    ctx.beginPath();
    ctx.rect(plot.bbox.left, plot.bbox.top, plot.bbox.width, plot.bbox.height);
    ctx.clip();
    for (const hour of course.sessions) if (hour >= first) line(plot, hour, ink, 2.5, []);
    line(plot, course.now, look("--teal"), 1, [3, 4]);
    ctx.restore();
    ctx.save();
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.strokeStyle = ink;
    ctx.setLineDash([]);
    for (const [hour, sore, hollow] of course.entries) {
      ctx.beginPath();
      ctx.arc(plot.valToPos(hour, "x", true), plot.valToPos(sore, "y", true), 5 * devicePixelRatio, 0, 2 * Math.PI);
      ctx.fillStyle = hollow ? look("--card") : ink;
      ctx.fill();
      ctx.stroke();
    }
    ctx.restore();
  };
  const every = (days, wide) => days.filter((_, at) => at % Math.ceil((days.length * 52) / wide) === 0);
  const options = () => {
    const shown = every(course.days.filter((day) => day[0] >= first), place.clientWidth);
    const teal = look("--teal"), edge = look("--edge"), quiet = look("--quiet"), rule = look("--rule");
    const axis = { stroke: quiet, font: "13px system-ui, sans-serif", grid: { stroke: rule, width: 1 }, ticks: { stroke: rule, width: 1 } };
    const none = { stroke: "transparent", points: { show: false } };
    return {
      width: place.clientWidth, height: place.clientHeight,
      legend: { show: false }, cursor: { show: false },
      scales: { x: { time: false, range: [first, 168] }, y: { range: [0, 10.4] } },
      axes: [
        { ...axis, size: 34, splits: () => shown.map((day) => day[0]), values: () => shown.map((day) => day[1]) },
        { ...axis, size: 30, splits: () => [0, 2, 4, 6, 8, 10] },
      ],
      bands: [{ series: [2, 1], fill: edge + "40" }, { series: [4, 3], fill: teal + "40" }],
      series: [{}, none, none, none, none,
        { stroke: course.entries.length ? teal : edge, width: 2.5, points: { show: false } },
        { stroke: teal, width: 2.5, dash: [7, 5], points: { show: false } }],
      hooks: { draw: [marks] },
    };
  };

  let plot = null;
  const draw = () => {
    if (plot) plot.destroy();
    plot = new uPlot(options(), data, place);
  };
  draw();
  dark.addEventListener("change", draw);
  let wide = place.clientWidth;
  addEventListener("resize", () => {
    if (place.clientWidth !== wide) { wide = place.clientWidth; draw(); }
  });
})();
