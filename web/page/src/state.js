/*
 * What is shown is what the address says: every choice is a parameter of it,
 * a default is left out, so an address can be kept, sent and cited.
 */
export const VIEWS = ["overview", "rankings", "employers", "terms", "sources", "claim"];
export const MEASURES = ["flow", "stock", "share"];

const DEFAULTS = {
  view: "overview", region: "world", skill: "any", definition: "one-skill",
  measure: "flow", period: "", grain: "month", order: "most", claim: "", kind: "", find: "", as_of: "", lang: "",
};

const ALLOWED = {
  view: VIEWS, measure: MEASURES, grain: ["week", "month", "quarter", "year"],
  order: ["most", "rising", "falling"],
};

export function readState(search = location.search) {
  const given = new URLSearchParams(search);
  const state = {};
  for (const [name, normal] of Object.entries(DEFAULTS)) {
    const value = given.get(name) ?? normal;
    state[name] = ALLOWED[name] && !ALLOWED[name].includes(value) ? normal : value;
  }
  return state;
}

// The address of a state, relative to the page; keys in a fixed order.
export function addressOf(state) {
  const parts = [];
  for (const [name, normal] of Object.entries(DEFAULTS)) {
    const value = state[name] ?? normal;
    if (value !== normal) {
      parts.push(`${name}=${encodeURIComponent(value).replace(/%2F/g, "/").replace(/%3A/g, ":").replace(/%20/g, "+")}`);
    }
  }
  return parts.length ? "?" + parts.join("&") : "./";
}

export const countryOf = (region) => (region === "world" ? "" : region.slice(0, 2));
