#!/usr/bin/env python3
"""How many contacts are left in ads when they are stored.

    tests/eval/contacts.py [-v] CORPUS BUILD

Runs every file of CORPUS through BUILD/jobtrendctl extract, takes the threads
under hn/raw as they are, pipes all ads through enrich, and counts what looks
like an e-mail address or a telephone number in title and text, before and
after, by patterns that know nothing of the program's rules and call too much
a contact rather than too little. The corpus has placeholders for most contacts
(its MANIFEST says so), which count like others. Then enriches what came out
once more: a text that changes again is counted as unsteady.

    -v   print what is left
"""
import argparse
import gzip
import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile

PATTERNS = {
    "e-mail": re.compile(
        r"[\w.+-]+[@＠][\w-]+(?:\.[\w-]+)+"
        r"|\b[\w.+-]+\s*[\[({<]\s*at\s*[\])}>]\s*\w+"
        r"|\b[\w.+-]+ at \w+ dot \w+", re.I),
    "phone": re.compile(
        r"\+\d[\d ()./-]{7,}\d"
        r"|(?<![\w/.-])\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}(?!\d)"
        r"|\b(?:tel|phone|telefon|mobile|tlf|fax)\b[^\w\n]{0,4}\d[\d ()/-]{6,}\d",
        re.I),
}


def read_threads(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = re.sub(r"<p>", "\n\n", json.loads(line).get("html") or "")
            text = html.unescape(re.sub(r"<[^>]+>", "", text))
            if text:
                yield {"title": text[:60], "description": text}


def read_document(program, path):
    with tempfile.NamedTemporaryFile() as plain:
        if path.suffix == ".gz":
            plain.write(gzip.open(path).read())
            plain.flush()
        done = subprocess.run([program, "extract",
                               plain.name if path.suffix == ".gz" else path],
                              capture_output=True)
    for line in done.stdout.decode().split("\n"):
        if line:
            yield json.loads(line)


def read_corpus(program, corpus):
    for path in sorted(corpus.rglob("*")):
        if path.is_dir() or path.name in ("MANIFEST.tsv", "expected.jsonl", "README.md"):
            continue
        if path.parent == corpus / "hn" / "raw":
            yield from read_threads(path)
        elif "labels" not in path.parts and "series" not in path.parts:
            yield from read_document(program, path)


def enrich(program, ads):
    text = "".join(json.dumps({"native_id": str(i), **ad}) + "\n"
                   for i, ad in enumerate(ads))
    done = subprocess.run([program, "enrich", "-"], input=text.encode(),
                          stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.decode().split("\n") if line]


def texts(ad):
    return (ad.get("title") or "") + "\n" + (ad.get("description") or "")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("-v", action="store_true", help="print what is left")
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("build", type=pathlib.Path)
    options = parser.parse_args()
    program = options.build / "jobtrendctl"

    ads = list(read_corpus(program, options.corpus))
    if not ads:
        print("contacts: no ads")
        return 0
    stored = enrich(program, ads)
    unsteady = sum(texts(once) != texts(twice)
                   for once, twice in zip(stored, enrich(program, stored)))
    print(f"contacts: {len(ads)} ads, {unsteady} unsteady")
    for name, pattern in PATTERNS.items():
        before = sum(len(pattern.findall(texts(ad))) for ad in ads)
        left = [texts(ad)[max(0, m.start() - 30):m.end() + 20]
                for ad in stored for m in pattern.finditer(texts(ad))]
        print(f"  {name:7} {before:6} like one before, {len(left):4} left")
        for text in left if options.v else []:
            print(f"    {text!r}")
    names = sum(texts(ad).count("[name]") for ad in stored)
    print(f"  persons {names:6} dropped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
