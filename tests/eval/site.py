#!/usr/bin/env python3
"""Pages without schema.org, read by rules as a user would write them.

    tests/eval/site.py [-v] CORPUS BUILD

Each line of tests/eval/site_rules/labels.jsonl names a page of the corpus, the
rules for it, and what a reader finds printed on the page. BUILD/jobtrendctl
extract --rules reads it; every stated value that differs is told. Pages that
the corpus lacks are passed over. The exit status is 1 when one differs.

    -v   print each value that differs
"""
import json
import pathlib
import subprocess
import sys

RULES = pathlib.Path(__file__).resolve().parent / "site_rules"


def extract(program, page, label):
    options = ["--rules", str(RULES / label["rules"]), "--url", label["url"],
               "--fetched-at", "2026-05-28T12:00:00Z"]
    if label["detail"]:
        options.append("--detail")
    done = subprocess.run([program, "extract", *options, str(page)],
                          capture_output=True, text=True, timeout=60)
    return [json.loads(line) for line in done.stdout.split("\n") if line], done.stderr.strip()


def value_of(ad, name):
    if name == "locations":
        return [place["text"] for place in ad.get(name, [])]
    return ad.get(name)


def compare(label, ads):
    """(what, expected, found, is equal) for each value that is stated."""
    yield "ads", label["n"], len(ads), label["n"] == len(ads)
    by_id = {ad["native_id"]: ad for ad in ads}
    for want in label["ads"]:
        ad = by_id.get(want["native_id"], {})
        for name, expected in want.items():
            text = ad.get("description", "")
            if name == "description_starts":
                yield name, expected, text[:len(expected)], text.startswith(expected)
            elif name == "description_has":
                yield name, expected, "", expected in text
            else:
                found = value_of(ad, name)
                yield name, expected, found, expected == found
    for name, expected in label.get("filled", {}).items():
        found = sum(1 for ad in ads if value_of(ad, name))
        yield "filled " + name, expected, found, expected == found


def main():
    arguments = [a for a in sys.argv[1:] if a != "-v"]
    if len(arguments) != 2:
        sys.exit(__doc__)
    corpus, build = pathlib.Path(arguments[0]), pathlib.Path(arguments[1])
    right = total = 0
    for line in (RULES / "labels.jsonl").read_text().split("\n"):
        if not line:
            continue
        label = json.loads(line)
        page = corpus / label["file"]
        if not page.exists():
            page = page.with_name(page.name + ".gz")
        if not page.exists():
            print(f"{label['rules']:24} not in this corpus")
            continue
        ads, said = extract(str(build / "jobtrendctl"), page, label)
        results = list(compare(label, ads))
        equal = sum(1 for r in results if r[3])
        right, total = right + equal, total + len(results)
        print(f"{label['rules']:24} {len(ads)} ads, {equal} of {len(results)} values"
              + (f"  ({said})" if said else ""))
        for name, expected, found, is_equal in results:
            if not is_equal and "-v" in sys.argv:
                print(f"    {name}: expected {expected!r}, found {found!r}")
    if total:
        print(f"all                      {right} of {total} values = {100 * right / total:.1f} %")
    sys.exit(right != total)


main()
