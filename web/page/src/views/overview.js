// The first view: the number, where in the world, since when, and what it is made of.
import { addressOf, countryOf } from "../state.js";
import { rows, rowsWithin } from "../api.js";
import { changeColumns, inWords, shortWhy, tip, whisker, why } from "../cell.js";
import { waterfall } from "../charts/bridge.js";
import { legend, mapChart } from "../charts/map.js";
import { series } from "../charts/series.js";
import { whiskers } from "../charts/whiskers.js";
import { showAds } from "../ads.js";
import { h } from "../dom.js";
import { hangs } from "./hangs.js";
import { choice, figure } from "../figure.js";
import { change, count, day, flag, interval, law, percent, period, points, region, t } from "../text.js";

export function overview(context) {
  return [headline(context), map(context), places(context), bridge(context), hangs(context), course(context)];
}

export const asked = ({ state }) => ({ region: state.region, skill: state.skill, period: state.period,
  definition: state.definition, measure: state.measure, as_of: state.as_of });

export const adsOf = (context, other = {}) => ({ ...asked(context), period: context.period, ...other,
  regionName: other.regionName ?? context.regionName, skillName: other.skillName ?? context.skillName });

const fileOf = (context, what) => ["jobtrend", what, context.state.region, context.state.skill,
  context.period.replace("/", "-")].join("_");

// ---- the number -------------------------------------------------------------

function headline(context) {
  const { state } = context;
  return figure({
    id: "headline", wide: true, title: t("headline.title", { skill: context.skillPhrase, region: context.regionName }),
    file: () => fileOf(context, "change"),
    load: () => rows("yoy", asked(context)),
    rows: (data) => data,
    columns: () => [
      { id: "region", name: t("region"), raw: (r) => r.region },
      { id: "skill", name: t("skill"), raw: (r) => r.skill },
      { id: "period", name: t("period"), raw: (r) => r.period },
      { id: "measure", name: t("measure"), raw: (r) => r.measure },
      { id: "definition", name: t("definition"), raw: (r) => r.definition },
      ...changeColumns(),
      { id: "top_employer_share", name: t("col.top"), isNumber: true, raw: (r) => r.top_employer_share, text: (r) => percent(r.top_employer_share) },
      { id: "sources_matched", name: t("col.sources"), isNumber: true, raw: (r) => r.sources_matched, text: (r) => count(r.sources_matched) },
    ],
    summary: ([cell]) => numberBlock(cell, state),
    plain: ([cell]) => inWords(cell),
    draw: ([cell], width) => (cell.value === null ? null : whiskers({ width, label: t("headline.chart"),
      format: (v) => change(v, 0), rows: [
        whisker(cell, { key: "matched", label: t("headline.matched") }),
        { key: "naive", label: t("headline.naive"), value: cell.naive, text: change(cell.naive), why: t("short.unknown"), isPlain: true },
      ] })),
    ads: adsOf(context),
  });
}

function numberBlock(cell, state) {
  const isKnown = cell.value !== null;
  const unsure = isKnown && cell.lo <= 0 && cell.hi >= 0;
  return [
    h("span", { class: `big ${isKnown ? (cell.value < 0 ? "down" : "up") : "none"} ${unsure ? "unsure" : ""}`, "data-value": cell.value },
      isKnown ? change(cell.value) : t("short.none")),
    h("span", { class: "words" },
      h("span", { class: "said" }, isKnown ? t("headline.interval", { lo: change(cell.lo), hi: change(cell.hi) }) : why(cell)),
      h("span", { class: "said" }, t("headline.period." + state.measure, { period: period(cell.period), n: count(cell.n), base: count(cell.n_base) })),
      h("span", { class: "note" }, t("headline.from", { employers: count(cell.employers), sources: count(cell.sources_matched),
        coverage: percent(cell.coverage, 0), top: percent(cell.top_employer_share, 0) })),
      unsure && h("span", { class: "warn" }, t("headline.unsure")),
      (cell.flags ?? []).filter((f) => isKnown || f !== "suppressed_small")
        .map((f) => h("span", { class: "warn", "data-flag": f }, flag(f)))),
  ].filter(Boolean);
}

// ---- the map ----------------------------------------------------------------

async function shapes(country) {
  const response = await fetch(new URL(`geo/${country || "world"}.json`, document.baseURI)).catch(() => null);
  return response?.ok ? response.json() : null;
}

const REGIONS = [300, 40, 10]; // that many, or so many where that takes too long

