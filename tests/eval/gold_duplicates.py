#!/usr/bin/env python3
"""How well duplicates are told from what only looks alike.

    tests/eval/gold_duplicates.py [-v] CORPUS BUILD

Runs BUILD/jobtrendctl duplicates --pairs over

    gold         the pairs of tests/gold/duplicates.py that are set aside
                 (held): precision, recall and F1 of each class and their mean
                 over the five, macro-F1; and how many pairs beyond the
                 labelled ones were called duplicates
    who is hiring  comments posted again and others of the same and of other
                 authors (CORPUS/labels/duplicates, where it is there)

The exit status is 1 when a command fails or macro-F1 is under its target.

    -v   the same for the pairs that rules are written with (dev), by rule
"""
import argparse
import collections
import gzip
import html
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CLASSES = ("full", "semantic", "temporal", "partial", "none")
MACRO_F1_MIN = 0.85


def rows(text):
    return [json.loads(line) for line in text.split("\n") if line]


def made(which, what):
    return subprocess.run([sys.executable, str(ROOT / "tests/gold/duplicates.py"), which, what],
                          stdout=subprocess.PIPE, text=True, check=True).stdout


def judged(build, ads):
    done = subprocess.run([str(build / "jobtrendctl"), "duplicates", "--pairs"], input=ads,
                          stdout=subprocess.PIPE, text=True, check=True)
    return {frozenset((r["a"], r["b"])): r["class"] for r in rows(done.stdout)}


def ratio(part, whole):
    return part / whole if whole else 0.0


def gold(build, which, verbose):
    found = judged(build, made(which, "ads"))
    pairs = rows(made(which, "pairs"))
    table, by_rule = collections.Counter(), collections.defaultdict(collections.Counter)
    for pair in pairs:
        got = found.pop(frozenset((pair["a"], pair["b"])), "none")
        table[pair["class"], got] += 1
        by_rule[pair["rule"]][got] += 1
    print("gold %s: %d pairs, classes by seeds set apart" % (which, len(pairs)))
    scores = []
    for name in CLASSES:
        right = table[name, name]
        precision = ratio(right, sum(n for (_, got), n in table.items() if got == name))
        recall = ratio(right, sum(n for (want, _), n in table.items() if want == name))
        scores.append(ratio(2 * precision * recall, precision + recall))
        print("  %-9s precision %.3f  recall %.3f  F1 %.3f  n %d"
              % (name, precision, recall, scores[-1],
                 sum(n for (want, _), n in table.items() if want == name)))
    print("  macro-F1  %.3f" % (sum(scores) / len(scores)))
    print("  beyond the labelled pairs called duplicates: %d" % len(found))
    if verbose:
        for rule, got in sorted(by_rule.items()):
            print("    %-22s %s" % (rule, dict(got)))
    return sum(scores) / len(scores)


def plain(text):
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


def hiring(corpus, build):
    path = corpus / "labels/duplicates/hn_repost_pairs.jsonl.gz"
    if not path.exists():
        return
    counts = collections.Counter()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        pairs = [json.loads(line) for line in lines]
    ads = []
    for i, pair in enumerate(pairs):
        for side, day in (("a", "2016-03-01"), ("b", "2016-04-01")):
            text = plain(pair["text_" + side])
            ads.append(json.dumps({
                "source": "hn", "native_id": "%d%s" % (i, side), "description": text,
                "title": "Who is hiring %d" % i, "employer": "author %d" % i,
                "posted_at": day}))
    found = judged(build, "\n".join(ads))
    for i, pair in enumerate(pairs):
        is_found = frozenset(("hn/%da" % i, "hn/%db" % i)) in found
        counts[pair["label"], is_found] += 1
    right = counts[1, True]
    print("who is hiring, posted again: precision %.3f  recall %.3f  n %d"
          % (ratio(right, right + counts[0, True]), ratio(right, right + counts[1, False]),
             len(pairs)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-v", action="store_true", dest="verbose")
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("build", type=pathlib.Path)
    args = parser.parse_args()

    if args.verbose:
        gold(args.build, "dev", True)
    macro = gold(args.build, "held", False)
    hiring(args.corpus, args.build)
    return 0 if macro >= MACRO_F1_MIN else 1


if __name__ == "__main__":
    sys.exit(main())
