// Somebody's sentence held against what was counted.
import { showAds } from "../ads.js";
import { post } from "../api.js";
import { waterfall } from "../charts/bridge.js";
import { whiskers } from "../charts/whiskers.js";
import { h } from "../dom.js";
import { figure } from "../figure.js";
import { MEASURES } from "../state.js";
import { change, count, decimal, flag, given, percent, period, region, t } from "../text.js";
import { days, range } from "../cell.js";

const LENGTH_MAX = 2000;
const EXAMPLES = ["claim.example1", "claim.example2", "claim.example3"];

export function claim(context) {
  const { state } = context;
  const out = h("div", { class: "answers", "aria-live": "polite" });
  const field = h("textarea", { id: "claim-text", name: "claim", rows: 3, maxlength: LENGTH_MAX, required: true,
    "aria-describedby": "claim-help" });
  field.value = state.claim;
  const ask = (sentence) => {
    if (!sentence.trim()) return;
    context.remember({ claim: sentence.trim() });
    check(sentence.trim(), out);
  };
  const form = h("form", { class: "claim-form", onsubmit: (event) => {
    event.preventDefault();
    ask(field.value);
  } },
  h("label", { for: "claim-text" }, t("claim.label")), field,
  h("p", { class: "note", id: "claim-help" }, t("claim.help")),
  h("div", { class: "tools" }, h("button", { type: "submit", class: "primary" }, t("claim.check"))),
  h("p", { class: "note" }, t("claim.try")),
  h("ul", { class: "examples" }, EXAMPLES.map((key) => h("li", {}, h("button", { type: "button", class: "link",
    onclick: () => {
      field.value = t(key);
      ask(field.value);
    } }, t(key))))));
  const box = h("section", { class: "figure wide", id: "claim", "aria-labelledby": "claim-title" },
    h("div", { class: "head" }, h("h2", { id: "claim-title" }, t("claim.title"))), form);
  if (state.claim) check(state.claim, out);
  return [box, out];
}

async function check(sentence, out) {
  out.replaceChildren(h("p", { class: "state" }, t("claim.wait")));
  out.setAttribute("aria-busy", "true");
  try {
    const [answer] = (await post("check-claim", { claim: sentence })).data;
    out.replaceChildren(...answerOf(answer));
  } catch (error) {
    out.replaceChildren(h("p", { class: "state problem" }, error.isAway ? t("away.part") : t("claim.failed", { why: error.message })));
  }
  out.removeAttribute("aria-busy");
}

// A figure of the kind that is claimed, in words.
const FORMS = {
  change: (v) => change(v), count: (v) => count(Math.round(v)), share: (v) => percent(v, 2), days: (v) => days(v),
};

function answerOf(answer) {
  const form = FORMS[answer.kind] ?? FORMS.change;
  const measured = (answer.readings ?? []).filter((r) => r.value !== null && r.value !== undefined);
  return [verdict(answer, form), readings(answer, form), measured.length && answer.bridge ? parts(answer) : null].filter(Boolean);
}

function verdict(answer, form) {
  const name = answer.verdict.replace(" ", "_");
  const facts = [
    [t("claim.says"), `${form(answer.claimed)}${answer.low !== null && answer.high !== null && answer.low !== answer.high
      ? " " + t("claim.range", { lo: form(answer.low), hi: form(answer.high) }) : ""}`],
    [t("region"), answer.place ? `${answer.place} → ${region(answer.region)}` : region(answer.region)],
    [t("skill"), skillOf(answer.skill)],
    [t("period"), answer.period ? period(answer.period) : t("claim.no_period")],
  ];
  return h("section", { class: "figure wide verdict v-" + name, id: "verdict", "aria-labelledby": "verdict-title" },
    h("h2", { id: "verdict-title" }, t("verdict." + name)),
    h("p", { class: "summary" }, t("verdict.means." + name)),
    answer.reason && h("p", {}, given("claim.reason", answer.reason, flag(answer.reason))),
    answer.coverage_needed !== null && answer.coverage_needed !== undefined &&
      h("p", {}, t("claim.needed", { share: percent(answer.coverage_needed, 2) })),
    h("dl", { class: "facts" }, facts.map(([k, v]) => h("div", {}, h("dt", {}, k), h("dd", {}, v)))),
    answer.lacks?.length ? h("div", {}, h("h3", {}, t("claim.lacks")), h("ul", { class: "lacks" },
      answer.lacks.map((l) => h("li", {}, given("claim.lack", l.name, l.text))))) : null);
}

