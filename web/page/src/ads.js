// The ads behind a number, in a dialog: every one with its address and source.
import { addressFor, get } from "./api.js";
import { h, outside } from "./dom.js";
import { count, day, period, region, t } from "./text.js";

const PAGE = 50;

// ads: {region, skill, period, definition, measure, regionName, skillName}, and
// of what: employer, source, with (another skill), part (of the bridge)
export function showAds(ads) {
  const { regionName, skillName, withName, ...query } = ads;
  const only = [withName && t("ads.with", { skill: withName }), query.employer && t("ads.employer", { employer: query.employer }),
    query.source && t("ads.source", { source: query.source }), query.part && t("bridge." + query.part)].filter(Boolean);
  const path = query.part ? "bridge-ads" : "explain";
  const list = h("ol", { class: "ads" });
  const said = h("p", { class: "state", role: "status" }, t("loading"));
  const more = h("button", { type: "button", hidden: true }, t("ads.more"));
  const title = h("h2", { id: "ads-title", tabindex: "-1" }, t("ads.title"));
  const dialog = h("dialog", { class: "ads-dialog", "aria-labelledby": "ads-title" },
    h("div", { class: "head" }, title,
      h("button", { type: "button", class: "small", onclick: () => dialog.close() }, t("close"))),
    h("p", { class: "summary" }, t("ads.of", { skill: skillName, region: region(query.region, regionName), period: period(query.period) }), only.map((words) => [", ", words])),
    h("p", { class: "note" }, t(query.part ? "ads.part." + query.part : "ads.note")),
    h("p", { class: "tools" }, h("a", { class: "button small", href: addressFor(path, { ...query, format: "csv" }).href,
      download: "ads.csv" }, t("ads.csv"))),
    list, said, more);
  const state = { list, said, more, path, query, shown: 0, cursor: null, window: null };
  more.addEventListener("click", () => addPage(state));
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  title.focus();
  addPage(state);
}

async function addPage(state) {
  const { list, said, more, path, query } = state;
  said.textContent = t("loading");
  try {
    const answer = await get(path, { ...query, limit: PAGE, cursor: state.cursor });
    for (const ad of answer.data) {
      if (ad.window && ad.window !== state.window) list.append(h("li", { class: "window" }, h("h3", {}, t("ads.window." + ad.window))));
      state.window = ad.window;
      list.append(item(ad));
    }
    state.shown += answer.data.length;
    state.cursor = answer.next;
    more.hidden = !answer.next;
    said.textContent = state.shown ? t(answer.next ? (answer.data[0]?.n_all ? "ads.shown_of" : "ads.shown") : "ads.all",
      { n: count(state.shown), all: count(answer.data[0]?.n_all) }) : t("ads.none");
  } catch (error) {
    said.textContent = error.isAway ? t("away.part") : t("failed", { why: error.message });
    more.hidden = false;
  }
}

function item(ad) {
  const facts = [ad.employer, (ad.regions ?? []).map((code) => region(code)).join(", "), t("ads.seen", { day: day(ad.flow_date ?? ad.first_seen) }),
    ad.gone_at && t("ads.gone", { day: day(ad.gone_at) })].filter(Boolean).join(" · ");
  const basis = ad.is_matched === false ? t("ads.unmatched") : "";
  const part = [ad.copy_of_source && h("span", {}, t("ads.copy"), " ", outside(ad.copy_of_url, `${ad.copy_of_source} ${ad.copy_of_native_id}`)),
    ["sources", "health"].includes(ad.part) && t("ads.watched", { from: day(ad.watched_from), to: day(ad.watched_to) })].filter(Boolean);
  return h("li", {}, h("p", { class: "ad" }, outside(ad.url, ad.title || ad.native_id)),
    h("p", { class: "note" }, facts),
    h("p", { class: "note" }, h("code", {}, `${ad.source} ${ad.native_id}`), basis && " · ", basis,
      ad.sha256 && h("span", {}, " · sha256 ", h("code", { title: ad.sha256 }, ad.sha256.slice(0, 12)))),
    part.map((words) => h("p", { class: "note" }, words)));
}
