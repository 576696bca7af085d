#!/usr/bin/env python3
"""The labelled places, pay and dates are sound: columns, codes, equal halves."""
import collections
import datetime
import json
import pathlib
import re
import sys

import goldset
from harness import ROOT, Skip, expect, main, test

sys.path.insert(0, str(ROOT / "tests/eval"))
import gold_dates  # noqa: E402
import gold_pay  # noqa: E402
import gold_places  # noqa: E402

ISO_CODES = pathlib.Path("/usr/share/iso-codes/json")
COLUMNS = {
    "places": ["text", "regions", "remote", "remote_regions", "kind"],
    "pay": ["text", "country", "language", "min", "max", "currency", "period"],
    "dates": ["text", "language", "visited_at", "want", "precision"],
}
ROWS_MIN = {"places": 1100, "pay": 340, "dates": 340}  # of both halves
LANGUAGES_MIN = 12
READ_WITH = {"language", "country", "visited_at"}  # beside the text
DAY = re.compile(r"\d{4}-\d\d-\d\d")
REGION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?(/[^;\t]+)?")


def iso(part):
    path = ISO_CODES / ("iso_%s.json" % part)
    if not path.exists():
        raise Skip("iso-codes is not installed")
    return json.loads(path.read_text(encoding="utf-8"))[part]


def rows(name):
    return [row for part in goldset.read_all(name).values() for row in part]


@test
def files_have_their_columns_and_no_loose_blanks():
    for name, columns in COLUMNS.items():
        for part in goldset.read_all(name):
            path = goldset.GOLD / ("%s.%s.tsv" % (name, part))
            lines = path.read_text(encoding="utf-8").split("\n")
            expect(path.name, lines[0].split("\t"), columns)
            expect(path.name + ": last line", lines[-1], "")
            for number, line in enumerate(lines[1:-1], 2):
                cells = line.split("\t")
                expect("%s:%d: cells" % (path.name, number), len(cells), len(columns))
                expect("%s:%d" % (path.name, number), cells, [c.strip() for c in cells])


@test
def sets_are_large_enough_and_no_row_is_in_two_parts():
    for name, least in ROWS_MIN.items():
        keys = collections.Counter(
            tuple(v for k, v in row.items() if k in READ_WITH or k == "text")
            for row in rows(name))
        expect(name + ": twice", [k for k, n in keys.items() if n > 1], [])
        in_halves = sum(map(len, goldset.read(name).values()))
        if in_halves < least:
            raise AssertionError("%s: expected %d rows, found %d" % (name, least, in_halves))


@test
def halves_are_made_up_alike():
    for name in COLUMNS:
        by = "kind" if "kind" in COLUMNS[name] else "language"
        halves = [collections.Counter(row[by] for row in half)
                  for half in goldset.read(name).values()]
        expect(name + ": kinds", sorted(halves[0]), sorted(halves[1]))
        expect(name + ": uneven", [k for k in halves[0]
                                   if abs(halves[0][k] - halves[1][k]) > 1], [])


@test
def languages_are_many():
    for name in ("pay", "dates"):
        found = {row["language"] for row in rows(name)}
        if len(found) < LANGUAGES_MIN:
            raise AssertionError("%s: expected %d languages, found %d"
                                 % (name, LANGUAGES_MIN, len(found)))


@test
def places_are_codes_of_iso_3166():
    known = {e["alpha_2"] for e in iso("3166-1")} | {e["code"] for e in iso("3166-2")}
    words = {row["word"] for row in goldset.read_file(goldset.GOLD / "unions.tsv")}
    for row in rows("places"):
        for region in goldset.parts(row["regions"]):
            if not REGION.fullmatch(region) or region.split("/")[0] not in known:
                raise AssertionError("%s: %s is no place" % (row["text"], region))
        bounds = goldset.parts(row["remote_regions"])
        if len(bounds) == 1 and bounds[0] in words | {"world"}:
            continue
        expect(row["text"] + ": bounds", [b for b in bounds if b not in known], [])


@test
def only_remote_work_has_bounds():
    for row in rows("places"):
        if row["remote"] not in ("", "onsite", "hybrid", "remote"):
            raise AssertionError("%s: %s is no kind of work" % (row["text"], row["remote"]))
        if row["remote_regions"]:
            expect(row["text"], row["remote"], "remote")


