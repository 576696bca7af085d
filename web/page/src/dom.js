// Elements of HTML and SVG. Text is always text: what ads and boards say is
// never read as markup, and an address is a link only when it is http(s).

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((c) => c !== undefined && c !== null && c !== false));
  return element;
}

export const h = (tag, attributes, ...children) =>
  fill(document.createElement(tag), attributes, children);

export const s = (tag, attributes, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

// A link to the outside, or the bare text where the address is not to be trusted.
export function outside(address, text) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    // no address at all
  }
  return url && /^https?:$/.test(url.protocol)
    ? h("a", { href: url.href, rel: "noopener noreferrer nofollow external", target: "_blank" }, text)
    : h("span", {}, text);
}

let last = 0;
export const newId = (prefix) => `${prefix}-${++last}`;
