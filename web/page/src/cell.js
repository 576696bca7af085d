// What one number says, in words: for headings, rows, tips and tables.
import { h } from "./dom.js";
import { change, count, decimal, flag, interval, percent, t } from "./text.js";

// Why there is no value.
export function why(cell) {
  const flags = cell.flags ?? [];
  if (flags.includes("suppressed_small")) return t("why.suppressed");
  if (flags.includes("no_base")) return t("why.no_base");
  if (flags.includes("not_counted")) return t("why.not_counted");
  return t("why.unknown");
}

export const shortWhy = (cell) => {
  const found = ["suppressed_small", "no_base", "not_counted"].find((f) => (cell.flags ?? []).includes(f));
  return t("short." + ({ suppressed_small: "suppressed" }[found] ?? found ?? "unknown"));
};

// +30.6 % (+24 % to +38 %); 4,453 postings, 3,409 a year before; ...
export function inWords(cell) {
  const counts = t("counts", { n: count(cell.n), base: count(cell.n_base) });
  if (cell.value === null || cell.value === undefined) return `${why(cell)} ${counts}`;
  const flags = (cell.flags ?? []).map((f) => "; " + flag(f)).join("");
  const unsure = cell.lo <= 0 && cell.hi >= 0 ? "; " + t("unsure") : "";
  return `${change(cell.value)} (${interval(cell.lo, cell.hi)}); ${counts}${unsure}${flags}`;
}

export function tip(name, cell) {
  return [h("strong", {}, name),
    h("span", {}, cell.value === null ? why(cell) : change(cell.value)),
    cell.value !== null && h("span", {}, interval(cell.lo, cell.hi)),
    h("span", {}, t("counts", { n: count(cell.n), base: count(cell.n_base) })),
    ...(cell.flags ?? []).filter((f) => f !== "suppressed_small").map((f) => h("span", { class: "note" }, flag(f)))].filter(Boolean);
}

// Columns that all tables of changes have.
export function changeColumns() {
  return [
    { id: "value", name: t("col.change"), isNumber: true, raw: (r) => r.value,
      text: (r) => (r.value === null ? shortWhy(r) : change(r.value)) },
    { id: "lo", name: t("col.lo"), isNumber: true, raw: (r) => r.lo, text: (r) => change(r.lo) },
    { id: "hi", name: t("col.hi"), isNumber: true, raw: (r) => r.hi, text: (r) => change(r.hi) },
    { id: "n", name: t("col.n"), isNumber: true, raw: (r) => r.n, text: (r) => count(r.n) },
    { id: "n_base", name: t("col.n_base"), isNumber: true, raw: (r) => r.n_base, text: (r) => count(r.n_base) },
    { id: "naive", name: t("col.naive"), isNumber: true, raw: (r) => r.naive, text: (r) => change(r.naive) },
    { id: "employers", name: t("col.employers"), isNumber: true, raw: (r) => r.employers, text: (r) => count(r.employers) },
    { id: "coverage", name: t("col.coverage"), isNumber: true, raw: (r) => r.coverage, text: (r) => percent(r.coverage) },
    { id: "flags", name: t("col.flags"), raw: (r) => r.flags, text: (r) => (r.flags ?? []).map(flag).join("; ") },
  ];
}

// A row of the whisker chart.
export function whisker(cell, { key, label, href, mark }) {
  return { key, label, href, mark, value: cell.value, lo: cell.lo, hi: cell.hi, why: shortWhy(cell),
    text: cell.value === null ? "" : `${change(cell.value, Math.abs(cell.value) < 0.1 ? 1 : 0)} (${range(cell)})` };
}

export const range = ({ lo, hi }) => (lo === null ? "–"
  : `${change(lo, 0).replace(/[\u00a0\s]%/, "")} … ${change(hi, 0).replace(/[\u00a0\s]%/, "")}`);

export const days = (value) => (value === null || value === undefined ? "–" : t("days", { n: decimal(value, value < 10 ? 1 : 0) }));
