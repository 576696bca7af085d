/*
 * The page: what the address asks, the controls to ask otherwise, and the view
 * that answers. A view is a list of figures; each loads by itself.
 */
import { forget, get, listen } from "./api.js";
import { controls, offers, skillNamed } from "./controls.js";
import { h } from "./dom.js";
import { addressOf, readState, VIEWS } from "./state.js";
import { day, LANGUAGES, loadDivisions, moment, region, setLanguage, setRegionNames, t } from "./text.js";
import { claim } from "./views/claim.js";
import { employers } from "./views/employers.js";
import { overview } from "./views/overview.js";
import { rankings } from "./views/rankings.js";
import { sources } from "./views/sources.js";
import { terms } from "./views/terms.js";

const SHOW = { overview, rankings, employers, terms, sources, claim };
const THEMES = ["auto", "light", "dark"];

let state = readState();
let turn = 0;
let known = null; // what the controls offer

const live = h("p", { class: "unseen", role: "status", id: "live" });
const banner = h("div", { class: "banner", role: "alert", hidden: true });
const bar = h("div", { class: "asked" });
const main = h("main", { id: "main", tabindex: "-1" });
const header = h("header");
const footer = h("footer");

// ---- theme and language -----------------------------------------------------

function remembered(name) {
  try {
    return localStorage.getItem("jobtrend." + name);
  } catch {
    return null; // a browser that keeps nothing
  }
}

function remember(name, value) {
  try {
    localStorage.setItem("jobtrend." + name, value);
  } catch {
    // it holds until the page is left
  }
}

function setTheme(theme) {
  document.documentElement.dataset.theme = THEMES.includes(theme) ? theme : "auto";
}

function themeButton() {
  const name = () => t("theme." + document.documentElement.dataset.theme);
  const button = h("button", { type: "button", class: "small", id: "theme" }, t("theme", { name: name() }));
  button.addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length];
    setTheme(next);
    remember("theme", next);
    button.textContent = t("theme", { name: name() });
    live.textContent = button.textContent;
  });
  return button;
}

function languageBox() {
  const box = h("select", { id: "language", "aria-label": t("language"), onchange: (e) => {
    remember("language", e.target.value);
    go({ lang: e.target.value });
  } }, LANGUAGES.map((l) => h("option", { value: l, lang: l, selected: l === document.documentElement.lang },
    new Intl.DisplayNames([l], { type: "language" }).of(l))));
  return box;
}

// ---- going about ------------------------------------------------------------

function go(change, { isReplaced = false } = {}) {
  const before = state;
  state = { ...state, ...change };
  history[isReplaced ? "replaceState" : "pushState"](null, "", addressOf(state));
  render(before);
}

