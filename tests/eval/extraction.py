#!/usr/bin/env python3
"""How much of recorded documents comes out right.

    tests/eval/extraction.py [-v] CORPUS BUILD

Runs BUILD/jobtrendctl extract over every file that an expected.jsonl below
CORPUS speaks of and compares, for each folder, the fields that it states:
id, title, employer, place text, date and address. A document for which there
is no parser is counted as such and not as a failure, and so is an employer
that is left out because the document does not have its name: the daemon knows
it from the address and the configuration, which a file does not have. Then every file of the
corpus goes through `extract --kind auto`: a death by signal, or one that takes
longer than 60 seconds, is a crash. The exit status is 1 when there is one.

    -v   print each field that differs
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
import tempfile

TIMEOUT_S = 60
FIELDS = ("id", "title", "employer", "location", "date", "url")


def extract(program, path, *options):
    """The ads of a file, the exit status, what was said on standard error."""
    try:
        done = subprocess.run([program, "extract", *options, str(path)],
                              capture_output=True, timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        return [], "timeout", ""
    ads = [json.loads(line)
           for line in done.stdout.decode("utf-8").split("\n") if line]
    return ads, done.returncode, done.stderr.decode("utf-8", "replace").strip()


def is_crash(status):
    return status == "timeout" or status < 0


def plain(value):
    """White space and entities are no difference."""
    return re.sub(r"\s+", " ", html.unescape(str(value))).strip()


def find(posting, ads):
    """The ad that a line of expected.jsonl speaks of: by id, else by title."""
    for ad in ads:
        if "id" in posting and ad.get("native_id") == str(posting["id"]):
            return ad
    for ad in ads:
        if plain(ad.get("title", "")) == plain(posting["title"]):
            return ad
    return None


def places(ad):
    return [plain(place["text"]) for place in ad.get("locations", [])]


def compare(posting, ad):
    """(field, expected, found, is equal) for each field that is stated."""
    pairs = [("id", "id", "native_id"), ("title", "title", "title"),
             ("employer", "company", "employer"), ("url", "url", "url")]
    for field, key, own in pairs:
        if key in posting:
            yield (field, posting[key], ad.get(own, ""),
                   plain(posting[key]) == plain(ad.get(own, "")))
    if posting.get("location"):
        yield ("location", posting["location"], places(ad),
               plain(posting["location"]) in places(ad))
    if posting.get("date_posted"):
        found = ad.get("posted_at", "")
        yield ("date", posting["date_posted"], found,
               found[:10] == posting["date_posted"])


def read_text(path):
    read = gzip.open if path.suffix == ".gz" else open
    with read(path, "rb") as file:
        return plain(file.read().decode("utf-8", "replace")).lower()


def is_beyond(field, want, got, document):
    """Is the field left out because the document does not tell it?"""
    return field == "employer" and not got and want.lower() not in document


class Score:
    """What one folder came to."""

    def __init__(self):
        self.expected = self.found = self.unparsed = self.beyond = 0
        self.right = collections.Counter()
        self.compared = collections.Counter()

    def line(self, name):
        if self.expected == 0:
            return f"{name:22} no parser yet ({self.unparsed} postings)"
        right, compared = sum(self.right.values()), sum(self.compared.values())
        share = 100 * right / compared if compared else 0
        parts = " ".join(f"{f} {self.right[f]}/{self.compared[f]}"
                         for f in FIELDS if self.compared[f])
        more = f"; {self.unparsed} more without a parser" if self.unparsed else ""
        if self.beyond:
            more += f"; {self.beyond} employers are not in the documents"
        return (f"{name:22} postings {self.found}/{self.expected}  "
                f"fields {right}/{compared} = {share:.1f} %  ({parts}{more})")


def source_file(folder, name):
    """expected.jsonl names files without .gz."""
    path = folder / name
    return path if path.exists() else folder / (name + ".gz")


def has_parser(path, status, said):
    """Is the document of a kind that is read at all?"""
    if status != 0 and "known format" in said:
        return False
    read = gzip.open if path.suffix == ".gz" else open
    if ".html" in path.name:  # a page that marks its job by no standard
        with read(path, "rb") as page:
            return b"JobPosting" in page.read()
    return True


def score_folder(program, expected_path, verbose):
    score, ads_of, texts = Score(), {}, {}
    with open(expected_path, encoding="utf-8") as lines:
        postings = [json.loads(line) for line in lines.read().split("\n") if line]
    for posting in postings:
        path = source_file(expected_path.parent, posting["file"])
        if path not in ads_of:
            ads, status, said = extract(program, path)
            ads_of[path] = ads if has_parser(path, status, said) else None
            texts[path] = read_text(path)
        ads = ads_of[path]
        if ads is None:
            score.unparsed += 1
            continue
        score.expected += 1
        ad = find(posting, ads)
        if ad is None:
            if verbose:
                print(f"  missing: {path.name}: {posting['title']}")
            ad = {}
        else:
            score.found += 1
        for field, want, got, is_right in compare(posting, ad):
            if is_beyond(field, want, got, texts[path]):
                score.beyond += 1
                continue
            score.compared[field] += 1
            score.right[field] += is_right
            if verbose and not is_right:
                print(f"  {path.name}: {field}: expected {want!r}, got {got!r}")
    return score


def thread_of(path):
    """Raw comments as the thread that the public API gives."""
    children = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines.read().split("\n"):
            if line:
                row = json.loads(line)
                children.append({"id": int(row["id"]), "type": "comment",
                                 "author": row["author"], "text": row["html"],
                                 "geo": row.get("geo_text")})
    return {"id": 1, "type": "story", "title": "Ask HN: Who is hiring?",
            "children": children}


def score_threads(program, folder, verbose):
    """Every comment an ad with an employer; the place that a label names."""
    said = collections.Counter()
    for path in sorted(folder.glob("*.jsonl.gz")):
        thread = thread_of(path)
        with tempfile.NamedTemporaryFile("w", suffix=".json",
                                         encoding="utf-8") as file:
            json.dump(thread, file)
            file.flush()
            ads, _, _ = extract(program, file.name, "--kind", "hn")
        by_id = {ad["native_id"]: ad for ad in ads}
        for comment in thread["children"]:
            ad = by_id.get(str(comment["id"]), {})
            said["comments"] += 1
            said["ads"] += bool(ad)
            said["employers"] += "employer" in ad
            if not comment["geo"]:
                continue
            said["labelled"] += 1
            said["placed"] += any(comment["geo"].lower() in text.lower()
                                  for text in places(ad))
            if verbose and not places(ad):
                print(f"  {comment['geo']!r} not in {ad.get('title')!r}")
    if said["comments"]:
        print(f"{'hn':22} ads {said['ads']}/{said['comments']}  "
              f"with employer {said['employers']}  place as labelled "
              f"{said['placed']}/{said['labelled']}")


def run_all(program, corpus):
    """Paths of files that kill the program or make it hang."""
    crashed = []
    for path in sorted(p for p in corpus.rglob("*") if p.is_file()):
        _, status, said = extract(program, path)
        if is_crash(status):
            crashed.append(f"{path}: {status} {said[-200:]}")
    return crashed


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("build", type=pathlib.Path)
    args = parser.parse_args()
    program = str(args.build / "jobtrendctl")
    if not pathlib.Path(program).exists():
        sys.exit(f"extraction: expected {program}, which is not built")
    for path in sorted(args.corpus.rglob("expected.jsonl")):
        name = str(path.parent.relative_to(args.corpus))
        print(score_folder(program, path, args.verbose).line(name), flush=True)
    if (args.corpus / "hn" / "raw").is_dir():
        score_threads(program, args.corpus / "hn" / "raw", args.verbose)
    crashed = run_all(program, args.corpus)
    print("\n".join(crashed + [f"crashes {len(crashed)}"]))
    return 1 if crashed else 0


if __name__ == "__main__":
    sys.exit(main())
