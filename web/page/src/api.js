/*
 * jobtrend-web's answers. `get` gives the whole answer ({data, query, ...});
 * a Refused says what the server said. When the database or the server is
 * away, `onAway` is told once and `onBack` when it answers again.
 */
const BASE = new URL("api/v1/", document.baseURI);
const RETRY_S = 3; // when the server does not say when to come back
const RETRY_MAX_S = 30;
const BUSY_TRIES = 3; // when too much is asked at the moment

export class Refused extends Error {
  constructor(problem, status) {
    super(problem.detail || problem.title || String(status));
    this.problem = problem;
    this.status = status;
  }
}

const kept = new Map(); // address -> promise of an answer
let listener = { onAway() {}, onBack() {} };
let probing = false;

export function listen(to) {
  listener = to;
}

export function forget() {
  kept.clear();
}

export function addressFor(path, parameters = {}) {
  const url = new URL(path, BASE);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== "") url.searchParams.set(name, value);
  }
  return url;
}

export function get(path, parameters) {
  const url = addressFor(path, parameters).href;
  if (!kept.has(url)) {
    const answer = ask(url, 0);
    kept.set(url, answer);
    answer.catch(() => kept.delete(url));
  }
  return kept.get(url);
}

export const rows = async (path, parameters) => (await get(path, parameters)).data;

// Rows of a list, of a shorter one where the whole takes the server too long.
// Then `isCut` of the rows is set.
export async function rowsWithin(path, parameters, limits) {
  for (const [i, limit] of limits.entries()) {
    try {
      const found = await rows(path, { ...parameters, limit });
      return i ? Object.assign([...found], { isCut: true }) : found;
    } catch (error) {
      if (!error.isSlow || i === limits.length - 1) throw error;
    }
  }
  return [];
}

export async function post(path, body) {
  return read(new URL(path, BASE).href, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
}

async function ask(url, tries) {
  try {
    return await read(url, {});
  } catch (error) {
    if (error.isBusy && tries < BUSY_TRIES) {
      await sleep(error.retry_s);
      return ask(url, tries + 1);
    }
    throw error;
  }
}

async function read(url, options) {
  let response;
  try {
    response = await fetch(url, { headers: { Accept: "application/json" }, ...options });
  } catch {
    probe(RETRY_S);
    throw away(RETRY_S);
  }
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => ({ title: response.statusText }));
  const refused = new Refused(problem, response.status);
  if (response.status === 503 || response.status === 502 || response.status === 504) {
    refused.retry_s = Math.min(RETRY_MAX_S, Number(response.headers.get("Retry-After")) || RETRY_S);
    refused.isBusy = /:busy$/.test(problem.type ?? "");
    refused.isSlow = /:slow$/.test(problem.type ?? "");
    refused.isAway = !refused.isBusy && !refused.isSlow;
    if (refused.isAway) probe(refused.retry_s);
  }
  throw refused;
}

function away(retry_s) {
  const error = new Refused({ title: "no answer" }, 0);
  return Object.assign(error, { isAway: true, retry_s });
}

// Ask for the status until it is given; one at a time.
async function probe(after_s) {
  if (probing) return;
  probing = true;
  listener.onAway();
  for (let wait_s = after_s; ; wait_s = Math.min(RETRY_MAX_S, wait_s * 1.5)) {
    await sleep(wait_s);
    const response = await fetch(addressFor("status"), { cache: "no-store" }).catch(() => null);
    if (response?.ok) break;
    wait_s = Math.min(wait_s, Number(response?.headers.get("Retry-After")) || wait_s);
  }
  probing = false;
  forget();
  listener.onBack();
}

const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