async function ranked(context, order = "most") {
  const { state } = context;
  const country = countryOf(state.region);
  const query = { by: "region", order, region: country || "world", skill: state.skill, period: state.period,
    definition: state.definition, measure: state.measure };
  return rowsWithin("ranking", query, REGIONS);
}

function regionColumns(go) {
  return [
    { id: "region", name: t("region"), raw: (r) => r.region, text: (r) => region(r.region, r.region_name), link: (r) => go(r.region) },
    ...changeColumns(),
  ];
}

function crumbs(context) {
  const { state, names } = context;
  const country = countryOf(state.region);
  const link = (code) => h("a", { href: addressOf({ ...state, region: code }), "data-go": true }, region(code, names.get(code)));
  const path = [["world"], country ? [country] : [], state.region.length > 2 && country ? [state.region] : []].flat();
  return h("nav", { class: "crumbs", "aria-label": t("map.path") }, h("ol", {}, path.map((code, i) =>
    h("li", {}, i < path.length - 1 ? link(code) : h("span", { "aria-current": "true" }, region(code, names.get(code)))))));
}

function map(context) {
  const { state } = context;
  const country = countryOf(state.region);
  const go = (code) => addressOf({ ...state, region: code });
  const beside = h("div", { class: "undrawn" });
  return figure({
    id: "map", title: country ? t("map.title_in", { region: region(country) }) : t("map.title"),
    file: () => fileOf(context, "map"), extra: crumbs(context), after: [legend(), beside],
    load: async () => {
      const [cells, geo] = await Promise.all([ranked(context), shapes(country)]);
      beside.replaceChildren(...undrawn(cells, geo, go));
      return { cells, geo };
    },
    rows: ({ cells }) => cells,
    columns: () => regionColumns(go),
    empty: country ? t("map.empty_in", { region: region(country) }) : t("nothing"),
    summary: ({ cells, geo }) => mapSummary(cells, geo),
    draw: ({ cells, geo }, width) => geo && mapChart({ geo, width, current: state.region,
      cells: new Map(cells.map((c) => [c.region, c])), href: go,
      label: (code, cell) => `${region(code, cell.region_name)}: ${inWords(cell)}`,
      tip: (code, cell) => tip(region(code, cell.region_name), cell) }),
    ads: adsOf(context), rowAds: regionAds(context),
  });
}

const regionAds = (context) => (c) => adsOf(context, { region: c.region, regionName: region(c.region, c.region_name) });

function mapSummary(cells, geo) {
  const n = (test) => cells.filter(test).length;
  const said = t("map.summary", { up: n((c) => c.lo > 0), down: n((c) => c.value !== null && c.hi < 0),
    unsure: n((c) => c.value !== null && c.lo <= 0 && c.hi >= 0), none: n((c) => c.value === null) });
  const cut = cells.isCut ? t("cut", { n: cells.length }) + " " : "";
  const has = new Set(cells.map((c) => c.region));
  const towns = geo?.shapes.some((s) => s[6] && has.has(s[0])) ? " " + t("map.towns") : "";
  return cut + said + (geo ? towns : " " + t("map.no_shapes"));
}

// What the map has no shape for stands beside it, so that everything seen can be opened.
function undrawn(cells, geo, go) {
  const has = new Set(geo?.shapes.map((shape) => shape[0]));
  const missing = cells.filter((c) => !has.has(c.region)).sort(inOrder.most);
  return missing.length ? [h("h3", { id: "undrawn-title" }, t("map.missing", { n: missing.length })),
    h("ul", { "aria-labelledby": "undrawn-title" }, missing.map((c) => h("li", {},
      h("a", { href: go(c.region), "data-go": true, "data-code": c.region }, region(c.region, c.region_name)),
      h("span", { class: "note" }, " ", c.value === null ? shortWhy(c) : `${change(c.value, 0)} (${interval(c.lo, c.hi)})`))))] : [];
}

// ---- regions in order -------------------------------------------------------

const LISTED = 10;

export const inOrder = { most: (a, b) => (b.n ?? -1) - (a.n ?? -1) || b.postings - a.postings };

