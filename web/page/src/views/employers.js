// With whom one competes, for which skills most, and what is asked for together.
import { addressOf } from "../state.js";
import { rows } from "../api.js";
import { bars } from "../charts/bars.js";
import { figure } from "../figure.js";
import { count, decimal, percent, t } from "../text.js";
import { adsOf } from "./overview.js";

const DRAWN = 25;
const WORLD = { region: "world", regionName: "" };

// What this view counts is new postings of the last twelve complete months, whatever else is chosen.
const lastYear = (context, other = {}) => adsOf(context, { period: context.status.latest_period, measure: "flow", ...other });

export function employers(context) {
  return [largest(context), competition(context), context.state.skill === "any" ? null : together(context)].filter(Boolean);
}

function largest(context) {
  const { state } = context;
  return figure({
    id: "employers", title: t("employers.title", { skill: context.skillName, region: context.regionName }),
    load: () => rows("employers", { region: state.region, skill: state.skill, definition: state.definition, limit: 100 }),
    rows: (data) => data,
    columns: () => [
      { id: "employer", name: t("employer"), raw: (r) => r.employer },
      { id: "postings", name: t("col.n"), isNumber: true, raw: (r) => r.postings, text: (r) => count(r.postings) },
      { id: "share", name: t("col.share"), isNumber: true, raw: (r) => r.share, text: (r) => percent(r.share) },
    ],
    summary: (data) => (data.length ? t("employers.summary", { first: data[0].employer, share: percent(data[0].share),
      five: percent(data.slice(0, 5).reduce((sum, r) => sum + r.share, 0)) }) : ""),
    draw: (data, width) => bars({ width, label: t("employers.aria"), rows: data.slice(0, DRAWN).map((r) =>
      ({ key: r.employer, label: r.employer, value: r.postings, text: `${count(r.postings)} (${percent(r.share)})` })) }),
    note: t("employers.note"),
    ads: lastYear(context), rowAds: (r) => lastYear(context, { employer: r.employer }),
  });
}

function competition(context) {
  const { state } = context;
  const go = (skill) => addressOf({ ...state, skill });
  return figure({
    id: "competition", title: t("competition.title", { region: context.regionName }),
    load: () => rows("competition", { region: state.region, limit: 100 }),
    rows: (data) => data,
    columns: () => [
      { id: "skill", name: t("skill"), raw: (r) => r.skill, text: (r) => (r.skill === "any" ? t("any_skill") : r.skill_name), link: (r) => go(r.skill) },
      { id: "employers", name: t("col.employers"), isNumber: true, raw: (r) => r.employers, text: (r) => count(r.employers) },
      { id: "postings", name: t("col.n"), isNumber: true, raw: (r) => r.postings, text: (r) => count(r.postings) },
      { id: "top_employer", name: t("col.top_name"), raw: (r) => r.top_employer },
      { id: "top_employer_share", name: t("col.top"), isNumber: true, raw: (r) => r.top_employer_share, text: (r) => percent(r.top_employer_share) },
      { id: "concentration", name: t("col.concentration"), isNumber: true, raw: (r) => r.concentration, text: (r) => decimal(r.concentration, 3) },
    ],
    summary: () => t("competition.summary"),
    draw: (data, width) => bars({ width, label: t("competition.aria"), rows: data.filter((r) => r.skill !== "any").slice(0, DRAWN).map((r) =>
      ({ key: r.skill, label: r.skill_name, value: r.employers, href: go(r.skill), text: t("competition.row", { n: count(r.employers), top: percent(r.top_employer_share, 0) }) })) }),
    ads: lastYear(context), rowAds: (r) => lastYear(context, { skill: r.skill, skillName: r.skill === "any" ? t("any_skill") : r.skill_name }),
  });
}

function together(context) {
  const { state } = context;
  const go = (skill) => addressOf({ ...state, skill });
  return figure({
    id: "adjacency", wide: true, title: t("adjacency.title", { skill: context.skillName }),
    load: () => rows("adjacency", { skill: state.skill, limit: 100 }),
    rows: (data) => data,
    columns: () => [
      { id: "other_skill", name: t("skill"), raw: (r) => r.other_skill, text: (r) => r.other_name, link: (r) => go(r.other_skill) },
      { id: "postings", name: t("col.n"), isNumber: true, raw: (r) => r.postings, text: (r) => count(r.postings) },
      { id: "share", name: t("adjacency.share"), isNumber: true, raw: (r) => r.share, text: (r) => percent(r.share) },
      { id: "lift", name: t("adjacency.lift"), isNumber: true, raw: (r) => r.lift, text: (r) => decimal(r.lift, 2) },
    ],
    summary: () => t("adjacency.summary"),
    draw: (data, width) => bars({ width, label: t("adjacency.title", { skill: context.skillName }), rows: data.slice(0, DRAWN).map((r) =>
      ({ key: r.other_skill, label: r.other_name, value: r.share, href: go(r.other_skill), text: `${percent(r.share, 0)} · ×${decimal(r.lift, 1)}` })) }),
    ads: lastYear(context, WORLD), rowAds: (r) => lastYear(context, { ...WORLD, with: r.other_skill, withName: r.other_name }),
  });
}
