#!/usr/bin/env python3
"""Make geo/names_de.tsv: German names of divisions where they are not the English ones.

    python3 web/page/geo/names_de.py    (Debian's iso-codes and libgeonames-common)

Run by hand: the result is kept. GeoNames' names come first, joined to ISO 3166-2
by the English name that places.tsv took from there; then iso-codes' translations,
and for countries where German is spoken the name of ISO 3166-2 itself. BY_HAND
puts right what neither has.
"""
import collections
import gettext
import json
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
PLACES = os.path.join(HERE, "../../../share/taxonomy/places.tsv")
MO = "/usr/share/locale/%s/LC_MESSAGES/%s.mo"
ISO = "/usr/share/iso-codes/json/iso_3166-2.json"
OWN = ("DE", "AT", "LI")  # ISO 3166-2 has these in German
# Says the kind or the official title where the name alone is usual.
KIND = re.compile(r"^(Kanton|Präfektur|Woiwodschaft|Oblast|Provinz|Bezirk|Gouvernement|Verwaltungsgemeinschaft|"
                  r"Freie und Hansestadt|Freie Hansestadt|Freistaat|Autonome Region|Autonome Gemeinschaft|Region|"
                  r"Republik|Departamento|Municipio|Bundesstaat|Distrikt|Komitat|Kreis|Gespanschaft|Rajon) (?=[A-ZÄÖÜŁ])"
                  r"| (County|Parish|Province|Region)$|, (Respublika|Republik)$| \((teilweise )?EH\)$")
BY_HAND = {
    "BE-BRU": "Brüssel-Hauptstadt", "BE-WAL": "Wallonien", "CN-NM": "Innere Mongolei", "CZ-10": "Prag",
    "CZ-31": "Südböhmen", "CZ-32": "Pilsen", "CZ-41": "Karlsbad", "CZ-42": "Aussig", "CZ-51": "Reichenberg",
    "CZ-52": "Königgrätz", "CZ-53": "Pardubitz", "CZ-64": "Südmähren", "CZ-71": "Olmütz", "CZ-72": "Zlín",
    "CZ-80": "Mährisch-Schlesien", "ES-CL": "Kastilien und León", "ES-CM": "Kastilien-La Mancha",
    "ES-EX": "Extremadura", "ES-NC": "Navarra", "FI-19": "Südwestfinnland", "FR-IDF": "Île-de-France",
    "HR-01": "Gespanschaft Zagreb", "HR-21": "Stadt Zagreb", "ID-JB": "Westjava", "ID-JI": "Ostjava",
    "ID-JT": "Zentraljava", "ID-KB": "Westkalimantan", "ID-KI": "Ostkalimantan", "ID-KS": "Südkalimantan",
    "ID-SA": "Nordsulawesi", "ID-SB": "Westsumatra", "ID-SN": "Südsulawesi", "ID-SS": "Südsumatra",
    "ID-ST": "Zentralsulawesi", "ID-SU": "Nordsumatra", "KE-01": "Baringo",
    "MA-01": "Tanger-Tétouan-Al Hoceïma", "MA-02": "Oriental", "MA-07": "Marrakesch-Safi", "RO-CJ": "Cluj",
    "RO-MS": "Mureș", "RO-SM": "Satu Mare", "RO-TM": "Timiș", "RU-LEN": "Oblast Leningrad",
    "RU-MOS": "Oblast Moskau", "SG-01": "Zentral-Singapur", "UA-30": "Stadt Kiew", "UA-32": "Oblast Kiew",
    "US-DC": "Washington, D. C.", "ZA-LP": "Limpopo",
}


def catalog(lang, domain):
    with open(MO % (lang, domain), "rb") as file:
        return gettext.GNUTranslations(file)._catalog


def english(name):
    """As share/taxonomy/build/places.py shortens GeoNames' English names."""
    name = re.sub(r"^(Canton of|Free and (Hanseatic City|Sovereign State) of|(Free )?State of|"
                  r"Principality of|Region) ", "", name)
    name = re.sub(r" (Region|Province|Municipality|Prefecture|Voivodeship|County|Oblast|Governorate|"
                  r"Voivodship|F.D.)$", "", name)
    return name.replace("The Marches", "Marche").replace("Orange Free State", "Free State")


def main():
    names, countries = {}, set()
    with open(PLACES, encoding="utf-8") as file:
        for line in file:
            cell = line.rstrip("\n").split("\t")
            if cell[0] in ("div", "state"):
                names[cell[1]] = cell[2]
            elif cell[0] == "country":
                countries.add(cell[3])
    by_name = collections.defaultdict(list)
    for code, name in names.items():
        by_name[code[:2], name].append(code)
    german = {}
    geo = catalog("en", "geonames")
    for key, name in catalog("de", "geonames").items():
        place = re.match(r"([A-Z]{2})\.", key) if isinstance(key, str) and name else None
        codes = by_name.get((place[1], english(geo.get(key, ""))), []) if place else []
        if len(codes) == 1:
            german[codes[0]] = name
    translated = catalog("de", "iso_3166-2")
    for d in json.load(open(ISO, encoding="utf-8"))["3166-2"]:
        code, name = d["code"], d["name"]
        # One text has one translation: the state of Georgia gets the country's.
        if code not in names or code in german or name in countries:
            continue
        if translated.get(name, name) != name:
            german[code] = translated[name]
        elif code[:2] in OWN:
            german[code] = name
    german = {code: KIND.sub("", name).strip() for code, name in german.items()}
    german.update((code, name) for code, name in BY_HAND.items() if code in names)
    print("# German names of divisions (ISO 3166-2) that differ from the English ones of places.tsv.")
    print("# Made by names_de.py from GeoNames (CC BY 4.0), by way of Debian's libgeonames-common, and")
    print("# from the translations of Debian's iso-codes (LGPL 2.1 or later).")
    for code in sorted(german):
        if german[code] != names[code]:
            print(code + "\t" + german[code])


if __name__ == "__main__":
    main()