function places(context) {
  const { state } = context;
  const country = countryOf(state.region);
  const go = (code) => addressOf({ ...state, region: code });
  // The server ranks all of them; most is by what is compared, as the numbers beside it are.
  const sorted = (cells) => (state.order === "most" ? cells.sort(inOrder.most) : cells);
  return figure({
    id: "places", title: country ? t("places.title_in", { region: region(country) }) : t("places.title"),
    file: () => fileOf(context, "regions"),
    extra: choice(t("order"), ["most", "rising", "falling"].map((o) => [o, t("order." + o)]), state.order,
      (order) => context.go({ order })),
    load: async () => sorted([...await ranked(context, state.order)]),
    rows: (cells) => cells,
    columns: () => regionColumns(go),
    summary: (cells) => (cells.length > LISTED ? t("places.summary", { n: LISTED, all: cells.length }) : ""),
    draw: (cells, width) => cells.length > 0 && whiskers({ width, label: t("places.title"), format: (v) => change(v, 0),
      rows: cells.slice(0, LISTED).map((c) => whisker(c, { key: c.region, label: region(c.region, c.region_name), href: go(c.region), mark: c.naive })) }),
    after: h("p", { class: "note" }, t("whiskers.note")),
    ads: adsOf(context), rowAds: regionAds(context),
  });
}

// ---- the bridge -------------------------------------------------------------

const ORDER = ["sources", "health", "duplicates", "context", "definition", "denominator", "demand"];

const inPoints = (size) => t("bridge.unit", { n: points(size) });

export function stepsOf(data, ads) {
  const part = new Map(data.map((r) => [r.part, r]));
  const naive = data[0].naive;
  const steps = [{ key: "naive", label: t("bridge.naive"), from: 0, to: naive, text: change(naive), kind: "total" }];
  let level = naive;
  for (const name of ORDER.filter((p) => part.has(p))) {
    const size = part.get(name).points;
    if (name === "demand") {
      steps.push({ key: name, label: t("bridge.demand"), from: 0, to: size, text: inPoints(size), kind: "demand" });
    } else if (Math.abs(size) >= 0.0005) {
      steps.push({ key: name, label: t("bridge." + name), from: level - size, to: level, text: inPoints(size), kind: "part",
        isMinus: size < 0 });
      level -= size;
    }
  }
  return steps.map((p) => ({ ...p, open: () => showAds(p.key === "naive" ? ads : { ...ads, part: p.key }) }));
}

function bridge(context) {
  return figure({
    id: "bridge", title: t("bridge.title"), file: () => fileOf(context, "bridge"),
    load: () => rows("bridge", asked(context)),
    rows: (data) => data,
    empty: t("bridge.empty"),
    columns: () => [
      { id: "part", name: t("bridge.part"), raw: (r) => r.part, text: (r) => t("bridge." + r.part) },
      { id: "points", name: t("bridge.points"), isNumber: true, raw: (r) => r.points, text: (r) => points(r.points) },
      { id: "log_points", name: t("bridge.log"), isNumber: true, raw: (r) => r.log_points, text: (r) => (r.log_points ?? 0).toFixed(4) },
      { id: "meaning", name: t("bridge.meaning"), raw: (r) => t("bridge.means." + r.part) },
    ],
    summary: (data) => (data.length ? bridgeWords(data) : ""),
    draw: (data, width) => (data.length ? waterfall({ steps: stepsOf(data, adsOf(context)), width, label: bridgeWords(data),
      format: (v) => change(v, 0) }) : null),
    after: h("p", { class: "note" }, t("bridge.note")),
    ads: adsOf(context), rowAds: (r) => adsOf(context, { part: r.part }),
  });
}

export function bridgeWords(data) {
  const { naive, value } = data[0];
  const demand = data.find((r) => r.part === "demand");
  const parts = data.filter((r) => r.part !== "demand" && Math.abs(r.points) >= 0.0005)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .map((r) => t("bridge.of", { points: points(r.points), what: t("bridge.is." + r.part) }));
  return t(value === null ? "bridge.words_few" : "bridge.words", { naive: change(naive), parts: parts.length ? parts.join(", ") : t("bridge.nothing"),
    demand: points(demand.points), value: change(value) });
}

// ---- the series -------------------------------------------------------------

const RULES_OPEN = 6; // a longer list waits to be opened
const LENGTH = { week: 7, month: 30.44, quarter: 91.31, year: 365.25 };