@test
def unions_name_countries_on_either_side():
    known = {e["alpha_2"] for e in iso("3166-1")}
    for row in goldset.read_file(goldset.GOLD / "unions.tsv"):
        surely, never = set(row["surely"].split()), set(row["never"].split())
        expect(row["word"] + ": unknown", sorted((surely | never) - known), [])
        expect(row["word"] + ": on both sides", sorted(surely & never), [])


@test
def pay_is_an_ordered_range_in_a_currency_of_iso_4217():
    currencies = {e["alpha_3"] for e in iso("4217")} | {"", "?"}
    countries = {e["alpha_2"] for e in iso("3166-1")} | {""}
    periods = {"hour", "day", "week", "month", "year", "", "?"}
    for row in rows("pay"):
        amounts = [float(row[k]) for k in ("min", "max") if row[k]]
        expect(row["text"] + ": amounts", amounts, sorted(amounts))
        expect(row["text"] + ": positive", [a for a in amounts if a <= 0], [])
        for key, known in (("currency", currencies), ("country", countries),
                           ("period", periods)):
            if row[key] not in known:
                raise AssertionError("%s: %s is no %s" % (row["text"], row[key], key))
        if not amounts:
            expect(row["text"], (row["currency"], row["period"]), ("", ""))


@test
def dates_are_days_or_instants_that_exist():
    for row in rows("dates"):
        datetime.datetime.fromisoformat(row["visited_at"].replace("Z", "+00:00"))
        want = row["want"].replace("Z", "+00:00")
        if not want:
            expect(row["text"], row["precision"] in ("", "month"), True)
            continue
        datetime.datetime.fromisoformat(want)
        expect(row["text"], row["precision"], "day" if DAY.fullmatch(want) else "time")


def located(reader, row):
    """What `locate` would write if it were right."""
    regions = []
    for code, _, names in (r.partition("/") for r in goldset.parts(row["regions"])):
        city = names.split("|")[0]
        regions.append({"code": code, "city": city} if city not in ("", "?")
                       else {"code": code})
    bounds = goldset.parts(row["remote_regions"])
    if bounds and bounds[0] in reader.unions:
        bounds = reader.unions[bounds[0]]["surely"].split()
    return {"regions": regions, "remote": row["remote"], "remote_regions": bounds}


@test
def an_answer_like_its_label_is_right():
    reader, scores = gold_places.Reader(), gold_places.Scores()
    for row in rows("places"):
        expect(row["text"], reader.compare(row, located(reader, row), scores), True)
    expect("cities", (scores.city.right, scores.city.got),
           (scores.city.wanted, scores.city.wanted))
    pay = gold_pay.Scores()
    for row in rows("pay"):
        want = gold_pay.labelled(row)
        expect(row["text"], pay.add(row, want, want), True)
    for row in rows("dates"):
        expect(row["text"], gold_dates.is_same(row["want"], row["want"]), True)


@test
def an_answer_unlike_its_label_is_wrong():
    reader = gold_places.Reader()
    row = {"text": "Berlin or Remote (EU)", "regions": "DE-BE/Berlin",
           "remote": "remote", "remote_regions": "EU", "kind": "remote"}
    for change in ({"remote": "hybrid"}, {"remote_regions": ["DE"]}, {"regions": []},
                   {"regions": [{"code": "DE-BE", "city": "Bernau"}]},
                   {"regions": [{"code": "DE-BE"}]},
                   {"regions": [{"code": "DE-BE", "city": "Berlin"}, {"code": "FR"}]}):
        answer = dict(located(reader, row), **change)
        expect(str(change), reader.compare(row, answer, gold_places.Scores()), False)
    row = {"language": "en", "min": "10", "max": "20", "currency": "EUR", "period": "hour"}
    want = gold_pay.labelled(row)
    for change in ({"amount": (10.0, 10.0)}, {"currency": None}, {"period": "day"}):
        expect(str(change), gold_pay.Scores().add(row, want, dict(want, **change)), False)
    expect("no pay", gold_pay.Scores().add(row, want, {}), False)
    expect("a day is no instant",
           gold_dates.is_same("2026-03-03", "2026-03-03T00:00:00Z"), False)
    expect("one instant", gold_dates.is_same("2026-03-03T14:05:00+02:00",
                                             "2026-03-03T12:05:00Z"), True)


if __name__ == "__main__":
    main()
