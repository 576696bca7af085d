// Scales and ticks of the charts.
import { ticks } from "d3-array";

export function linear([d0, d1], [r0, r1]) {
  const k = d1 === d0 ? 0 : (r1 - r0) / (d1 - d0);
  const scale = (x) => r0 + (x - d0) * k;
  scale.invert = (y) => d0 + (k ? (y - r0) / k : 0);
  scale.ticks = (n) => ticks(d0, d1, n);
  return scale;
}

/*
 * Changes are drawn by ln(1 + change): to halve is as far from 0 as to double.
 * Ticks are changes that people name.
 */
const NAMED = [-0.9, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 1, 2, 4, 9, 19, 99];
const FLOOR = -0.98;
const TICK_ROOM = 46; // pixels that a label needs

export function changes(low, high, range) {
  const at = (v) => Math.log1p(Math.max(FLOOR, v));
  const inner = linear([at(Math.min(low, -0.1)), at(Math.max(high, 0.1))], range);
  const scale = (v) => inner(at(v));
  const room = Math.abs(range[1] - range[0]);
  let shown = NAMED.filter((v) => v >= Math.min(low, -0.1) && v <= Math.max(high, 0.1));
  if (room / shown.length < 42) shown = shown.filter((v) => [-0.75, -0.5, 0, 1, 4, 19, 99].includes(v));
  // Zero stands; others that would touch a neighbour are left out, from zero outwards.
  const kept = [];
  for (const v of [...shown].sort((a, b) => Math.abs(at(a)) - Math.abs(at(b)))) {
    if (kept.every((k) => Math.abs(scale(k) - scale(v)) >= TICK_ROOM)) kept.push(v);
  }
  shown = kept.sort((a, b) => a - b);
  scale.ticks = () => shown;
  return scale;
}

// The smallest round number that is not below x.
export function roundUp(x) {
  if (!(x > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(x));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((m) => m * power).find((m) => m >= x * 0.999999);
}
