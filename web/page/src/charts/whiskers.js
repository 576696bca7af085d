/*
 * One row for each number: a dot with the interval it lies in, on a scale of
 * changes or on a plain one. What is not sure is hollow, what is not known
 * says why.
 *
 *   rows: [{key, label, note, value, lo, hi, text, why, href, mark}]
 *   mark: another value of the row, drawn as a cross (the naive ratio)
 */
import { s } from "../dom.js";
import { changes, linear } from "../scale.js";

const ROW = 30;
const ROW_NARROW = 42;
const TOP = 26;

// A word that is too long is cut; about as wide as letters are.
function cut(text, room) {
  const n = Math.max(4, Math.floor(room / 7.1));
  return text.length > n ? text.slice(0, n - 1) + "…" : text;
}

export function whiskers({ rows, width, label, format, isPlain, zero = 0, claimed }) {
  const isNarrow = width < 560;
  const left = isNarrow ? 8 : Math.min(230, Math.round(width * 0.32));
  const right = isNarrow ? 14 : Math.min(200, Math.round(width * 0.28));
  const step = isNarrow ? ROW_NARROW : ROW;
  const height = TOP + rows.length * step + 6;
  const seen = rows.flatMap((r) => [r.value, r.lo, r.hi, r.mark]).concat(claimed ?? [])
    .filter((v) => Number.isFinite(v));
  const low = Math.min(zero, ...seen);
  const high = Math.max(isPlain ? zero + 1e-9 : 0.1, ...seen);
  const range = [left + 8, width - right - 8];
  const x = isPlain ? linear([low, high], range) : changes(low, Math.min(high, 30), range);
  const ticks = isPlain ? x.ticks(isNarrow ? 4 : 6) : x.ticks();
  const place = (v) => Math.max(range[0], Math.min(range[1], x(v)));

  return s("svg", { width, height, class: "whiskers", role: "group", "aria-label": label },
    s("g", { "aria-hidden": "true" }, ticks.map((v) => [
      s("line", { x1: x(v), x2: x(v), y1: TOP - 6, y2: height - 4, class: v === zero ? "zero" : "grid" }),
      s("text", { x: x(v), y: TOP - 11, "text-anchor": "middle", class: "tick" }, format(v)),
    ])),
    Number.isFinite(claimed) && s("line", { x1: place(claimed), x2: place(claimed), y1: TOP - 6, y2: height - 4, class: "claimed" }),
    rows.map((row, i) => line(row, TOP + i * step, { isNarrow, left, right, step, width, place, range })));
}

function line(row, top, { isNarrow, left, step, width, place, range }) {
  const y = isNarrow ? top + 29 : top + step / 2;
  const textY = isNarrow ? top + 13 : y + 4.5;
  const isSure = !(row.lo <= 0 && row.hi >= 0) || row.isPlain;
  const tone = row.isPlain ? "plain" : row.value < 0 ? "down" : "up";
  const name = s("text", { x: isNarrow ? 0 : left, y: textY, "text-anchor": isNarrow ? "start" : "end", class: "name" },
    cut(row.label, isNarrow ? width * 0.52 : left));
  const words = s("text", { x: width, y: textY, "text-anchor": "end", class: Number.isFinite(row.value) ? "value" : "why" },
    Number.isFinite(row.value) ? row.text : row.why);
  return s("g", { class: `row ${tone} ${isSure ? "" : "unsure"}`, "data-key": row.key },
    row.href ? s("a", { href: row.href, "data-go": true, "data-key": row.key },
      s("rect", { x: 0, y: top + 1, width, height: step - 2, class: "hit" }), name, " ", words) : [name, words],
    Number.isFinite(row.lo) && s("line", { x1: place(row.lo), x2: place(row.hi), y1: y, y2: y, class: "whisker" }),
    Number.isFinite(row.mark) && s("path", { class: "mark", d: `M${place(row.mark) - 3.5} ${y - 3.5}l7 7m0 -7l-7 7` }),
    Number.isFinite(row.value) ? s("circle", { cx: place(row.value), cy: y, r: 5, class: "dot" })
      : s("line", { x1: range[0], x2: range[1], y1: y, y2: y, class: "unknown" }));
}
