/*
 * A figure: a heading, a sentence that says what it shows, the chart, and below
 * it the same as a table, as CSV and as PNG, and the ads behind it.
 *
 *   load(): the data, or a promise of it
 *   draw(data, width): an <svg>, or null when there is nothing to draw
 *   columns(data): [{id, name, raw(row), text(row)?, isNumber?, link(row)?, outside(row)?}]
 *   rows(data): the rows of the table, [] for none
 *   summary(data): one sentence, also what a screen reader hears of the chart
 *   isLazy: ask for the data when the reader comes near
 *   ads: what "show the ads" asks for, or nothing
 *   rowAds(row): the same for one row of the table, or null
 */
import { h, newId, outside } from "./dom.js";
import { csv, png, save } from "./export.js";
import { plural, t } from "./text.js";
import { showAds } from "./ads.js";

export function figure(spec) {
  const id = spec.id;
  const status = h("p", { class: "state", role: "status" }, t("loading"));
  const summary = h("p", { class: "summary" });
  const plot = h("div", { class: "plot" }, h("div", { class: "ghost", "aria-hidden": "true" }));
  const tools = h("div", { class: "tools" });
  const table = h("details", { class: "data" });
  const root = h("section", { class: "figure " + (spec.wide ? "wide" : ""), id, "aria-labelledby": id + "-title",
    "aria-busy": "true" },
  h("div", { class: "head" }, h("h2", { id: id + "-title" }, spec.title), spec.extra),
  summary, spec.note && h("p", { class: "note" }, spec.note), plot, status, spec.after, tools, table);
  const state = { spec, root, summary, plot, status, tools, table, data: null, width: 0 };
  watchWidth(state);
  if (spec.isLazy) whenNear(root, () => fillFigure(state));
  else fillFigure(state);
  root.refresh = () => fillFigure(state);
  root.redraw = () => redraw(state, true);
  return root;
}

// What costs the server much is asked for once the reader comes near.
function whenNear(root, act) {
  root.removeAttribute("aria-busy");
  const observer = new IntersectionObserver((seen) => {
    if (!seen.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    act();
  }, { rootMargin: "300px" });
  observer.observe(root);
}

async function fillFigure(state) {
  const { spec, root, status, summary } = state;
  const turn = (state.turn = (state.turn ?? 0) + 1);
  root.setAttribute("aria-busy", "true");
  try {
    const data = await spec.load();
    if (turn !== state.turn) return;
    state.data = data;
    const rows = spec.rows(data);
    status.replaceChildren(rows.length ? "" : spec.empty ?? t("nothing"));
    status.hidden = rows.length > 0;
    const said = spec.summary?.(data);
    summary.replaceChildren(...[said ?? ""].flat());
    summary.hidden = !said;
    redraw(state, true);
    fillTools(state, rows);
    fillTable(state, rows);
  } catch (error) {
    if (turn !== state.turn) return;
    fail(state, error);
  }
  root.removeAttribute("aria-busy");
}

function fail(state, error) {
  const { status, plot, summary, tools, table } = state;
  if (!(error?.problem)) console.error(error);
  for (const part of [plot, tools, table]) part.replaceChildren();
  summary.hidden = table.hidden = true;
  status.hidden = false;
  status.replaceChildren(error?.isAway ? t("away.part") : t("failed", { why: error.message }), " ",
    error?.isAway ? "" : h("button", { type: "button", class: "small", onclick: () => fillFigure(state) }, t("again")));
}

// A phone that is turned, a window that is dragged: the chart is drawn anew.
function watchWidth(state) {
  if (!state.spec.draw) state.plot.remove();
  const observer = new ResizeObserver(() => redraw(state, false));
  observer.observe(state.plot);
}

function redraw(state, isForced) {
  const { spec, plot, data } = state;
  const width = Math.floor(plot.clientWidth);
  if (!spec.draw || !data || !width || (!isForced && width === state.width)) return;
  state.width = width;
  const drawn = spec.draw(data, width);
  const focused = plot.contains(document.activeElement) ? document.activeElement.dataset?.key : null;
  plot.replaceChildren(...[drawn ?? []].flat());
  if (focused) plot.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function fillTools(state, rows) {
  const { spec, tools, plot, data } = state;
  const name = spec.file?.() ?? spec.id;
  const button = (label, act, does) =>
    h("button", { type: "button", class: "small", "data-do": does,
      "aria-label": `${label}: ${spec.title}`, onclick: act }, label);
  const foot = () => `${t("made_by")} · ${location.href}`;
  tools.replaceChildren(...[
    rows.length && spec.ads && button(t("show_ads"), () => showAds(spec.ads), "ads"),
    rows.length && button("CSV", () => save(new Blob(["\ufeff", csv(spec.columns(data), rows)],
      { type: "text/csv;charset=utf-8" }), name + ".csv"), "csv"),
    rows.length && plot.querySelector("svg") && button("PNG", async () => save(await png(plot.querySelector("svg"),
      { title: spec.title, note: spec.plain?.(data) ?? state.summary.textContent, foot: foot(),
      key: state.root.querySelector(".legend") }), name + ".png"), "png"),
  ].filter(Boolean));
}

// The ads behind the numbers of one row.
function adsButton(ads, columns, row) {
  if (!ads) return null;
  const [first] = columns;
  const name = first.text ? first.text(row) : String(first.raw(row) ?? "");
  return h("button", { type: "button", class: "link", "data-do": "row-ads", "aria-label": `${t("show_ads")}: ${name}`,
    onclick: () => showAds(ads) }, t("row_ads_show"));
}

const ROWS_MAX = 1000; // of a table on the page

function fillTable(state, all) {
  const { spec, table, data } = state;
  const rows = all.slice(0, ROWS_MAX);
  table.hidden = !rows.length;
  const columns = spec.columns(data).filter((c) => !c.isHidden);
  const hasAds = Boolean(spec.rowAds);
  const body = () => h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("table_of", { title: spec.title }) },
    h("table", {}, h("caption", { class: "unseen" }, spec.title),
      h("thead", {}, h("tr", {}, columns.map((c) =>
        h("th", { scope: "col", class: c.isNumber ? "number" : "" }, c.name)), hasAds && h("th", { scope: "col" }, t("row_ads")))),
      h("tbody", {}, rows.map((row) => h("tr", {}, columns.map((c, i) => {
        const text = c.text ? c.text(row) : String(c.raw(row) ?? "–");
        const link = c.link?.(row);
        return h(i === 0 ? "th" : "td", { scope: i === 0 ? "row" : null, class: c.isNumber ? "number" : "" },
          link ? h("a", { href: link, "data-go": true }, text) : c.outside ? outside(c.outside(row), text) : text);
      }), hasAds && h("td", {}, adsButton(spec.rowAds(row), columns, row)))))));
  table.replaceChildren(h("summary", {}, plural("as_table", all.length),
    h("span", { class: "unseen" }, ": " + spec.title)));
  if (spec.isTableOpen) table.open = true;
  const show = () => {
    if (!table.open || table.children.length > 1) return;
    if (all.length > rows.length) table.append(h("p", { class: "note" }, t("table_cut", { n: rows.length })));
    table.append(body());
  };
  table.ontoggle = show;
  show();
}

// A choice of a few that a figure has for itself, as a group of radio buttons.
export function choice(label, options, chosen, onChoose) {
  const name = newId("choice");
  return h("fieldset", { class: "choice" }, h("legend", { class: "unseen" }, label),
    options.map(([value, text]) => h("label", {},
      h("input", { type: "radio", name, value, checked: value === chosen,
        onchange: () => onChoose(value) }), h("span", {}, text))));
}
