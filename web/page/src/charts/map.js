/*
 * The map: coloured by change, hatched where the interval holds zero, dotted
 * where a number is suppressed, plain where there is nothing. One tab stop:
 * arrows go through the regions in the order of their names, Enter goes in.
 */
import { h, s } from "../dom.js";
import { t } from "../text.js";

// Bounds of the classes, alike upwards and downwards: to halve and to double.
export const BOUNDS = [-0.5, -0.2, 0, 0.25, 1];
const ZOOM_MAX = 12;

export function classOf(value) {
  return "c" + BOUNDS.filter((b) => value >= b).length;
}

export const isUnsure = (cell) => cell.lo !== null && cell.lo <= 0 && cell.hi >= 0;

export function kindOf(cell) {
  if (!cell) return "none";
  return cell.value === null || cell.value === undefined ? "suppressed" : isUnsure(cell) ? "unsure" : "sure";
}

// `unit`: how much of the drawing is a pixel, so that lines stay lines on a phone.
function patterns(prefix, unit) {
  return s("defs", {},
    s("pattern", { id: prefix + "-hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse",
      patternTransform: `rotate(45) scale(${unit})` }, s("rect", { width: 2.2, height: 5, class: "hatch-line" })),
    s("pattern", { id: prefix + "-dots", width: 5, height: 5, patternUnits: "userSpaceOnUse",
      patternTransform: `scale(${unit})` },
      s("rect", { width: 5, height: 5, class: "dots-ground" }), s("circle", { cx: 2.5, cy: 2.5, r: 1, class: "dots-dot" })));
}

function outline(shape, { least = 0, ...attributes }) {
  const [, , line, x, y, r] = shape;
  return line ? s("path", { d: line, ...attributes }) : s("circle", { cx: x, cy: y, r: Math.max(r, least), ...attributes });
}

const DOT_MIN = 4; // pixels: a dot that can be opened can be touched

/*
 * geo: {width, height, shapes}; cells: code -> row; href(code), label(code, row),
 * tip(code, row): nodes; current: the chosen code
 */
export function mapChart({ geo, cells, width, current, href, label, tip }) {
  const ratio = geo.height / geo.width;
  const tall = Math.min(Math.round(width * ratio), 560);
  const view = { x: 0, y: 0, w: geo.width, h: geo.height };
  if (tall < width * ratio) { // a tall country is centred
    view.w = geo.height * width / tall;
    view.x = (geo.width - view.w) / 2;
  }
  const home = { ...view };
  const plain = [];
  const alive = [];
  for (const shape of geo.shapes) {
    const [code, name] = shape;
    const cell = cells.get(code);
    if (!code || !cell) {
      plain.push(outline(shape, { class: "land" }));
      continue;
    }
    const kind = kindOf(cell);
    const least = DOT_MIN * view.w / width;
    const look = kind === "suppressed" ? outline(shape, { fill: "url(#map-dots)", class: "region", least })
      : outline(shape, { class: `region ${classOf(cell.value)}`, least });
    alive.push({ code, name: name.toLowerCase(), isDot: !shape[2],
      node: s("a", { href: href(code), tabindex: "-1", "data-go": true, "data-key": code, "data-code": code,
        "data-kind": kind, class: code === current ? "is-current" : "", "aria-label": label(code, cell) },
      look, kind === "unsure" && outline(shape, { fill: "url(#map-hatch)", class: "over", least })) });
  }
  alive.sort((a, b) => a.isDot - b.isDot); // dots lie above
  const svg = s("svg", { width, height: tall, class: "map", role: "group", "aria-label": t("map.aria"),
    viewBox: `${view.x} ${view.y} ${view.w} ${view.h}` },
  patterns("map", view.w / width), s("g", { "aria-hidden": "true" }, plain), alive.map((a) => a.node));
  const tipBox = h("div", { class: "tip", "aria-hidden": "true", hidden: true });
  const box = h("div", { class: "mapbox" }, svg, zoomButtons(svg, view, home), tipBox);
  rove(svg, [...alive].sort((a, b) => a.name.localeCompare(b.name)).map((a) => a.node), current);
  hover(svg, tipBox, box, (code) => tip(code, cells.get(code)));
  drag(svg, view, home);
  return box;
}

