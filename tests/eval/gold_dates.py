#!/usr/bin/env python3
"""How well dates are read: the labels of tests/gold/dates.*.tsv.

    tests/eval/gold_dates.py [-v] CORPUS BUILD

Writes each text as the date of an item of a feed, has BUILD/jobtrendctl extract
read it as fetched at the row's visited_at, and prints, for each half,

    exact        rows with the day or instant that is labelled, or none; of the
                 dev half also by language
    found        precision, recall and F1 of rows that have a date
    no date      rows without a date in which none is found

tests/gold/README.md says how rows are labelled. CORPUS is not read; it is
there because `make eval` names it to each of its programs.

    -v   print the dev rows that are missed; held rows are never printed
"""
import collections
import datetime
import html
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import goldset  # noqa: E402


def feed(language, texts):
    items = "".join("<item><guid>%d</guid><title>a</title><pubDate>%s</pubDate></item>"
                    % (i, html.escape(text)) for i, text in texts)
    return "<rss><channel><language>%s</language>%s</channel></rss>" % (language, items)


def read_dates(build, rows):
    """posted_at of each row, None where none was found."""
    groups = collections.defaultdict(list)
    for i, row in enumerate(rows):
        groups[row["language"], row["visited_at"]].append((i, row["text"]))
    found = {}
    for (language, visited_at), texts in groups.items():
        done = subprocess.run(
            [str(build / "jobtrendctl"), "extract", "--kind", "rss", "--fetched-at",
             visited_at, "-"], input=feed(language, texts), text=True, check=True,
            encoding="utf-8", stdout=subprocess.PIPE)
        for line in done.stdout.split("\n"):
            if line:
                ad = json.loads(line)
                found[int(ad["native_id"])] = ad.get("posted_at")
    return [found[i] for i in range(len(rows))]


def is_same(want, got):
    """One day, or one instant whatever its offset; a day is no instant."""
    if not want or not got:
        return not want and not got
    if len(want) != len("2026-03-18") and len(got) != len("2026-03-18"):
        return datetime.datetime.fromisoformat(want.replace("Z", "+00:00")) == \
            datetime.datetime.fromisoformat(got.replace("Z", "+00:00"))
    return want == got


class Scores:
    def __init__(self):
        self.exact = goldset.Share()
        self.by_language = collections.defaultdict(goldset.Share)
        self.found = goldset.Found()
        self.no_date = goldset.Share()

    def add(self, row, got):
        exact = is_same(row["want"], got)
        self.exact.add(exact)
        self.by_language[row["language"]].add(exact)
        self.found.wanted += bool(row["want"])
        self.found.got += bool(got)
        self.found.right += exact and bool(got)
        if not row["want"]:
            self.no_date.add(not got)
        return exact


def evaluate(build, verbose, out=sys.stdout):
    for half, rows in goldset.read("dates").items():
        scores, missed = Scores(), []
        for row, got in zip(rows, read_dates(build, rows), strict=True):
            if not scores.add(row, got):
                missed.append((row, got))
        print("dates, %s: %d rows of tests/gold" % (half, len(rows)), file=out)
        if half == "dev":
            for language, share in scores.by_language.items():
                print("  exact %-8s %s" % (language, share), file=out)
        print("  exact          %s" % scores.exact, file=out)
        print("  no date        %s" % scores.no_date, file=out)
        print("  %-8s %s" % ("found", scores.found), file=out)
        for row, got in missed if verbose and half == "dev" else ():
            print("    %s: %s: %s, not %s" % (row["language"], row["text"],
                  got or "nothing", row["want"] or "nothing"), file=out)


if __name__ == "__main__":
    goldset.main(evaluate, __doc__)
