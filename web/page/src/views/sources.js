// Can the sources be trusted: how their visits went, and what was seen when.
import { addressFor, get, rows } from "../api.js";
import { bars, stripes } from "../charts/bars.js";
import { plainText } from "../controls.js";
import { h } from "../dom.js";
import { figure } from "../figure.js";
import { addressOf } from "../state.js";
import { change, count, day, percent, reasons, region, t } from "../text.js";

const PAGES_MAX = 20; // of a thousand rows
const STATES = ["ok", "partial", "capped", "mirrored", "blocked", "tdm", "dead", "none"];
const DRAWN = 40;

export function sources(context) {
  return [health(context), coverage(context), list(context), revisions(context)];
}

// The AI ads of the last twelve complete months, of all sources or of one.
const seenAds = (context, other = {}) => ({ region: "world", skill: "any", period: context.status.latest_period, definition: "one-skill",
  measure: "flow", skillName: t("any_skill"), ...other });

// All pages of a route; what is more than PAGES_MAX thousands is left out.
async function all(path) {
  const found = [];
  let cursor = null;
  for (let i = 0; i < PAGES_MAX; i++) {
    const answer = await get(path, { limit: 1000, cursor });
    found.push(...answer.data);
    cursor = answer.next;
    if (!cursor) break;
  }
  return found;
}

const stateOf = (source) => source.state ?? "none";

const ofKind = (context, kind) => addressOf({ ...context.state, kind, find: "" });

function health(context) {
  const byKind = (data) => {
    const kinds = new Map();
    for (const source of data) {
      if (!kinds.has(source.kind)) kinds.set(source.kind, { kind: source.kind, sources: 0, ok: 0, states: {} });
      const kind = kinds.get(source.kind);
      kind.sources++;
      kind.ok += stateOf(source) === "ok" ? 1 : 0;
      kind.states[stateOf(source)] = (kind.states[stateOf(source)] ?? 0) + 1;
    }
    return [...kinds.values()].sort((a, b) => b.sources - a.sources);
  };
  return figure({
    id: "health", title: t("health.title"), load: async () => byKind(await all("sources")),
    rows: (data) => data,
    empty: t("health.empty"),
    columns: (data) => [
      { id: "kind", name: t("health.kind"), raw: (r) => r.kind, link: (r) => ofKind(context, r.kind) },
      { id: "sources", name: t("health.sources"), isNumber: true, raw: (r) => r.sources, text: (r) => count(r.sources) },
      ...STATES.filter((s) => data.some((r) => r.states[s])).map((s) =>
        ({ id: s, name: t("state." + s), isNumber: true, raw: (r) => r.states[s] ?? 0, text: (r) => count(r.states[s] ?? 0) })),
    ],
    summary: (data) => {
      const n = data.reduce((sum, r) => sum + r.sources, 0);
      const ok = data.reduce((sum, r) => sum + r.ok, 0);
      return t("health.words", { n: count(n), ok: count(ok), share: percent(n ? ok / n : 0, 0) });
    },
    draw: (data, width) => bars({ width, label: t("health.title"), rows: data.slice(0, DRAWN).map((r) =>
      ({ key: r.kind, label: r.kind, href: ofKind(context, r.kind), value: r.sources, text: t("health.row", { ok: count(r.ok), n: count(r.sources) }),
        parts: STATES.map((s) => [r.states[s] ?? 0, "state-" + s]) })) }),
    ads: seenAds(context),
  });
}

function coverage(context) {
  return figure({
    id: "coverage", title: t("coverage.title"), load: () => rows("coverage-summary", { sources: LEAST }),
    rows: (data) => data,
    columns: () => [
      { id: "source", name: t("source"), raw: (r) => r.source, text: (r) => r.source ?? t("coverage.all") },
      { id: "period", name: t("period"), raw: (r) => r.period },
      { id: "ok_days", name: t("coverage.ok"), isNumber: true, raw: (r) => r.ok_days },
      { id: "known_days", name: t("coverage.known"), isNumber: true, raw: (r) => r.known_days },
      { id: "coverage", name: t("col.coverage"), isNumber: true, raw: (r) => r.coverage, text: (r) => percent(r.coverage) },
    ],
    summary: () => t("coverage.words"),
    after: h("p", { class: "note" }, h("a", { href: addressFor("coverage", { format: "csv" }).href, download: "coverage.csv" }, t("coverage.csv"))),
    draw: (data, width) => stripesOf(data, width),
    ads: seenAds(context), rowAds: (r) => seenAds(context, { source: r.source ?? undefined, period: r.period }),
  });
}

const LEAST = 20; // sources that are drawn