function course(context) {
  const { state } = context;
  const isShare = state.measure === "share";
  const number = (v) => (isShare ? percent(v) : count(Math.round(v)));
  const load = async () => {
    const [points_, rules, sources] = await Promise.all([
      rows("trend", { region: state.region, skill: state.skill, grain: state.grain, definition: state.definition, measure: state.measure, as_of: state.as_of }),
      rows("events", { region: state.region, kind: "rule", limit: 1000 }), rows("events", { kind: "source", limit: 1000 })]);
    const first = points_[0]?.period_start ?? "9999";
    const seen = together(rules.filter((r) => r.day >= first && r.context !== "pay"));
    return { points: points_, rules: seen, sources };
  };
  const eventList = h("div", { class: "events" });
  return figure({
    id: "series", wide: true, title: t("series.title." + state.measure), file: () => fileOf(context, "series_" + state.grain),
    extra: choice(t("grain"), ["week", "month", "quarter", "year"].map((g) => [g, t("grain." + g)]), state.grain, (grain) => context.go({ grain })),
    load: async () => {
      const data = await load();
      eventList.replaceChildren(...eventWords(data));
      return data;
    },
    rows: (data) => data.points,
    columns: () => [
      { id: "period", name: t("period"), raw: (r) => r.period, text: (r) => period(r.period) },
      { id: "value", name: t("col.value"), isNumber: true, raw: (r) => r.value, text: (r) => (r.value === null ? t("unobserved") : number(r.value)) },
      { id: "lo", name: t("col.lo"), isNumber: true, raw: (r) => r.lo, text: (r) => (r.lo === null ? "–" : number(r.lo)) },
      { id: "hi", name: t("col.hi"), isNumber: true, raw: (r) => r.hi, text: (r) => (r.hi === null ? "–" : number(r.hi)) },
      { id: "n", name: t("col.n"), isNumber: true, raw: (r) => r.n, text: (r) => count(r.n) },
      { id: "sources", name: t("col.sources"), isNumber: true, raw: (r) => r.sources, text: (r) => count(r.sources) },
      { id: "coverage", name: t("col.coverage"), isNumber: true, raw: (r) => r.coverage, text: (r) => percent(r.coverage) },
      { id: "flags", name: t("col.flags"), raw: (r) => r.flags, text: (r) => (r.flags ?? []).map(flag).join("; ") },
    ],
    summary: () => t("series.summary"),
    draw: (data, width) => (data.points.some((p) => p.value !== null) ? series({ ...data, width, days: LENGTH[state.grain],
      windows: windowsOf(context.period), label: seriesWords(data.points, number), format: number,
      formatTime: (time, isYear) => new Intl.DateTimeFormat(document.documentElement.lang,
        isYear ? { year: "numeric", timeZone: "UTC" } : { month: "short", timeZone: "UTC" }).format(time) }) : null),
    after: eventList,
    ads: adsOf(context), rowAds: (r) => (r.n ? adsOf(context, { period: r.period }) : null),
  });
}

// A law that begins in many regions on one day is one event.
function together(rules) {
  const found = new Map();
  for (const r of rules) {
    const key = `${r.day} ${r.title}`;
    if (!found.has(key)) found.set(key, { ...r, regions: [], number: found.size + 1 });
    found.get(key).regions.push([r.region, r.region_name]);
  }
  return [...found.values()];
}

function seriesWords(list, number) {
  const known = list.filter((p) => p.value !== null);
  const [a, z] = [known[0], known[known.length - 1]];
  return t("series.words", { from: period(a.period), first: number(a.value), to: period(z.period), last: number(z.value), n: known.length });
}

// The two windows that are compared, as days.
export function windowsOf(label) {
  const iso = (y, m) => new Date(Date.UTC(y, m, 1)).toISOString().slice(0, 10);
  const span = (y, m, months) => [[iso(y, m), iso(y, m + months), t("series.now"), "now"],
    [iso(y - 1, m), iso(y - 1, m + months), t("series.before"), "before"]];
  let found = /^(\d{4})-(\d\d)\/12$/.exec(label);
  if (found) return span(+found[1], +found[2] - 12, 12);
  found = /^(\d{4})-(\d\d)$/.exec(label);
  if (found) return span(+found[1], +found[2] - 1, 1);
  found = /^(\d{4})Q(\d)$/.exec(label);
  if (found) return span(+found[1], 3 * (+found[2] - 1), 3);
  found = /^(\d{4})$/.exec(label);
  return found ? span(+found[1], 0, 12) : [];
}

function eventWords({ rules, sources, points: list }) {
  const last = list[list.length - 1]?.period_start ?? "";
  const came = sources.filter((e) => list.length && e.day >= list[0].period_start).reduce((n, e) => n + e.sources, 0);
  const shown = rules.filter((r) => r.day <= last);
  return [
    h("p", { class: "note" }, t("series.sources", { n: count(came) })),
    shown.length ? h("details", { class: "rules", open: shown.length <= RULES_OPEN },
      h("summary", {}, t("series.rules", { n: shown.length })),
      h("ol", {}, shown.map((r) => h("li", { value: r.number },
        h("strong", {}, `${day(r.day)}, ${r.regions.map(([code, name]) => region(code, name)).join(", ")}: `), law(r.title),
        r.reference ? h("span", { class: "note" }, ` (${r.reference})`) : "")))) : "",
  ].filter(Boolean);
}
