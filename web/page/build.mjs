/*
 * node build.mjs geo MODULES GEO       draw the maps into the folder GEO
 * node build.mjs page MODULES GEO OUT  bundle the page with them into OUT
 *
 * MODULES is the node_modules of package-lock.json. Scripts and styles carry a
 * hash of their content in the name, so that browsers keep them for good; what
 * is text lies there gzipped as well. Folders are filled aside and moved into place.
 */
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { buildGeo } from "./geo.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const [verb, ...folders] = process.argv.slice(2);
const [modules, geo, out] = folders.map((path) => resolve(path));
const places = resolve(here, "../../share/taxonomy/places.tsv");
const SCRIPT_MAX = 300 * 1024; // bytes, gzipped: the page stays light

async function bundle(entry, kind, aside) {
  const esbuild = createRequire(join(modules, "package.json"))("esbuild");
  const result = await esbuild.build({
    entryPoints: [join(here, entry)], bundle: true, minify: true, write: false, format: "esm",
    target: ["es2022"], charset: "utf8", nodePaths: [modules], legalComments: "eof", logLevel: "warning",
  });
  const { contents } = result.outputFiles[0];
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, 12);
  const name = `app-${hash}.${kind}`;
  writeFileSync(join(aside, name), contents);
  return name;
}

function compress(folder) {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (statSync(file).isDirectory()) compress(file);
    else writeFileSync(file + ".gz", gzipSync(readFileSync(file), { level: 9 }));
  }
}

async function aside(folder, fill) {
  const temporary = folder + ".new";
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  await fill(temporary);
  rmSync(folder, { recursive: true, force: true });
  renameSync(temporary, folder);
}

async function buildPage(folder) {
  const script = await bundle("src/main.js", "js", folder);
  const style = await bundle("src/style.css", "css", folder);
  const page = readFileSync(join(here, "index.html"), "utf8").replace("%SCRIPT%", script).replace("%STYLE%", style);
  writeFileSync(join(folder, "index.html"), page);
  cpSync(join(here, "icon.svg"), join(folder, "icon.svg"));
  cpSync(geo, join(folder, "geo"), { recursive: true });
  compress(folder);
  const bytes = statSync(join(folder, script + ".gz")).size;
  if (bytes > SCRIPT_MAX) throw new Error(`${script}: ${bytes} bytes gzipped, expected at most ${SCRIPT_MAX}`);
}

if (verb === "geo") await aside(geo, (folder) => buildGeo({ modules, places, out: folder }));
else if (verb === "page") await aside(out, buildPage);
else throw new Error("usage: build.mjs geo MODULES GEO | page MODULES GEO OUT");
