#!/usr/bin/env python3
"""The pairs that duplicates are measured with, and `jobtrendctl duplicates`."""
import collections
import json
import random
import sys

from harness import ROOT, expect, main, program, run, test

CTL = program("jobtrendctl")
MAKER = str(ROOT / "tests/gold/duplicates.py")

TEXT = ("Acme makes clocks that listen. You train PyTorch models on recordings of ticking clocks "
        "and bring them to devices with little memory. You measure with care what went wrong, "
        "write it down for the others and try again until it is right.")
BOARD = {"source": "board/acme", "native_id": "1", "title": "ML Engineer", "employer": "Acme",
         "locations": [{"text": "Berlin, Germany"}], "description": TEXT}


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


def made(which):
    ads = {ad["source"] + "/" + ad["native_id"]: ad
           for ad in rows(run(sys.executable, MAKER, which, "ads").stdout)}
    return ads, rows(run(sys.executable, MAKER, which, "pairs").stdout)


def duplicates(ads, *args):
    return run(CTL, "duplicates", *args, check=False,
               input="".join(json.dumps(ad) + "\n" for ad in ads))


def day(ad, key):
    return ad[key][:10]


def places(ad):
    return [place["text"] for place in ad.get("locations", [])]


# What a rule has done to the second ad, as a reader of both sees it.
CHANGES = {
    "full_elsewhere": lambda a, b: a["description"] == b["description"],
    "full_beside": lambda a, b: a["source"] == b["source"],
    "full_noise": lambda a, b: "<p>" in b["description"],
    "full_capitals": lambda a, b: b["description"] == a["description"].upper(),
    "semantic_added": lambda a, b: b["description"].startswith(a["description"] + "\n"),
    "semantic_rewritten": lambda a, b: a["description"] != b["description"],
    "semantic_mixed": lambda a, b: a["description"] != b["description"],
    "semantic_translated": lambda a, b: a["description"] != b["description"]
        and a.get("requisition_id") == b.get("requisition_id"),
    "semantic_agency": lambda a, b: a["employer"] != b["employer"],
    "semantic_pay": lambda a, b: a["pay"] != b["pay"],
    "temporal_relist": lambda a, b: a["description"] == b["description"],
    "temporal_raise": lambda a, b: "pay" not in a or a["pay"]["min"] < b["pay"]["min"],
    "temporal_edited": lambda a, b: a["description"] != b["description"],
    "temporal_late": lambda a, b: a["source"] != b["source"],
    "partial_cut": lambda a, b: a["description"].startswith(b["description"][:-4]),
    "partial_country": lambda a, b: places(a)[0].endswith(places(b)[0]),
    "partial_nowhere": lambda a, b: not places(b),
    "partial_cities": lambda a, b: set(places(b)) < set(places(a)),
    "partial_duties": lambda a, b: b["description"] in a["description"],
    "partial_bare": lambda a, b: "description" not in b,
    "none_city": lambda a, b: places(a) != places(b),
    "none_level": lambda a, b: a["title"] != b["title"],
    "none_grade": lambda a, b: a["title"] != b["title"],
    "none_requisition": lambda a, b: a["requisition_id"] != b["requisition_id"]
        and a["description"] == b["description"],
    "none_team": lambda a, b: a["source"] == b["source"] and a["title"] == b["title"]
        and a["description"] != b["description"],
    "none_team_elsewhere": lambda a, b: a["title"] == b["title"]
        and a["description"] != b["description"],
    "none_employer": lambda a, b: a["employer"] != b["employer"]
        and a["description"] != b["description"],
    "none_client": lambda a, b: a["employer"] == b["employer"] and a["source"] != b["source"],
    "none_title": lambda a, b: a["title"] != b["title"]
        and a["description"] == b["description"],
}


