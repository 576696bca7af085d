// What share/taxonomy/places.tsv knows of countries and their divisions, for
// joining the shapes of Natural Earth to ISO 3166 codes by name.
import { readFileSync } from "node:fs";

// Words that say what kind of division it is, and not which.
const KINDS = new Set(("province provincia provinsi state region regiao rayon raion oblast kray krai " +
  "county district department departement governorate municipality municipio prefecture voivodeship " +
  "republic respublika autonomous city capital area territory of the de del da do di la el le and of " +
  "division canton muhafazat wilayat wilaya comarca parish saint").split(" "));

export function plain(name) {
  const words = name.normalize("NFKD").replace(/[\u0300-\u036f\u02bb-\u02bf'’`´]/g, "")
    .replace(/[ıİ]/g, "i").replace(/[øØ]/g, "o").replace(/[łŁ]/g, "l").replace(/[đĐðÐ]/g, "d")
    .replace(/ß/g, "ss").replace(/[æÆ]/g, "ae").replace(/[əƏ]/g, "a")
    .toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const kept = words.filter((w) => !KINDS.has(w));
  return (kept.length ? kept : words).join(" ");
}

/*
 * countries: alpha-2 -> {alpha3, name, divisions}; divisions: code -> name.
 * find(country, name): the division that `name` is, lies in or is the main
 * town of, in this order; undefined when it is none.
 */
export function readPlaces(file) {
  const countries = new Map();
  const names = [new Map(), new Map(), new Map()]; // divisions, parts, towns
  const note = (level, code, list) => {
    for (const name of list) {
      const key = code.slice(0, 2) + " " + plain(name.replace(/^=/, ""));
      if (!name.startsWith("=") && !names[level].has(key)) names[level].set(key, code);
    }
  };
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const cell = line.split("\t");
    if (cell[0] === "country") {
      countries.set(cell[1], { alpha3: cell[2], name: cell[3], divisions: new Map() });
    } else if (cell[0] === "div" || cell[0] === "state") {
      countries.get(cell[1].slice(0, 2))?.divisions.set(cell[1], cell[2]);
      note(0, cell[1], [cell[2], ...(cell[4] ?? "").split("|")]);
    } else if (cell[0] === "part") {
      note(1, cell[1], [cell[2], ...(cell[3] ?? "").split("|")]);
    } else if (/^\d+$/.test(cell[0]) && cell[2].length > 2) {
      note(2, cell[2], [cell[1]]);
    }
  }
  const find = (country, name) => {
    const key = country + " " + plain(name);
    return names[0].get(key) ?? names[1].get(key) ?? names[2].get(key);
  };
  return { countries, find };
}