function readings(answer, form) {
  const list = answer.readings ?? [];
  // What is the same in all of them is said above.
  const other = (r) => [(r.measure !== list[0].measure || !r.definition) && given("measure", r.measure, r.measure),
    r.skill && r.skill !== list[0].skill && skillOf(r.skill), r.period && r.period !== list[0].period && period(r.period),
    r.definition && r.definition !== list[0].definition && given("definition", r.definition, r.definition)].filter(Boolean);
  const name = (r) => other(r).join(" · ") || given("definition", r.definition, r.definition ?? "");
  const isPlain = answer.kind !== "change";
  return figure({
    id: "readings", wide: true, title: t("claim.readings"), load: () => list, rows: (data) => data,
    columns: () => [
      { id: "reading", name: "#", isNumber: true, raw: (r) => r.reading },
      { id: "measure", name: t("measure"), raw: (r) => r.measure, text: (r) => given("measure", r.measure, r.measure) },
      { id: "skill", name: t("skill"), raw: (r) => r.skill, text: (r) => skillOf(r.skill) },
      { id: "definition", name: t("definition"), raw: (r) => r.definition, text: (r) => given("definition", r.definition, r.definition ?? "–") },
      { id: "period", name: t("period"), raw: (r) => r.period, text: (r) => (r.period ? period(r.period) : "–") },
      { id: "value", name: t("col.value"), isNumber: true, raw: (r) => r.value, text: (r) => (r.value === null ? t("short.unknown") : form(r.value)) },
      { id: "lo", name: t("col.lo"), isNumber: true, raw: (r) => r.lo, text: (r) => (r.lo === null ? "–" : form(r.lo)) },
      { id: "hi", name: t("col.hi"), isNumber: true, raw: (r) => r.hi, text: (r) => (r.hi === null ? "–" : form(r.hi)) },
      { id: "n", name: t("col.n"), isNumber: true, raw: (r) => r.n, text: (r) => count(r.n) },
      { id: "holds", name: t("claim.holds"), raw: (r) => r.holds, text: (r) => (r.holds === null ? "–" : t(r.holds ? "yes" : "no")) },
      { id: "flags", name: t("col.flags"), raw: (r) => r.flags, text: (r) => (r.flags ?? []).map(flag).join("; ") },
    ],
    summary: (data) => t("claim.readings_words", { n: data.length, holds: data.filter((r) => r.holds).length,
      known: data.filter((r) => r.value !== null && r.value !== undefined).length }),
    draw: (data, width) => whiskers({ width, isPlain, claimed: answer.claimed, label: t("claim.readings"), format: isPlain ? form : (v) => change(v, 0),
      rows: data.map((r) => ({ key: String(r.reading), label: name(r), value: r.value, lo: r.lo, hi: r.hi, isPlain, why: t("short.unknown"),
        text: isPlain ? form(r.value) : `${change(r.value, 0)} (${range(r)})` })) }),
    after: h("p", { class: "note" }, t("claim.line", { claimed: form(answer.claimed) })),
    ads: list.length ? readingAds(answer, list[0]) : null, rowAds: (r) => readingAds(answer, r),
  });
}

const skillOf = (id) => (id === "any" || !id ? t("any_skill") : id);

// The ads that a reading counts; a duration is that of postings that began then.
const readingAds = (answer, r) => (r.period ? { region: answer.region, skill: r.skill ?? answer.skill, period: r.period,
  definition: r.definition ?? "one-skill", measure: MEASURES.includes(r.measure) ? r.measure : "flow",
  skillName: skillOf(r.skill ?? answer.skill) } : null);

function parts(answer) {
  const b = answer.bridge;
  const names = Object.keys(b).filter((k) => k !== "claimed" && Number.isFinite(b[k]) && Math.abs(b[k]) >= 0.0005);
  let level = b.claimed;
  const text = (v) => "×" + decimal(Math.exp(v), 2);
  const steps = [{ key: "claimed", label: t("claim.claimed"), from: 0, to: level, text: text(level), kind: "total" }];
  const last = names.includes("demand") ? "demand" : names.includes("counted") ? "counted" : null;
  for (const k of names.filter((n) => n !== last)) {
    steps.push({ key: k, label: label(k), from: level - b[k], to: level, text: text(b[k]), kind: "part" });
    level -= b[k];
  }
  if (last) steps.push({ key: last, label: label(last), from: 0, to: b[last], text: text(b[last]), kind: "demand" });
  const ads = answer.readings?.length ? readingAds(answer, answer.readings[0]) : null;
  for (const step of steps) if (ads && PARTS.includes(step.key)) step.open = () => showAds({ ...ads, part: step.key });
  return figure({
    id: "claim-bridge", wide: true, title: t("claim.parts"), load: () => steps, rows: (data) => data,
    columns: () => [{ id: "part", name: t("bridge.part"), raw: (r) => r.key, text: (r) => r.label },
      { id: "factor", name: t("claim.factor"), isNumber: true, raw: (r) => Math.exp(b[r.key]), text: (r) => r.text },
      { id: "log_points", name: t("bridge.log"), isNumber: true, raw: (r) => b[r.key], text: (r) => decimal(b[r.key], 4) }],
    summary: () => t("claim.parts_words"),
    draw: (data, width) => waterfall({ steps: data, width, label: t("claim.parts"), format: (v) => "×" + decimal(Math.exp(v), 1) }),
    ads, rowAds: (r) => (ads && PARTS.includes(r.key) ? { ...ads, part: r.key } : null),
  });
}

const PARTS = ["demand", "sources", "health", "duplicates", "context", "definition", "denominator"]; // of a bridge, with ads
const KNOWN = ["not_taken_apart", "quantile", "demand", "sources", "health", "duplicates", "context", "definition", "denominator", "unexplained", "counted"];
const label = (key) => (KNOWN.includes(key) ? t("bridge." + key) : key);
