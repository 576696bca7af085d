// What rises and what falls: skills in the region, regions for the skill.
import { addressOf, countryOf } from "../state.js";
import { rowsWithin } from "../api.js";
import { changeColumns, whisker } from "../cell.js";
import { whiskers } from "../charts/whiskers.js";
import { h } from "../dom.js";
import { choice, figure } from "../figure.js";
import { change, region, t } from "../text.js";
import { adsOf, inOrder } from "./overview.js";

// Most asked for first; fewer where all take too long.
const SKILLS = [300, 20, 8];
const REGIONS = [300, 40, 10];
const DRAWN = 30;

export function rankings(context) {
  return [skills(context), regions(context)];
}

function orders(context) {
  return choice(t("order"), ["most", "rising", "falling"].map((o) => [o, t("order." + o)]), context.state.order,
    (order) => context.go({ order }));
}

const sorted = (cells, order) => (order === "most" ? cells.sort(inOrder.most) : cells);

function ranking(context, { id, title, query, labelOf, hrefOf, first, extra, limits, other }) {
  const { state } = context;
  return figure({
    id, wide: true, title, extra,
    load: async () => {
      const found = await rowsWithin("ranking", { period: state.period, definition: state.definition,
        measure: state.measure, order: state.order, ...query }, limits);
      return Object.assign(sorted([...found], state.order), { isCut: found.isCut });
    },
    rows: (cells) => cells,
    columns: () => [first, ...changeColumns()],
    summary: (cells) => (cells.isCut ? t("cut", { n: cells.length }) + " " : "") + tally(cells),
    draw: (cells, width) => whiskers({ width, label: title, format: (v) => change(v, 0),
      rows: cells.slice(0, DRAWN).map((c) => whisker(c, { key: labelOf(c), label: labelOf(c), href: hrefOf(c), mark: c.naive })) }),
    after: h("p", { class: "note" }, t("whiskers.note"), " ", t("rankings.drawn", { n: DRAWN })),
    ads: adsOf(context), rowAds: (c) => adsOf(context, other(c)),
  });
}

function tally(cells) {
  const n = (test) => cells.filter((c) => c.value !== null && test(c)).length;
  return t("rankings.summary", { up: n((c) => c.lo > 0), down: n((c) => c.hi < 0), unsure: n((c) => c.lo <= 0 && c.hi >= 0),
    none: cells.filter((c) => c.value === null).length });
}

function skills(context) {
  const { state } = context;
  const go = (skill) => addressOf({ ...state, skill, view: "overview" });
  return ranking(context, { id: "skills", extra: orders(context),
    title: t("rankings.skills", { region: context.regionName }),
    query: { by: "skill", region: state.region }, limits: SKILLS,
    other: (c) => ({ skill: c.skill, skillName: c.skill_name }),
    labelOf: (c) => c.skill_name, hrefOf: (c) => go(c.skill),
    first: { id: "skill", name: t("skill"), raw: (r) => r.skill, text: (r) => r.skill_name, link: (r) => go(r.skill) } });
}

function regions(context) {
  const { state } = context;
  const country = countryOf(state.region);
  const go = (code) => addressOf({ ...state, region: code, view: "overview" });
  return ranking(context, { id: "regions", extra: null,
    title: country ? t("rankings.regions_in", { skill: context.skillName, region: region(country) })
      : t("rankings.regions", { skill: context.skillName }),
    query: { by: "region", region: country || "world", skill: state.skill }, limits: REGIONS,
    other: (c) => ({ region: c.region, regionName: region(c.region, c.region_name) }),
    labelOf: (c) => region(c.region, c.region_name), hrefOf: (c) => go(c.region),
    first: { id: "region", name: t("region"), raw: (r) => r.region, text: (r) => region(r.region, r.region_name), link: (r) => go(r.region) } });
}
