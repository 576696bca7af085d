/*
 * The series with its interval as a band; what was not observed is a gap. In
 * the lane below the axis: sources first visited (bars) and dated rules
 * (numbered; the list stands beside the chart). The two windows that the
 * headline compares are shaded.
 */
import { s } from "../dom.js";
import { linear, roundUp } from "../scale.js";

const HEIGHT = 300;
const LANE = 46;
const LEFT = 48;
const RIGHT = 12;
const TOP = 14;
const DAY = 86_400_000;

const at = (iso) => Date.parse(iso + "T00:00:00Z");

/*
 * points: trend rows with period_start; days: length of a period;
 * sources: [{day, sources}]; rules: [{day, number}]; windows: [[from, to, name]]
 */
export function series({ points, days, sources, rules, windows, width, label, format, formatTime }) {
  const height = HEIGHT + LANE;
  const first = at(points[0].period_start);
  const last = at(points[points.length - 1].period_start) + days * DAY;
  const x = linear([first, last], [LEFT, width - RIGHT]);
  const top = roundUp(Math.max(...points.flatMap((p) => [p.value ?? 0, p.hi ?? 0])) || 1);
  const y = linear([0, top], [HEIGHT - 24, TOP]);
  const mid = (p) => x(at(p.period_start) + days * DAY / 2);
  return s("svg", { width, height, class: "series", role: "img", "aria-label": label },
    windows.map((w) => shade(x, w)),
    y.ticks(5).map((v) => [
      s("line", { x1: LEFT, x2: width - RIGHT, y1: y(v), y2: y(v), class: v === 0 ? "zero" : "grid" }),
      s("text", { x: LEFT - 8, y: y(v) + 4, "text-anchor": "end", class: "tick" }, format(v)),
    ]),
    timeTicks(first, last, width).map(([time, isYear]) => [
      s("line", { x1: x(time), x2: x(time), y1: HEIGHT - 24, y2: HEIGHT - 18, class: "grid" }),
      s("text", { x: x(time), y: HEIGHT - 5, "text-anchor": "middle", class: isYear ? "tick strong" : "tick" },
        formatTime(time, isYear)),
    ]),
    runs(points).map((run) => drawRun(run, mid, y)),
    windows.map((w) => nameOf(x, w)),
    lane(x, sources, rules, first, last, days, width));
}

const ends = (x, [from, to]) => [Math.max(LEFT, x(at(from))), x(at(to))];

function shade(x, window) {
  const [start, end] = ends(x, window);
  return end > start && s("g", { class: "window " + window[3] },
    s("rect", { x: start, y: TOP, width: end - start, height: HEIGHT - 24 - TOP }));
}

// Above the band. A name that is wider than its window stands below the other's.
function nameOf(x, window) {
  const [start, end] = ends(x, window);
  const [, , name, kind] = window;
  return end > start && s("text", { x: (start + end) / 2, "text-anchor": "middle", class: "tick window-name",
    y: TOP + (end - start < 6.5 * name.length && kind === "now" ? 26 : 12) }, name);
}

// Parts of the series without a gap.
function runs(points) {
  const found = [];
  let run = [];
  for (const p of points) {
    if (p.value === null) {
      if (run.length) found.push(run);
      run = [];
    } else {
      run.push(p);
    }
  }
  return run.length ? [...found, run] : found;
}

function drawRun(run, mid, y) {
  const forth = run.map((p) => `${mid(p).toFixed(1)} ${y(p.hi ?? p.value).toFixed(1)}`);
  const back = [...run].reverse().map((p) => `${mid(p).toFixed(1)} ${y(p.lo ?? p.value).toFixed(1)}`);
  return s("g", {},
    s("path", { d: `M${[...forth, ...back].join("L")}Z`, class: "band" }),
    s("path", { d: `M${run.map((p) => `${mid(p).toFixed(1)} ${y(p.value).toFixed(1)}`).join("L")}`, class: "line" }),
    run.length < 80 && run.map((p) => s("circle", { cx: mid(p), cy: y(p.value), r: p.flags?.includes("coverage_low") ? 3.5 : 2.5,
      class: p.flags?.includes("coverage_low") ? "point doubtful" : "point" })));
}

function lane(x, sources, rules, first, last, days, width) {
  const base = HEIGHT + LANE - 4;
  const slots = new Map(); // sources that came in the same period are one bar
  for (const event of sources) {
    const slot = Math.floor((at(event.day) - first) / (days * DAY));
    if (at(event.day) >= first && at(event.day) < last) slots.set(slot, (slots.get(slot) ?? 0) + event.sources);
  }
  const most = Math.max(1, ...slots.values());
  const wide = Math.max(2, Math.min(9, (width - LEFT - RIGHT) / ((last - first) / (days * DAY)) - 1));
  return s("g", { class: "lane" },
    s("line", { x1: LEFT, x2: width - RIGHT, y1: base, y2: base, class: "grid" }),
    [...slots].map(([slot, n]) => {
      const tall = Math.max(3, 24 * Math.sqrt(n / most));
      return s("rect", { x: x(first + (slot + 0.5) * days * DAY) - wide / 2, y: base - tall, width: wide, height: tall, class: "source" });
    }),
    rules.filter((r) => at(r.day) >= first && at(r.day) < last).map((r) => s("g", { class: "rule" },
      s("line", { x1: x(at(r.day)), x2: x(at(r.day)), y1: TOP, y2: base, class: "rule-line" }),
      s("circle", { cx: x(at(r.day)), cy: base - 10, r: 9 }),
      s("text", { x: x(at(r.day)), y: base - 6, "text-anchor": "middle" }, r.number))));
}

function timeTicks(first, last, width) {
  const months = (last - first) / (30.44 * DAY);
  const room = Math.max(1, Math.floor((width - LEFT) / 62));
  const step = [1, 2, 3, 6, 12, 24, 60, 120].find((m) => months / m <= room) ?? 240;
  const found = [];
  const start = new Date(first);
  const date = new Date(Date.UTC(start.getUTCFullYear(), 0, 1));
  for (; date.getTime() < last; date.setUTCMonth(date.getUTCMonth() + step)) {
    if (date.getTime() >= first) found.push([date.getTime(), date.getUTCMonth() === 0]);
  }
  return found;
}
