// How long postings stay open and what they pay.
import { rows } from "../api.js";
import { days } from "../cell.js";
import { boxes } from "../charts/bars.js";
import { choice, figure } from "../figure.js";
import { count, decimal, money, period, t } from "../text.js";
import { adsOf } from "./overview.js";

// Both count new postings by the usual definition, whatever else is chosen.
const flowOf = (context, other = {}) => adsOf(context, { measure: "flow", definition: "one-skill",
  period: context.status.latest_period, ...other });

export function terms(context) {
  return [lifetimes(context), pay(context)];
}

function lifetimes(context) {
  const { state } = context;
  const list = ["p50_days", "p50_lo", "p50_hi", "p75_days", "p90_days"];
  return figure({
    id: "lifetimes", title: t("lifetimes.title", { skill: context.skillName, region: context.regionName }),
    load: () => rows("lifetimes", { region: state.region, skill: state.skill, grain: "quarter" }),
    rows: (data) => data,
    columns: () => [
      { id: "period", name: t("lifetimes.began"), raw: (r) => r.period, text: (r) => period(r.period) },
      { id: "n", name: t("col.n"), isNumber: true, raw: (r) => r.n, text: (r) => count(r.n) },
      ...list.map((id) => ({ id, name: t("col." + id), isNumber: true, raw: (r) => r[id], text: (r) => (r[id] === null ? "–" : decimal(r[id])) })),
    ],
    summary: (data) => lifetimeWords(data, context.status),
    draw: (data, width) => boxes({ width, label: lifetimeWords(data, context.status), format: (v) => count(Math.round(v)),
      rows: data.map((r) => ({ label: r.period, mid: r.p50_days, low: r.p50_lo, high: r.p50_hi ?? r.p50_days, far: r.p75_days,
        text: r.p50_days === null ? t("lifetimes.few", { n: count(r.n) }) : `${days(r.p50_days)} (n ${count(r.n)})` })) }),
    note: t("lifetimes.note"),
    ads: flowOf(context), rowAds: (r) => flowOf(context, { period: r.period }),
  });
}

// Of a quarter that is not over most have not ended: it is drawn, not cited.
function lifetimeWords(data, status) {
  const known = data.filter((r) => r.p50_days !== null && r.period <= status.latest_quarter);
  if (!known.length) return t("lifetimes.none");
  const last = known[known.length - 1];
  return t("lifetimes.words", { period: period(last.period), median: days(last.p50_days),
    lo: decimal(last.p50_lo, 0), hi: decimal(last.p50_hi, 0), n: count(last.n) });
}

// The pair of currency and unit of time with most postings is shown first.
function pairsOf(data) {
  const sizes = new Map();
  for (const r of data) sizes.set(`${r.currency} ${r.per}`, (sizes.get(`${r.currency} ${r.per}`) ?? 0) + r.n);
  return [...sizes].sort((a, b) => b[1] - a[1]).map(([pair]) => pair);
}

function pay(context) {
  const { state } = context;
  const own = { pair: null, element: null };
  const slot = document.createElement("div");
  const name = (pair) => `${pair.split(" ")[0]} ${t("per." + pair.split(" ")[1])}`;
  const load = async () => {
    const data = await rows("pay", { region: state.region, skill: state.skill });
    const pairs = pairsOf(data);
    own.pair = pairs.includes(own.pair) ? own.pair : pairs[0];
    slot.replaceChildren(pairs.length > 1 ? choice(t("pay.unit"), pairs.slice(0, 6).map((p) => [p, name(p)]), own.pair, (pair) => {
      own.pair = pair;
      own.element.refresh();
    }) : "");
    return data.filter((r) => `${r.currency} ${r.per}` === own.pair);
  };
  const value = (id) => ({ id, name: t("col." + id), isNumber: true, raw: (r) => r[id], text: (r) => (r[id] === null ? t("short.suppressed") : money(r[id], r.currency)) });
  own.element = figure({
    id: "pay", title: t("pay.title", { skill: context.skillName, region: context.regionName }), extra: slot, load,
    rows: (data) => data,
    columns: () => [
      { id: "period", name: t("period"), raw: (r) => r.period, text: (r) => period(r.period) },
      { id: "currency", name: t("pay.currency"), raw: (r) => r.currency },
      { id: "per", name: t("pay.per"), raw: (r) => r.per, text: (r) => t("per." + r.per) },
      { id: "n", name: t("col.n"), isNumber: true, raw: (r) => r.n, text: (r) => count(r.n) },
      value("p25"), value("p50"), value("p75"), value("p50_year"),
    ],
    summary: (data) => (data.length ? t("pay.words", { unit: name(own.pair) }) : ""),
    empty: t("pay.none"),
    draw: (data, width) => (data.length ? boxes({ width, label: t("pay.title", { skill: context.skillName, region: context.regionName }),
      format: (v) => count(Math.round(v)), rows: data.map((r) => ({ label: r.period, mid: r.p50, low: r.p25, high: r.p75,
        text: r.p50 === null ? t("pay.few", { n: count(r.n) }) : `${money(r.p50, r.currency)} (n ${count(r.n)})` })) }) : null),
    note: t("pay.note"),
    ads: flowOf(context), rowAds: (r) => flowOf(context, { period: r.period }),
  });
  return own.element;
}
