#!/usr/bin/env python3
"""How well places, pay and dates are recognised.

    tests/eval/places.py [-v] CORPUS BUILD

Pipes labelled texts through BUILD/jobtrendctl and prints

    country      of the place strings that a geocoder saw
                 (CORPUS/labels/location/hn_geocoded.tsv.gz; machine labels,
                 some of them wrong), and how many regions came out beside it
    subdivision  of those in the United States, by the address it returned
    recorded     country of recorded ads whose source states it beside the
                 place (CORPUS/*/*/expected.jsonl)
    pay          amount, currency and year of CORPUS/labels/salary, put into
                 a sentence each
    dates        days of CORPUS/labels/dates, "3 days ago" in many languages,
                 as the dates of a feed that was fetched at a known time
    speed        microseconds a string, with the start of the program

The exit status is 1 when a command fails or a share is under its target.

    -v   print what is missed
"""
import argparse
import calendar
import collections
import csv
import datetime
import gzip
import html
import json
import pathlib
import re
import subprocess
import sys
import time

COUNTRY_MIN, SUBDIVISION_MIN = 0.99, 0.97


def run(build, command, lines):
    """One object a line of input."""
    done = subprocess.run([str(build / "jobtrendctl"), command],
                          input="\n".join(lines) + "\n", text=True,
                          stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.split("\n") if line]


def codes(found):
    return [r["code"] for r in found["regions"]]


def show(name, right, n, wrong, verbose):
    print("%-12s %5.2f %%  %d of %d" % (name, 100 * right / max(n, 1), right, n))
    if verbose:
        for item, times in collections.Counter(wrong).most_common():
            print("    %d %s" % (times, item))
    return right / max(n, 1)


def labelled(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def us_state(address):
    """'Cambridge, MA, USA' -> 'US-MA'."""
    parts = address.split(", ")
    state = re.match(r"([A-Z]{2})\b", parts[-2]) if len(parts) > 2 else None
    return "US-" + state[1] if state and parts[-1] == "USA" else None


def eval_geocoded(corpus, build, verbose):
    rows = labelled(corpus / "labels/location/hn_geocoded.tsv.gz")
    begun = time.monotonic()
    found = run(build, "locate", [r["matched_text"] for r in rows])
    seconds = time.monotonic() - begun
    wrong, wrong_state, right, n_state, right_state, extra = [], [], 0, 0, 0, 0
    for row, got in zip(rows, found):
        what = "%s: %s, not %s" % (row["matched_text"], codes(got) or "nothing",
                                   row["resolved_address"])
        countries = {c[:2] for c in codes(got)}
        if row["country"] in countries:
            right += 1
        else:
            wrong.append(what)
        extra += len(countries - {row["country"]})
        state = us_state(row["resolved_address"])
        if state:
            n_state += 1
            right_state += state in codes(got)
            if state not in codes(got):
                wrong_state.append(what)
    share = show("country", right, len(rows), wrong, verbose)
    print("             %d other countries beside" % extra)
    state_share = show("subdivision", right_state, n_state, wrong_state, verbose)
    print("speed        %.1f us" % (1e6 * seconds / len(rows)))
    return share >= COUNTRY_MIN and state_share >= SUBDIVISION_MIN


def recorded(corpus):
    for path in sorted(corpus.glob("*/**/expected.jsonl")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            ad = json.loads(line) if line else {}
            if isinstance(ad.get("country"), str) and \
                    isinstance(ad.get("location"), str):
                yield ad["location"], ad["country"]


def eval_recorded(corpus, build, verbose):
    pairs = list(recorded(corpus))
    texts = run(build, "locate", [p[0] for p in pairs])
    stated = run(build, "locate", [p[1] for p in pairs])
    wrong = ["%s in %s: %s" % (pair[0], pair[1], codes(got) or "nothing")
             for pair, got, want in zip(pairs, texts, stated)
             if not {c[:2] for c in codes(got)} &
             ({pair[1].upper()} if len(pair[1]) == 2 else {c[:2] for c in codes(want)})]
    show("recorded", len(pairs) - len(wrong), len(pairs), wrong, verbose)


def eval_pay(corpus, build, verbose):
    path = corpus / "labels/salary/aijobs_salaries_2020_2022.tsv"
    with open(path, encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    ads = [json.dumps({"source": "eval", "native_id": str(i), "title": "Engineer",
                       "description": "Salary: {:,} {} per year".format(
                           int(float(r["salary"])), r["salary_currency"])})
           for i, r in enumerate(rows)]
    wrong = []
    for row, got in zip(rows, run(build, "enrich", ads)):
        pay = got.get("pay", {})
        if (pay.get("min"), pay.get("currency"), pay.get("period")) != \
                (float(row["salary"]), row["salary_currency"], "year"):
            wrong.append("%s %s: %s" % (row["salary"], row["salary_currency"], pay))
    show("pay", len(rows) - len(wrong), len(rows), wrong, verbose)


def days_from(base, sign, offset):
    """The day `offset` away; months are those of the calendar."""
    months = int(12 * offset.get("years", 0) + offset.get("months", 0)) * sign
    year, month = divmod(base.year * 12 + base.month - 1 + months, 12)
    day = min(base.day, calendar.monthrange(year, month + 1)[1])
    rest = {unit: n for unit, n in offset.items() if unit not in ("years", "months")}
    moved = base.replace(year=year, month=month + 1, day=day)
    return (moved + sign * datetime.timedelta(**rest)).date().isoformat()


def eval_dates(corpus, build, verbose):
    base = datetime.datetime(2014, 9, 1, 10, 30)  # that of the labels
    with open(corpus / "labels/dates/relative_dates.tsv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    items = "".join("<item><guid>%d</guid><title>a</title><pubDate>%s</pubDate></item>"
                    % (i, html.escape(r["text"])) for i, r in enumerate(rows))
    done = subprocess.run(
        [str(build / "jobtrendctl"), "extract", "--kind", "rss", "--fetched-at",
         base.isoformat() + "Z", "-"], text=True, stdout=subprocess.PIPE, check=True,
        input="<rss><channel>%s</channel></rss>" % items)
    ads = [json.loads(line) for line in done.stdout.split("\n") if line]
    got = {ad["native_id"]: ad.get("posted_at") for ad in ads}
    wrong = []
    for i, row in enumerate(rows):
        want = days_from(base, int(row["sign"]), json.loads(row["offset_json"]))
        if got.get(str(i)) != want:
            wrong.append("%s: %r: %s, not %s" % (row["language"], row["text"],
                                                 got.get(str(i)), want))
    show("dates", len(rows) - len(wrong), len(rows), wrong, verbose)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("-v", action="store_true", dest="verbose")
    arguments.add_argument("corpus", type=pathlib.Path)
    arguments.add_argument("build", type=pathlib.Path)
    given = arguments.parse_args()
    where = given.corpus, given.build, given.verbose

    good = eval_geocoded(*where)
    eval_recorded(*where)
    eval_pay(*where)
    eval_dates(*where)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
