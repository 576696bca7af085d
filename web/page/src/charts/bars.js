/*
 * Plain bars, one a row, with the number at the right; and stripes, one cell a
 * month, for what share of days a source was healthy.
 */
import { s } from "../dom.js";
import { linear } from "../scale.js";

const ROW = 28;
const TOP = 4;

function cut(text, room) {
  const n = Math.max(4, Math.floor(room / 7.1));
  return text.length > n ? text.slice(0, n - 1) + "…" : text;
}

// rows: [{key, label, value, text, href, parts?: [[value, class]]}]
export function bars({ rows, width, label }) {
  const left = Math.min(240, Math.round(width * 0.4));
  const right = Math.min(130, Math.round(width * 0.28));
  const most = Math.max(1e-9, ...rows.map((r) => r.value));
  const x = linear([0, most], [left + 10, width - right]);
  return s("svg", { width, height: TOP * 2 + rows.length * ROW, class: "bars",
    role: rows.some((r) => r.href) ? "group" : "img", "aria-label": label },
  rows.map((row, i) => {
    const y = TOP + i * ROW;
    const name = s("text", { x: left, y: y + 18, "text-anchor": "end", class: "name" }, cut(row.label, left));
    const words = s("text", { x: width, y: y + 18, "text-anchor": "end", class: "value" }, row.text);
    let from = 0;
    const parts = row.parts ?? [[row.value, "bar"]];
    return s("g", { class: "row", "data-key": row.key },
      row.href ? s("a", { href: row.href, "data-go": true, "data-key": row.key },
        s("rect", { x: 0, y, width, height: ROW - 2, class: "hit" }), name, " ", words) : [name, words],
      parts.map(([value, kind]) => {
        const bar = s("rect", { x: x(from), y: y + 5, width: Math.max(value > 0 ? 1.5 : 0, x(from + value) - x(from)), height: ROW - 12, rx: 1.5, class: kind });
        from += value;
        return bar;
      }));
  }));
}

// Quartiles by period: a box from p25 to p75 (or lo to hi) and a line for the median.
export function boxes({ rows, width, label, format }) {
  const left = 84;
  const right = Math.min(150, Math.round(width * 0.34));
  const high = Math.max(1e-9, ...rows.flatMap((r) => [r.high ?? 0, r.mid ?? 0, r.far ?? 0]));
  const x = linear([0, high], [left + 8, width - right - 6]);
  const height = 24 + rows.length * ROW + 4;
  return s("svg", { width, height, class: "boxes", role: "img", "aria-label": label },
    x.ticks(width < 560 ? 3 : 5).map((v) => [
      s("line", { x1: x(v), x2: x(v), y1: 20, y2: height - 4, class: v === 0 ? "zero" : "grid" }),
      s("text", { x: x(v), y: 13, "text-anchor": "middle", class: "tick" }, format(v)),
    ]),
    rows.map((row, i) => {
      const y = 24 + i * ROW;
      const isKnown = Number.isFinite(row.mid);
      return s("g", { class: "row" },
        s("text", { x: left, y: y + 18, "text-anchor": "end", class: "name" }, row.label),
        isKnown && Number.isFinite(row.far) && s("line", { x1: x(row.mid), x2: x(Math.min(row.far, high)), y1: y + 14, y2: y + 14, class: "whisker" }),
        isKnown && Number.isFinite(row.low) && s("rect", { x: x(row.low), y: y + 6, width: Math.max(2, x(row.high) - x(row.low)), height: 16, rx: 2, class: "box" }),
        isKnown && s("line", { x1: x(row.mid), x2: x(row.mid), y1: y + 4, y2: y + 24, class: "median" }),
        s("text", { x: width, y: y + 18, "text-anchor": "end", class: isKnown ? "value" : "why" }, row.text));
    }));
}

// months: labels; rows: [{label, shares: [0..1 or null]}]; the first may be a total
export function stripes({ months, rows, width, label, formatMonth }) {
  const left = Math.min(220, Math.round(width * 0.36));
  const wide = (width - left - 10) / Math.max(1, months.length);
  const height = 22 + rows.length * 18 + 4;
  const every = Math.max(1, Math.ceil(56 / wide));
  return s("svg", { width, height, class: "stripes", role: "img", "aria-label": label },
    months.map((m, i) => i % every === 0 && i * wide + left + 60 < width &&
      s("text", { x: left + 10 + i * wide, y: 13, class: "tick" }, formatMonth(m))),
    rows.map((row, k) => s("g", { class: "row" },
      s("text", { x: left, y: 22 + k * 18 + 12, "text-anchor": "end", class: "name small" }, cut(row.label, left * 1.1)),
      row.shares.map((share, i) => share !== null && share !== undefined && s("rect", { x: left + 10 + i * wide, y: 22 + k * 18 + 1,
        width: Math.max(1, wide - 1), height: 15, class: "s" + Math.min(4, Math.floor(share * 5)) })))));
}