@test
def each_rule_changes_what_its_name_says():
    for which in ("dev", "held"):
        ads, pairs = made(which)
        seen = collections.Counter(pair["rule"] for pair in pairs)
        expect(which + " rules", sorted(seen), sorted(CHANGES))
        expect(which + " pairs", len(pairs) >= 2000 and min(seen.values()) >= 60, True)
        for pair in pairs:
            a, b = ads[pair["a"]], ads[pair["b"]]
            expect("%s %s" % (which, pair), CHANGES[pair["rule"]](a, b), True)
            if pair["class"] == "temporal":
                expect(str(pair), day(a, "last_seen") < day(b, "first_seen"), True)
            else:
                expect(str(pair), day(a, "last_seen") >= day(b, "first_seen"), True)
            if pair["class"] not in ("none", "partial"):
                expect(str(pair), places(a), places(b))


@test
def what_is_set_aside_shares_no_sentence_title_or_number():
    seeds = [json.loads((ROOT / ("tests/gold/duplicates.%s.json" % which)).read_text("utf-8"))
             for which in ("dev", "held")]
    for key in ("duties", "needs", "titles"):
        said = [{text for group in seed[key] for texts in group.values()
                 for text in ([texts] if isinstance(texts, str) else texts)} for seed in seeds]
        expect(key, said[0] & said[1], set())
    for key in ("blurb", "extra"):
        said = [{text for texts in seed[key].values() for text in texts} for seed in seeds]
        expect(key, said[0] & said[1], set())
    for key in ("seed", "cut", "relist_days", "late_days"):
        expect(key, seeds[0][key] != seeds[1][key], True)


@test
def the_same_seed_gives_the_same_pairs():
    expect("ads", made("dev")[0] == made("dev")[0], True)


@test
def postings_do_not_depend_on_the_order_of_the_lines():
    ads = list(made("dev")[0].values())[:600]
    shuffled = random.Random(1).sample(ads, len(ads))
    key = lambda row: (row["source"], row["native_id"])
    first = sorted(rows(duplicates(ads).stdout), key=key)
    second = sorted(rows(duplicates(shuffled).stdout), key=key)
    expect("postings", first == second, True)
    expect("some are joined", any(row["class"] == "full" for row in first), True)


@test
def each_ad_has_a_line_with_its_posting_and_class():
    ads = [BOARD, dict(BOARD, source="market", native_id="a"),
           dict(BOARD, source="market", native_id="b", locations=[{"text": "Munich, Germany"}]),
           dict(BOARD, native_id="2", first_seen="2025-06-01T00:00:00Z",
                last_seen="2025-06-09T00:00:00Z")]
    ads[0].update(first_seen="2025-01-01T00:00:00Z", last_seen="2025-02-01T00:00:00Z")
    for ad in ads[1:3]:
        ad.update(first_seen="2025-01-02T00:00:00Z", last_seen="2025-02-01T00:00:00Z")
    found = rows(duplicates(ads).stdout)
    expect("lines", found, [
        {"source": "board/acme", "native_id": "1", "posting": "board/acme/1",
         "class": "original"},
        {"source": "market", "native_id": "a", "posting": "board/acme/1", "class": "full"},
        {"source": "market", "native_id": "b", "posting": "market/b", "class": "original"},
        {"source": "board/acme", "native_id": "2", "posting": "board/acme/2",
         "class": "original", "relist_of": "board/acme/1"}])
    pairs = rows(duplicates(ads, "--pairs").stdout)
    expect("pairs", sorted((p["a"], p["b"], p["class"], p["days_between"]) for p in pairs), [
        ("board/acme/1", "board/acme/2", "temporal", 120),
        ("board/acme/1", "market/a", "full", 0),
        ("board/acme/2", "market/a", "temporal", 120)])


@test
def a_line_that_is_no_ad_is_named_and_the_others_are_read():
    done = run(CTL, "duplicates", check=False,
               input="[1]\n" + json.dumps(BOARD) + "\n{\"source\":\"x\"}\n")
    expect("status", done.returncode, 1)
    expect("lines", len(rows(done.stdout)), 1)
    expect("errors", done.stderr.splitlines(), [
        "jobtrendctl: duplicates: -:1: expected a JSON object, found another value",
        "jobtrendctl: duplicates: -:3: native_id: expected a string, found nothing"])


if __name__ == "__main__":
    main()
