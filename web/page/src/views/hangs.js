// What the number hangs on: one source, one employer, what counts as AI, chance.
import { rows } from "../api.js";
import { whiskers } from "../charts/whiskers.js";
import { range } from "../cell.js";
import { h } from "../dom.js";
import { figure } from "../figure.js";
import { change, decimal, given, percent, t } from "../text.js";
import { adsOf, asked } from "./overview.js";

const KINDS = [["source", "without", "source"], ["employer", "without", "employer"], ["definition", "by", "definition"]];

// A row an end: {kind, which, value, ads}
function endsOf(cell, context) {
  return KINDS.flatMap(([kind, word, parameter]) => ["least", "most"].map((end) => {
    const which = cell[`${kind}_${end}_${word}`];
    return { kind, which, value: cell[`${kind}_${end}`], ads: which && adsOf(context, { [parameter]: which }) };
  })).filter((r) => r.value !== null);
}

function lines(cell, ends) {
  const whole = { key: "chance", label: t("hangs.chance"), value: cell.value, lo: cell.lo, hi: cell.hi, text: `${change(cell.value, 0)} (${range(cell)})` };
  return [whole, ...KINDS.map(([kind]) => kind).filter((kind) => ends.some((r) => r.kind === kind)).map((kind) => {
    const [lo, hi] = ends.filter((r) => r.kind === kind).map((r) => r.value);
    return { key: kind, label: t("hangs." + kind), value: cell.value, lo, hi, text: range({ lo, hi }) + "\u00a0%" };
  })];
}

function words([cell]) {
  const found = cell.detectable_rise === null ? [] : [t("hangs.words", { rise: percent(cell.detectable_rise, 0), fall: percent(-cell.detectable_fall, 0) })];
  if (cell.rules) found.push(t("hangs.rules", { points: decimal(cell.rules, 3) }));
  return found.join(" ");
}

export function hangs(context) {
  return figure({
    id: "hangs", wide: true, isLazy: true, title: t("hangs.title"),
    load: async () => {
      const [[cell], [number]] = await Promise.all([rows("robustness", asked(context)), rows("yoy", asked(context))]);
      return { cell: { ...cell, lo: number?.lo, hi: number?.hi }, ends: cell && cell.value !== null ? endsOf(cell, context) : [] };
    },
    rows: ({ ends }) => ends,
    empty: t("hangs.none"),
    columns: () => [
      { id: "on", name: t("hangs.what"), raw: (r) => r.kind, text: (r) => t("hangs." + r.kind) },
      { id: "which", name: t("hangs.which"), raw: (r) => r.which, text: (r) => (r.kind === "definition" ? given("definition", r.which, r.which) : r.which) },
      { id: "value", name: t("col.change"), isNumber: true, raw: (r) => r.value, text: (r) => change(r.value) },
    ],
    summary: ({ cell, ends }) => (ends.length ? words([cell]) : ""),
    draw: ({ cell, ends }, width) => (ends.length ? whiskers({ width, label: t("hangs.title"), format: (v) => change(v, 0), rows: lines(cell, ends) }) : null),
    after: h("p", { class: "note" }, t("hangs.note")),
    ads: adsOf(context), rowAds: (r) => r.ads,
  });
}
