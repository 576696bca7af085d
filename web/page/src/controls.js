// What is asked: region, skill, definition, measure, period.
import { rows } from "./api.js";
import { combobox } from "./combobox.js";
import { h, newId } from "./dom.js";
import { MEASURES } from "./state.js";
import { given, period, plural, region, t } from "./text.js";

const SHOWN = 40;

// What a view has a use for. The others are of the last twelve complete months.
const ALL = ["region", "skill", "period", "measure", "definition"];
const ASKED = { overview: ALL, rankings: ALL, employers: ["region", "skill", "definition"], terms: ["region", "skill"],
  sources: [], claim: [] };
const BOXES = { region: regionBox, skill: skillBox, period: periodBox, measure: measureBox, definition: definitionBox };

export const plainText = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

// Those whose name begins with the words first, then the others.
function matches(text, list, nameOf) {
  const wanted = plainText(text);
  const scored = list.map((item) => [plainText(nameOf(item)), item])
    .map(([name, item]) => [wanted === "" ? 0 : name.startsWith(wanted) ? 0 : name.includes(" " + wanted) ? 1
      : name.includes(wanted) ? 2 : -1, item]).filter(([score]) => score >= 0);
  return scored.sort((a, b) => a[0] - b[0]).map(([, item]) => item).slice(0, SHOWN);
}

export function controls(context) {
  return h("form", { class: "controls", "aria-label": t("controls"), onsubmit: (e) => e.preventDefault() },
    ASKED[context.state.view].map((name) => BOXES[name](context)));
}

function regionBox({ state, regions, regionName, go }) {
  const ordered = [...regions].sort((a, b) => (b.level === "world") - (a.level === "world") || (b.postings ?? 0) - (a.postings ?? 0));
  const country = state.region.slice(0, 2);
  return combobox({ name: "region", label: t("region"), shown: regionName,
    find: async (text) => {
      // Without words: the world, the countries, and the divisions of where one is.
      const offered = text ? ordered : ordered.filter((r) => r.level !== "subdivision" || r.country === country);
      return matches(text, offered, (r) => `${region(r.region, r.name)} ${r.name} ${r.region}`).map((r) => ({ value: r.region, label: region(r.region, r.name),
        level: text ? 0 : { world: 0, country: 1, subdivision: 2 }[r.level],
        note: r.level === "subdivision" ? `${region(r.country)} · ${postings(r)}` : postings(r) }));
    },
    onChoose: (value) => go({ region: value }) });
}

const postings = (r) => (r.postings === null || r.postings === undefined ? "" : plural("postings", r.postings));

function skillBox({ skills, skillName, go }) {
  let ordered = null;
  return combobox({ name: "skill", label: t("skill"), shown: skillName,
    find: async (text) => {
      ordered ??= [...await skills()].sort((a, b) => (b.postings ?? 0) - (a.postings ?? 0) || a.name.localeCompare(b.name));
      const any = { skill: "any", name: t("any_skill"), postings: null };
      return matches(text, [any, ...ordered], (s) => `${s.name} ${s.skill}`)
        .map((s) => ({ value: s.skill, label: s.name, note: postings(s) }));
    },
    onChoose: (value) => go({ skill: value }) });
}

function select(name, label, options, chosen, onChoose) {
  const id = newId(name);
  return h("div", { class: "control" }, h("label", { for: id }, label),
    h("select", { id, name, onchange: (e) => onChoose(e.target.value) }, options.map((o) => (o.options
      ? h("optgroup", { label: o.label }, o.options.map((p) => option(p, chosen))) : option(o, chosen)))));
}

const option = ({ value, label }, chosen) => h("option", { value, selected: value === chosen }, label);

// The periods that are worth a question, latest first.
export function periodsOf(status) {
  const found = { twelve: [], quarters: [], years: [], months: [] };
  if (!status.latest_month || !status.first_month) return found;
  const number = (m) => Number(m.slice(0, 4)) * 12 + Number(m.slice(5, 7)) - 1;
  const first = number(status.first_month);
  const last = number(status.latest_month);
  const label = (n) => `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, "0")}`;
  for (let n = last; n >= Math.max(first, last - 11); n--) found.twelve.push(label(n) + "/12");
  for (let n = last; n >= Math.max(first, last - 23); n--) found.months.push(label(n));
  for (let n = last; n >= first; n--) {
    const [year, month] = [Math.floor(n / 12), n % 12];
    if (month % 3 === 2 && n - 2 >= first && found.quarters.length < 12) found.quarters.push(`${year}Q${Math.floor(month / 3) + 1}`);
    if (month === 11 && n - 11 >= first) found.years.push(String(year));
  }
  return found;
}

function periodBox({ state, status, period: current, go }) {
  const found = periodsOf(status);
  const group = (key) => ({ label: t("periods." + key), options: found[key].map((p) => ({ value: p, label: period(p) })) });
  const groups = ["twelve", "quarters", "years", "months"].map(group).filter((g) => g.options.length);
  const isKnown = groups.some((g) => g.options.some((o) => o.value === current));
  const options = isKnown ? groups : [{ value: current, label: period(current) }, ...groups];
  return select("period", t("period"), options, current, (value) => go({ period: value === status.latest_period ? "" : value }));
}

function measureBox({ state, go }) {
  return select("measure", t("measure"), MEASURES.map((m) => ({ value: m, label: t("measure." + m) })), state.measure,
    (measure) => go({ measure }));
}

function definitionBox({ state, definitions, go }) {
  const rule = given("rule", state.definition, definitions.find((d) => d.definition === state.definition)?.rule);
  const box = select("definition", t("definition"), definitions.map((d) => ({ value: d.definition, label: given("definition", d.definition, d.definition) })),
    state.definition, (definition) => go({ definition }));
  if (rule) {
    const id = newId("rule");
    box.append(h("span", { class: "note", id }, rule));
    box.querySelector("select").setAttribute("aria-describedby", id);
  }
  return box;
}

// What the controls offer; skills only once somebody looks for one.
export async function offers() {
  const [regions, definitions] = await Promise.all([rows("regions", { observed: true, limit: 1000 }), rows("definitions")]);
  let skills = null;
  return { regions, definitions, skills: () => (skills ??= allSkills()) };
}

async function allSkills() {
  return rows("skills", { limit: 1000 });
}

export async function skillNamed(id) {
  if (id === "any") return t("any_skill");
  const found = await rows("skills", { q: id, limit: 100 }).catch(() => []);
  return found.find((s) => s.skill === id)?.name ?? id;
}
