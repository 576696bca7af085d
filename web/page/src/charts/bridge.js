/*
 * The bridge as a waterfall from plain counting down to demand, in points of
 * the naive change. Each row says in words what it is.
 */
import { s } from "../dom.js";
import { t } from "../text.js";
import { linear } from "../scale.js";

const ROW = 34;
const ROW_NARROW = 54;
const TOP = 24;

// steps: [{key, label, text, from, to, kind: total|part|demand, open()?}]
export function waterfall({ steps, width, label, format }) {
  const isNarrow = width < 560;
  const left = isNarrow ? 4 : Math.min(330, Math.round(width * 0.42));
  const right = isNarrow ? 4 : Math.max(84, 16 + 7.6 * Math.max(...steps.map((p) => p.text.length)));
  const step = isNarrow ? ROW_NARROW : ROW;
  const height = TOP + steps.length * step + 4;
  const ends = steps.flatMap((p) => [p.from, p.to]);
  const x = linear([Math.min(0, ...ends), Math.max(0.01, ...ends)], [left + 12, width - right - 8]);
  const ticks = x.ticks(isNarrow ? 4 : 6);

  return s("svg", { width, height, class: "waterfall", role: steps.some((p) => p.open) ? "group" : "img", "aria-label": label },
    s("g", { "aria-hidden": "true" }, ticks.map((v) => [
      s("line", { x1: x(v), x2: x(v), y1: TOP - 6, y2: height - 4, class: v === 0 ? "zero" : "grid" }),
      s("text", { x: x(v), y: TOP - 11, "text-anchor": "middle", class: "tick" }, format(v)),
    ])),
    steps.map((part, i) => {
      const top = TOP + i * step;
      const y = isNarrow ? top + 26 : top + 7;
      const [a, b] = [x(part.from), x(part.to)].sort((p, q) => p - q);
      const next = steps[i + 1];
      const joint = next ? x(part.kind === "total" ? part.to : part.from) : null;
      const name = s("text", { x: isNarrow ? 0 : left, y: isNarrow ? top + 17 : y + 14.5, "text-anchor": isNarrow ? "start" : "end",
          class: "name" }, part.label);
      const words = s("text", { x: width, y: isNarrow ? top + 17 : y + 14.5, "text-anchor": "end", class: "value" }, part.text);
      return s("g", { class: `step ${part.kind} ${part.to >= part.from ? "plus" : "minus"}`, "data-key": part.key },
        part.open ? button(part, { x: 0, y: top + 1, width, height: step - 2 }, [name, " ", words]) : [name, words],
        s("rect", { x: a, y, width: Math.max(1.5, b - a), height: 20, rx: 2, class: "bar" }),
        joint !== null && s("line", { x1: joint, x2: joint, y1: y + 20, y2: y + step, class: "joint" }));
    }));
}

function button(part, place, children) {
  const press = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    part.open();
  };
  return s("a", { role: "button", tabindex: "0", "aria-label": `${t("show_ads")}: ${part.label}, ${part.text}`, "data-key": part.key,
    "data-do": "part", onclick: press, onkeydown: press },
    s("rect", { ...place, class: "hit" }), children);
}