// All sources together first, then those that were seen least.
function stripesOf(data, width) {
  const months = [...new Set(data.map((r) => r.period))].sort();
  const bySource = new Map();
  for (const r of data) {
    if (!bySource.has(r.source)) bySource.set(r.source, new Map());
    bySource.get(r.source).set(r.period, r);
  }
  return stripes({ width, months, label: t("coverage.aria"), formatMonth: (m) => m, rows: [...bySource].map(([source, cells]) =>
    ({ label: source ?? t("coverage.all"), shares: months.map((m) => cells.get(m)?.coverage ?? null) })) });
}

// A word to look for and the kind that was chosen.
function narrowing(context, refresh) {
  const { state } = context;
  const field = h("input", { type: "search", name: "find", id: "find", value: state.find, "aria-label": t("sources.find"), placeholder: t("sources.find"),
    maxlength: 100, oninput: (event) => {
      context.remember({ find: event.target.value });
      state.find = event.target.value;
      refresh();
    } });
  return h("div", { class: "tools" }, state.kind && h("a", { class: "button small", href: ofKind(context, ""), "data-go": true },
    t("sources.kind", { kind: state.kind })), field);
}


function list(context) {
  const { state } = context;
  const isAsked = (s) => (!state.kind || s.kind === state.kind) &&
    plainText(`${s.source} ${s.employer ?? ""}`).includes(plainText(state.find.trim()));
  const element = figure({
    id: "source-list", wide: true, extra: narrowing(context, () => element.refresh()), title: t("sources.title"), isTableOpen: true,
    load: () => all("sources"),
    rows: (data) => data.filter(isAsked).sort((a, b) => STATES.indexOf(stateOf(b)) - STATES.indexOf(stateOf(a)) || a.source.localeCompare(b.source)),
    empty: t(state.find || state.kind ? "sources.none" : "health.empty"),
    columns: () => [
      { id: "source", name: t("source"), raw: (r) => r.source, outside: (r) => r.url },
      { id: "employer", name: t("employer"), raw: (r) => r.employer },
      { id: "state", name: t("sources.state"), raw: (r) => r.state, text: (r) => t("state." + stateOf(r)) },
      { id: "last_ok_at", name: t("sources.last_ok"), raw: (r) => r.last_ok_at, text: (r) => day(r.last_ok_at) },
      { id: "last_run_at", name: t("sources.last"), raw: (r) => r.last_run_at, text: (r) => day(r.last_run_at) },
      { id: "ok_runs_30_days", name: t("sources.runs"), raw: (r) => r.ok_runs_30_days, isNumber: true,
        text: (r) => t("health.row", { ok: count(r.ok_runs_30_days), n: count(r.runs_30_days) }) },
      { id: "ads_seen", name: t("sources.ads_seen"), isNumber: true, raw: (r) => r.ads_seen, text: (r) => count(r.ads_seen) },
      { id: "listed", name: t("sources.listed"), isNumber: true, raw: (r) => r.listed, text: (r) => (r.listed === null ? "–" : count(r.listed)) },
      { id: "reason", name: t("sources.reason"), raw: (r) => r.reason },
    ],
    summary: () => t("sources.words"),
    ads: state.find || state.kind ? null : seenAds(context), rowAds: (r) => seenAds(context, { source: r.source }),
  });
  return element;
}

function revisions(context) {
  return figure({
    id: "revisions", wide: true, title: t("revisions.title"), isTableOpen: true,
    load: () => rows("revisions", { limit: 100 }), rows: (data) => data, empty: t("revisions.none"),
    columns: () => [
      { id: "published_at", name: t("revisions.at"), raw: (r) => r.published_at, text: (r) => day(r.published_at) },
      { id: "region", name: t("region"), raw: (r) => r.region, text: (r) => region(r.region, context.names.get(r.region)) },
      { id: "skill", name: t("skill"), raw: (r) => r.skill },
      { id: "period", name: t("period"), raw: (r) => r.period },
      { id: "value_before", name: t("revisions.before"), isNumber: true, raw: (r) => r.value_before, text: (r) => change(r.value_before) },
      { id: "value_after", name: t("revisions.after"), isNumber: true, raw: (r) => r.value_after, text: (r) => change(r.value_after) },
      { id: "reason", name: t("sources.reason"), raw: (r) => r.reason, text: (r) => reasons(r.reason) },
    ],
    summary: () => t("revisions.words"),
    rowAds: (r) => seenAds(context, { region: r.region, regionName: context.names.get(r.region), skill: r.skill,
      skillName: r.skill === "any" ? t("any_skill") : r.skill, period: r.period, definition: r.definition, measure: r.measure }),
  });
}
