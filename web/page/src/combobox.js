/*
 * A text field with a list to choose from, after the combobox pattern of the
 * ARIA Authoring Practices: arrows move, Enter chooses, Escape closes.
 *
 *   find(text): up to some forty [{value, label, note, level}], best first
 *   value, label: what is chosen now
 *   onChoose(value)
 */
import { h, newId } from "./dom.js";
import { t } from "./text.js";

export function combobox({ name, label, shown, find, onChoose }) {
  const id = newId(name);
  const list = h("ul", { class: "options", id: id + "-list", role: "listbox", "aria-label": label, hidden: true });
  const said = h("span", { class: "unseen", role: "status" });
  const field = h("input", { type: "text", id, name, value: shown, autocomplete: "off", spellcheck: "false",
    role: "combobox", "aria-expanded": "false", "aria-controls": id + "-list", "aria-autocomplete": "list" });
  const box = { field, list, said, find, onChoose, shown, options: [], active: -1 };

  field.addEventListener("focus", () => field.select());
  field.addEventListener("click", () => open(box, ""));
  field.addEventListener("input", () => open(box, field.value));
  field.addEventListener("blur", () => close(box, true));
  field.addEventListener("keydown", (event) => onKey(box, event));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // keeps the focus where it is
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(box, Number(option.dataset.index));
  });
  return h("div", { class: "control combobox" }, h("label", { for: id }, label), field, list, said);
}

async function open(box, text) {
  const turn = (box.turn = (box.turn ?? 0) + 1);
  const options = await box.find(text.trim());
  if (turn !== box.turn || document.activeElement !== box.field) return;
  box.options = options;
  box.active = text && options.length ? 0 : -1;
  box.list.replaceChildren(...options.map((o, i) => h("li", { role: "option", id: `${box.list.id}-${i}`,
    "data-index": i, class: "level-" + (o.level ?? 0), "aria-selected": i === box.active ? "true" : "false" },
  h("span", {}, o.label), o.note && h("span", { class: "note" }, o.note))));
  if (!options.length) box.list.replaceChildren(h("li", { role: "option", "aria-disabled": "true",
    "aria-selected": "false" }, t("no_match")));
  box.list.hidden = false;
  box.field.setAttribute("aria-expanded", "true");
  box.said.textContent = t("matches", { n: options.length });
  mark(box);
}

function close(box, isReset) {
  box.turn = (box.turn ?? 0) + 1;
  box.list.hidden = true;
  box.active = -1;
  box.field.setAttribute("aria-expanded", "false");
  box.field.removeAttribute("aria-activedescendant");
  if (isReset) box.field.value = box.shown;
}

function mark(box) {
  [...box.list.children].forEach((option, i) =>
    option.setAttribute("aria-selected", i === box.active ? "true" : "false"));
  const option = box.list.children[box.active];
  if (option) {
    box.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    box.field.removeAttribute("aria-activedescendant");
  }
}

function choose(box, i) {
  const option = box.options[i];
  if (!option) return;
  box.shown = option.label;
  close(box, true);
  box.onChoose(option.value);
}

function onKey(box, event) {
  const isOpen = !box.list.hidden;
  const n = box.options.length;
  switch (event.key) {
  case "ArrowDown":
  case "ArrowUp":
    event.preventDefault();
    if (!isOpen) {
      open(box, "");
      return;
    }
    box.active = n ? (box.active + (event.key === "ArrowDown" ? 1 : n - (box.active < 0 ? 0 : 1))) % n : -1;
    mark(box);
    return;
  case "Enter":
    if (isOpen && box.active >= 0) {
      event.preventDefault();
      choose(box, box.active);
    }
    return;
  case "Escape":
    if (isOpen) event.stopPropagation();
    close(box, true);
    return;
  default:
  }
}
