#!/usr/bin/env python3
"""How well location strings are read: the labels of tests/gold/places.*.tsv.

    tests/eval/gold_places.py [-v] CORPUS BUILD

Pipes the rows through BUILD/jobtrendctl locate and prints, for each half and for
the rows by which rules were written,

    exact        rows whose codes, cities, kind of work and bounds are all as
                 labelled; but for the held half also by kind
    country, subdivision, city
                 what is found against what is labelled
    remote       kind of work and bounds, each by itself

tests/gold/README.md says how rows are labelled. CORPUS is not read; it is
there because `make eval` names it to each of its programs.

    -v   print the rows that are missed; held rows are never printed
"""
import collections
import json
import pathlib
import re
import sys
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import goldset  # noqa: E402

ISO_3166_2 = pathlib.Path("/usr/share/iso-codes/json/iso_3166-2.json")
LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "'": "",
                         "’": "", "‘": "", "`": "", ".": "", "-": " "})
WRAPPED = re.compile(r"^city of | city$| si$")  # "City of Taguig", "Suwon-si"


def parents():
    """Code -> the coarser division it lies in, by ISO 3166-2. The islands that
    Indonesia's provinces lie in are no divisions of a government."""
    if not ISO_3166_2.exists():
        return {}
    entries = json.loads(ISO_3166_2.read_text(encoding="utf-8"))["3166-2"]
    return {e["code"]: e["code"][:2] + "-" + e["parent"].split("-")[-1]
            for e in entries if "parent" in e and not e["code"].startswith("ID-")}


def fold(name):
    plain = unicodedata.normalize("NFD", name.casefold().translate(LETTERS))
    return WRAPPED.sub("", "".join(c for c in plain if not unicodedata.combining(c)))


def is_city(names, got):
    """Whether `got` is one of "Ghent|Gent"; after "|?" also a part of it."""
    wanted = names.split("|")
    return got is not None and ("?" in wanted or fold(got) in map(fold, wanted))


class Scores:
    def __init__(self):
        self.exact = goldset.Share()
        self.by_kind = collections.defaultdict(goldset.Share)
        self.country = goldset.Found()
        self.subdivision = goldset.Found()
        self.city = goldset.Found()
        self.remote = goldset.Share()
        self.bounds = goldset.Share()


class Reader:
    """Compares one row with one answer."""

    def __init__(self):
        self.parents = parents()
        self.unions = {row["word"]: row
                       for row in goldset.read_file(goldset.GOLD / "unions.tsv")}

    def top(self, code):
        while code in self.parents:
            code = self.parents[code]
        return code

    def wanted(self, row):
        """(code, names of the city) for each place of the row."""
        pairs = (r.partition("/") for r in goldset.parts(row["regions"]))
        return [(self.top(code), city) for code, _, city in pairs]

    def compare(self, row, answer, scores):
        want = self.wanted(row)
        got = [(self.top(r["code"]), r.get("city")) for r in answer["regions"]]
        # Of a city whose division the row leaves open any division is right.
        open_in = {code for code, city in want if city and "-" not in code}
        want_codes = {code for code, _ in want}
        got_codes = {code[:2] if code[:2] in open_in else code for code, _ in got}

        scores.country.add({c[:2] for c in want_codes}, {c[:2] for c in got_codes})
        scores.subdivision.add({c for c in want_codes if "-" in c},
                               {c for c in got_codes if "-" in c})
        cities_right = self.compare_cities(want, got, open_in, scores.city)
        remote_right = answer.get("remote", "") == row["remote"]
        scores.remote.add(remote_right)
        bounds_right = self.are_bounds(goldset.parts(row["remote_regions"]),
                                       set(answer.get("remote_regions", [])))
        scores.bounds.add(bounds_right)
        exact = want_codes == got_codes and cities_right and remote_right and \
            bounds_right
        scores.exact.add(exact)
        scores.by_kind[row["kind"]].add(exact)
        return exact

    @staticmethod
    def compare_cities(want, got, open_in, found):
        left = [(code[:2] if code[:2] in open_in else code, city) for code, city in got]
        all_right = True
        for code, names in want:
            judged = bool(names) and names != "?"
            match = next((g for g in left if g[0] == code and names and
                          is_city(names, g[1])), None)
            if match:
                left.remove(match)
            if judged:
                found.wanted += 1
                found.got += match is not None
                found.right += match is not None
                all_right &= match is not None
        unjudged = {code for code, names in want if names == "?"}
        extra = sum(city is not None and code not in unjudged for code, city in left)
        found.got += extra
        return all_right and not extra

    def are_bounds(self, want, got):
        if len(want) == 1 and want[0] in self.unions:
            union = self.unions[want[0]]
            return got.issuperset(union["surely"].split()) and \
                got.isdisjoint(union["never"].split())
        return {self.top(c) for c in want} == {self.top(c) for c in got}


def said(answer):
    places = ["%s/%s" % (r["code"], r["city"]) if "city" in r else r["code"]
              for r in answer["regions"]]
    bounds = answer.get("remote_regions", [])
    return " ".join([";".join(places) or "nothing", answer.get("remote", ""),
                     ";".join(bounds[:6]) + ("..." if len(bounds) > 6 else "")]).strip()


def evaluate(build, verbose, out=sys.stdout):
    reader = Reader()
    for half, rows in goldset.read_all("places").items():
        scores, missed = Scores(), []
        answers = goldset.pipe(build, ["locate"], [row["text"] for row in rows])
        for row, answer in zip(rows, answers, strict=True):
            if not reader.compare(row, answer, scores):
                missed.append((row, answer))
        print("places, %s: %d rows of tests/gold" % (half, len(rows)), file=out)
        if half != "held":
            for kind, share in scores.by_kind.items():
                print("  exact %-12s %s" % (kind, share), file=out)
        print("  exact              %s" % scores.exact, file=out)
        for name in ("country", "subdivision", "city"):
            print("  %-12s %s" % (name, getattr(scores, name)), file=out)
        print("  remote             %s" % scores.remote, file=out)
        print("  remote bounds      %s" % scores.bounds, file=out)
        for row, answer in missed if verbose and half != "held" else ():
            print("    %s: %s: %s, not %s" % (row["kind"], row["text"], said(answer),
                  " ".join([row["regions"] or "nothing", row["remote"],
                            row["remote_regions"]]).strip()), file=out)


if __name__ == "__main__":
    goldset.main(evaluate, __doc__)