function apply(svg, view, home) {
  view.w = Math.min(home.w, Math.max(home.w / ZOOM_MAX, view.w));
  view.h = view.w * home.h / home.w;
  view.x = Math.min(home.x + home.w - view.w, Math.max(home.x, view.x));
  view.y = Math.min(home.y + home.h - view.h, Math.max(home.y, view.y));
  svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`);
  // Lines and dots keep their size on the screen.
  svg.dataset.zoom = (home.w / view.w).toFixed(2);
  for (const dot of svg.querySelectorAll("circle:not(defs *)")) {
    dot.dataset.r ??= dot.getAttribute("r");
    dot.setAttribute("r", dot.dataset.r / Math.sqrt(home.w / view.w));
  }
}

function zoomButtons(svg, view, home) {
  const zoom = (factor) => () => {
    const [cx, cy] = [view.x + view.w / 2, view.y + view.h / 2];
    view.w *= factor;
    view.x = cx - view.w / 2;
    view.y = cy - (view.w * home.h / home.w) / 2;
    apply(svg, view, home);
  };
  const button = (text, label, act) => h("button", { type: "button", class: "small", "aria-label": label, onclick: act }, text);
  return h("div", { class: "zoom" }, button("+", t("map.in"), zoom(1 / 1.8)), button("−", t("map.out"), zoom(1.8)),
    button("○", t("map.home"), zoom(1000)));
}

// Once zoomed in the map is moved by dragging; before, a finger scrolls the page.
function drag(svg, view, home) {
  let from = null;
  svg.addEventListener("pointerdown", (event) => {
    svg.dataset.dragged = "";
    if (view.w < home.w * 0.99) from = { x: event.clientX, y: event.clientY, vx: view.x, vy: view.y };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!from) return;
    const scale = view.w / svg.clientWidth;
    if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > 5) svg.dataset.dragged = "yes";
    view.x = from.vx - (event.clientX - from.x) * scale;
    view.y = from.vy - (event.clientY - from.y) * scale;
    apply(svg, view, home);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) svg.addEventListener(end, () => (from = null));
  svg.addEventListener("click", (event) => {
    if (svg.dataset.dragged) event.preventDefault();
  }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
}

function rove(svg, nodes, current) {
  if (!nodes.length) return;
  let at = Math.max(0, nodes.findIndex((n) => n.dataset.code === current));
  nodes[at].setAttribute("tabindex", "0");
  svg.addEventListener("focusin", (event) => {
    const i = nodes.indexOf(event.target);
    if (i < 0) return;
    nodes[at].setAttribute("tabindex", "-1");
    at = i;
    nodes[at].setAttribute("tabindex", "0");
  });
  svg.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const end = { Home: 0, End: nodes.length - 1 }[event.key];
    if (step === undefined && end === undefined) return;
    event.preventDefault();
    nodes[end ?? (at + step + nodes.length) % nodes.length].focus();
  });
}

function hover(svg, tipBox, box, content) {
  const show = (event) => {
    const node = event.target.closest("[data-code]");
    if (!node) {
      tipBox.hidden = true;
      return;
    }
    tipBox.replaceChildren(...content(node.dataset.code));
    tipBox.hidden = false;
    const place = node.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    const x = (event.clientX || place.x + place.width / 2) - frame.x;
    const y = (event.clientY || place.y + place.height / 2) - frame.y;
    tipBox.style.left = Math.max(0, Math.min(x + 12, frame.width - tipBox.offsetWidth)) + "px";
    tipBox.style.top = (y + 16 + tipBox.offsetHeight > frame.height ? Math.max(0, y - tipBox.offsetHeight - 10) : y + 16) + "px";
  };
  svg.addEventListener("pointermove", show);
  svg.addEventListener("focusin", show);
  svg.addEventListener("pointerleave", () => (tipBox.hidden = true));
  svg.addEventListener("focusout", () => (tipBox.hidden = true));
}

// What the colours mean, below the map.
export function legend() {
  const words = [t("map.less", { x: "−50 %" }), "−50 … −20 %", "−20 … 0 %", "0 … +25 %", "+25 … +100 %",
    t("map.more", { x: "+100 %" })];
  const swatch = (name, fill) => s("svg", { width: 18, height: 12, "aria-hidden": "true", class: "swatch" },
    fill && patterns("swatch-" + fill, 1), s("rect", { width: 18, height: 12, class: name }),
    fill && s("rect", { width: 18, height: 12, fill: `url(#swatch-${fill}-${fill})` }));
  return h("ul", { class: "legend", "aria-label": t("map.legend") },
    words.map((text, i) => h("li", {}, swatch("c" + i), text)),
    h("li", {}, swatch("c4", "hatch"), t("map.unsure")),
    h("li", {}, swatch("land", "dots"), t("map.suppressed")),
    h("li", {}, swatch("land"), t("map.none")));
}
