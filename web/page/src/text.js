// Words and numbers in the language of the reader.
import { STRINGS as OWN, LANGUAGES } from "./strings.js";
import { GIVEN, LAWS } from "./strings_given.js";

const STRINGS = { ...OWN, ...GIVEN };
const THIN = "\u00a0";
let language = "en";
let column = 0;

export { LANGUAGES };

export function setLanguage(wanted) {
  const list = wanted ? [wanted] : navigator.languages ?? [];
  const found = list.map((l) => l.slice(0, 2)).find((l) => LANGUAGES.includes(l));
  // Words of English are the default unless somebody asks for others.
  language = wanted && found ? found : "en";
  column = LANGUAGES.indexOf(language);
  document.documentElement.lang = language;
  return language;
}

export const currentLanguage = () => language;

// t("key", {name: value}): {name} in the words is replaced by the value.
export function t(key, values = {}) {
  const row = STRINGS[key];
  if (!row) throw new Error(`no words for ${key}`);
  return row[column].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export const has = (key) => key in STRINGS;

// Words for what the server names by an id, in the reader's language; what has none here as the server says it.
export const given = (kind, id, said) => (has(`${kind}.${id}`) ? t(`${kind}.${id}`) : said);

// Several reasons of a revision, as the server lists them.
export const reasons = (list) => (list ?? "").split(", ").map((r) => given("revision", r, r)).join(", ");

// A law by the title that the register has.
export const law = (title) => (column && LAWS[title] ? LAWS[title][column - 1] : title);

const number = (value, options) => new Intl.NumberFormat(language, options).format(value);

export const count = (n) => (n === null || n === undefined ? t("unknown") : number(n));

export function plural(key, n) {
  return t(key + (n === 1 ? ".one" : ".many"), { n: count(n) });
}

// A ratio as a change: +30.6 %.
export function change(ratio, digits = 1) {
  if (ratio === null || ratio === undefined) return "–";
  const value = 100 * ratio;
  const rounded = Math.abs(value) >= 1000 ? 0 : digits;
  return number(value, { signDisplay: "exceptZero", minimumFractionDigits: rounded,
    maximumFractionDigits: rounded }).replace("-", "−") + THIN + "%";
}

// A share as a percentage without a sign: 2.4 %.
export function percent(share, digits = 1) {
  if (share === null || share === undefined) return "–";
  return number(100 * share, { minimumFractionDigits: digits, maximumFractionDigits: digits }) + THIN + "%";
}

export function points(ratio) {
  return number(100 * ratio, { signDisplay: "exceptZero", minimumFractionDigits: 1,
    maximumFractionDigits: 1 }).replace("-", "−");
}

export const decimal = (value, digits = 1) => (value === null || value === undefined ? "–"
  : number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace("-", "−"));

export function money(value, currency) {
  if (value === null || value === undefined) return "–";
  try {
    return number(value, { style: "currency", currency, maximumFractionDigits: value < 1000 ? 2 : 0,
      minimumFractionDigits: 0 });
  } catch {
    return number(value) + THIN + currency;
  }
}

export function interval(lo, hi, digits = 0) {
  return lo === null || hi === null || lo === undefined ? t("no_interval")
    : t("interval", { lo: change(lo, digits), hi: change(hi, digits) });
}

export function day(iso) {
  if (!iso) return "–";
  const date = new Date(iso.length === 10 ? iso + "T00:00:00Z" : iso);
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(date);
}

export const moment = (iso) => (Number.isNaN(Date.parse(iso)) ? iso : new Intl.DateTimeFormat(language,
  { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" }).format(new Date(iso)) + " UTC");

const month = (year, m, style = "short") => new Intl.DateTimeFormat(language,
  { month: style, year: "numeric", timeZone: "UTC" }).format(new Date(Date.UTC(year, m - 1, 1)));

// 2026-10/12 -> November 2025 to October 2026.
export function period(label) {
  const twelve = /^(\d{4})-(\d\d)\/12$/.exec(label);
  if (twelve) {
    const [year, m] = [Number(twelve[1]), Number(twelve[2])];
    const from = m === 12 ? month(year, 1) : month(year - 1, m + 1);
    return t("from_to", { from, to: month(year, m) });
  }
  const single = /^(\d{4})-(\d\d)$/.exec(label);
  if (single) return month(Number(single[1]), Number(single[2]), "long");
  const quarter = /^(\d{4})Q(\d)$/.exec(label);
  if (quarter) return t("quarter", { q: quarter[2], year: quarter[1] });
  const week = /^(\d{4})-W(\d\d)$/.exec(label);
  if (week) return t("week", { w: Number(week[2]), year: week[1] });
  return label ?? "–";
}

export function country(code, fallback) {
  if (code === "world") return t("world");
  try {
    const found = new Intl.DisplayNames([language], { type: "region" }).of(code);
    return found === code ? fallback ?? code : found;
  } catch {
    return fallback ?? code;
  }
}

let divisions = {}; // names in the reader's language, where they are not the English ones
let divisionsOf = "en";
let seen = new Map(); // names as the server says them, of regions with postings

export const setRegionNames = (names) => (seen = names);

// Names of divisions in the reader's language; without them the English ones stand.
export async function loadDivisions() {
  if (divisionsOf === language) return;
  divisionsOf = language;
  divisions = {};
  if (language === "en") return;
  const wanted = language;
  const response = await fetch(new URL(`geo/names.${wanted}.json`, document.baseURI)).catch(() => null);
  const found = response?.ok ? await response.json().catch(() => ({})) : {};
  if (wanted === language) divisions = found;
}

// A region's name in the reader's language, as far as it has one.
export const region = (code, name) =>
  (code === "world" || code.length === 2 ? country(code, name) : divisions[code] ?? name ?? seen.get(code) ?? code);

export const flag = (id) => (has("flag." + id) ? t("flag." + id) : id);