function follow(event) {
  const link = event.target.closest?.("a[data-go]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const href = link.getAttribute("href");
  const before = state;
  history.pushState(null, "", href);
  state = readState(new URL(href, document.baseURI).search);
  render(before);
}

// ---- the frame --------------------------------------------------------------

function frame() {
  const tab = (view) => h("li", {}, h("a", { href: addressOf({ ...state, view, claim: "", kind: "", find: "", as_of: "" }), "data-go": true,
    "aria-current": view === state.view ? "page" : null }, t("view." + view)));
  header.replaceChildren(
    h("div", { class: "top" },
      h("p", { class: "brand" }, h("a", { href: addressOf({ lang: state.lang }), "data-go": true }, "jobtrend"),
        h("span", { class: "note" }, t("tagline"))),
      h("div", { class: "tools" }, languageBox(), themeButton())),
    h("nav", { "aria-label": t("views") }, h("ul", { class: "tabs" }, VIEWS.map(tab))));
  footer.replaceChildren(h("p", {}, t("footer"), " ", h("a", { href: "api/v1/openapi.json" }, "API"), " · ",
    t("footer.map")), h("p", { id: "asof" }));
}

function fillFooter(status) {
  footer.querySelector("#asof").textContent = t("footer.data", { seen: day(status.seen_at), version: status.software,
    dictionary: status.taxonomy_version ?? "–" });
}

// ---- rendering --------------------------------------------------------------

async function render(before) {
  const mine = ++turn;
  const kept = focusKey();
  setLanguage(state.lang || remembered("language"));
  frame();
  document.title = `${t("view." + state.view)} · jobtrend`;
  try {
    const [{ data: [status], updated }, offered, skillName] = await Promise.all([get("status"), known ?? offers(),
      skillNamed(state.skill), loadDivisions()]);
    if (mine !== turn) return;
    known = offered;
    if (!status.latest_period || !status.sources) {
      bar.replaceChildren();
      main.replaceChildren(...nothingYet(status));
    } else {
      show({ ...contextOf(status, skillName), updated }, before);
    }
    fillFooter(status);
    restore(kept, before);
  } catch (error) {
    if (mine !== turn || error.isAway) return;
    if (!error.problem) console.error(error);
    main.replaceChildren(h("section", { class: "figure wide" }, h("p", { class: "state problem" }, t("failed", { why: error.message }))));
  }
}

function contextOf(status, skillName) {
  const names = new Map(known.regions.map((r) => [r.region, r.name]));
  setRegionNames(names);
  const isAny = state.skill === "any";
  return { state, status, ...known, names, go, period: state.period || status.latest_period,
    regionName: region(state.region, names.get(state.region)), skillName,
    skillPhrase: isAny ? t("any_phrase") : skillName,
    remember: (change) => {
      state = { ...state, ...change };
      history.replaceState(null, "", addressOf(state));
    } };
}

/*
 * The address of what is shown now, with the period that "the latest" is today
 * and the state of the data, so that it still says the same in a year; where
 * such an address was opened, what that means and the way back.
 */
function cited({ updated, period, status }) {
  const link = (change, words) => h("a", { href: addressOf({ ...state, ...change }), "data-go": true }, words);
  if (!["overview", "rankings"].includes(state.view)) return "";
  if (state.as_of && state.view === "overview") {
    return h("p", { class: "note cite" }, t("cite.old", { day: moment(state.as_of) }), " ",
      link({ as_of: "", period: period === status.latest_period ? "" : state.period }, t("cite.now")));
  }
  return h("p", { class: "note cite" }, link({ period, as_of: state.view === "overview" ? updated ?? "" : "" }, t("cite.link")));
}

function show(context, before) {
  const form = controls(context);
  form.append(cited(context));
  bar.replaceChildren(form);
  main.className = "view-" + state.view;
  main.replaceChildren(h("h1", { class: "unseen", tabindex: "-1" }, `${t("view." + state.view)}: ${context.skillName}, ${context.regionName}`),
    ...SHOW[state.view](context));
  live.textContent = before ? t("shows", { view: t("view." + state.view), skill: context.skillName, region: context.regionName }) : "";
}

// Where the reader was before a choice drew everything anew.
function focusKey() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  if (element.name && bar.contains(element)) return { selector: `.asked [name="${element.name}"]` };
  if (element.type === "radio") return { selector: `#${element.closest("section")?.id} input[value="${element.value}"]` };
  if (element.id === "language" || element.id === "theme") return { selector: "#" + element.id };
  if (element.matches(".tabs a")) return { selector: '.tabs a[aria-current="page"]' };
  return element.closest("main") ? { selector: "main h1" } : null;
}

function restore(kept, before) {
  if (!before || !kept) return;
  const element = document.querySelector(kept.selector);
  element?.focus({ preventScroll: kept.selector !== "main h1" });
}

function nothingYet(status) {
  const command = (text, what) => h("div", {}, h("dt", {}, h("code", {}, text)), h("dd", {}, what));
  return [h("section", { class: "figure wide empty", id: "empty", "aria-labelledby": "empty-title" },
    h("h1", { id: "empty-title" }, t(status.sources ? "empty.young" : "empty.title")),
    h("p", { class: "summary" }, t(status.sources ? "empty.young_words" : "empty.words")),
    h("dl", { class: "commands" },
      command("make run", t("empty.run")), command("make demo", t("empty.demo")),
      command("build/jobtrendctl status", t("empty.status")),
      command("build/jobtrendctl import --format archive FILE", t("empty.import")),
      command("build/jobtrendctl probe https://boards.greenhouse.io/acme", t("empty.probe"))),
    h("div", { class: "tools" }, h("button", { type: "button", onclick: refresh }, t("again"))))];
}

function refresh() {
  forget();
  known = null;
  render(null);
}

// ---- start ------------------------------------------------------------------

listen({
  onAway() {
    setLanguage(state.lang || remembered("language"));
    banner.replaceChildren(h("strong", {}, t("away.title")), " ", t("away.words"));
    banner.hidden = false;
  },
  onBack() {
    banner.hidden = true;
    banner.replaceChildren();
    refresh();
    live.textContent = t("away.back");
  },
});

setTheme(remembered("theme"));
setLanguage(state.lang || remembered("language"));
main.append(h("h1", { class: "unseen" }, "jobtrend"));
document.body.append(h("a", { href: "#main", class: "skip" }, t("skip")), header, banner, bar, main, footer, live);
document.addEventListener("click", follow);
addEventListener("popstate", () => {
  const before = state;
  state = readState();
  render(before);
});
render(null);
