#!/usr/bin/env python3
"""Fit share/taxonomy/weights.tsv, which decides what a mention's context is.

    share/taxonomy/build/weights.py [--folds N] BUILD

What enrich/context_weigh.c sees around a mention (which rule of context_at.c
has decided, cues, hints, how the sentence begins and ends, lists, places), the
words that enrich/context_words.c reads and what they mean in any language
(context_meaning.c) are features; bench/fit.c says how much each of them speaks
for each context. It is fitted to the ads of tests/gold/skills.dev.jsonl and of
contexts/*.txt here, which are marked as tests/gold/README.md says and stand in
no set that is measured.

Mentions are then weighed again beside each other (context_beside.c). What the
others were taken for is a feature too, and comes from weights that have not
seen their ad; each mention is fitted once with these features and once without.

Forms of cues.tsv were often taken from the very dev ads, and look surer there
than they are. So these are read a second time, with a dictionary that lacks
each form that stands in one dev ad alone.

    --folds N  write nothing, but fit N times without every Nth ad and print
               how many contexts of those left out come out right

Wants `make BUILD/bench/contexts BUILD/bench/fit`. Deterministic: the same tables
and ads give the same weights.
"""
import argparse
import collections
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
TAXONOMY = HERE.parent
ROOT = TAXONOMY.parent.parent
sys.path[:0] = [str(ROOT / "tests" / folder) for folder in ("gold", "eval", "support")]
import gold_skills  # noqa: E402
import mark  # noqa: E402

CONTEXTS = ("requirement", "duty", "product", "company", "hiring", "benefit",
            "prohibition")
FOLDS = 5        # of ads, to take mentions for something without their ad
SCALE = 100      # of the whole numbers that are written
SMALL = 4        # what all weights of a row must exceed to be written
CJK = re.compile("[\u3000-\u9fff\uac00-\ud7af]")


def own_ads(folder):
    return [ad for path in sorted(folder.glob("*.txt")) for ad in mark.ads_of(path)]


# ---- cues that one ad alone attests ----

def plain(text):
    text = unicodedata.normalize("NFD", text.lower())
    text = "".join(c for c in text if not unicodedata.combining(c) or ord(c) > 0x3000)
    text = re.sub("([.,;:!?()\"/•*–—])", r" \1 ", unicodedata.normalize("NFC", text))
    return " " + re.sub(r"[\s\-·]+", " ", text) + " "


def is_lonely(form, texts):
    """Whether it stands in one of the texts and in no other."""
    words = plain(form.lstrip("=?@!").replace("*", "")).strip()
    if not CJK.search(words):
        words = " " + words + ("" if form.endswith("*") else " ")
    return sum(words in text for text in texts) == 1


def without_lonely(ads, folder):
    """A copy of the dictionary without forms that stand in one ad only."""
    texts = [plain(ad["description"]) for ad in ads]
    for path in TAXONOMY.glob("*"):
        if path.is_file():
            shutil.copy(path, folder)
    kept = []
    for line in (TAXONOMY / "cues.tsv").read_text("utf-8").split("\n"):
        cells = line.split("\t")
        if len(cells) == 4 and not line.startswith("#") and cells[0] not in ("gig", "first", "last"):
            forms = [form for form in cells[3].split("|")
                     if not is_lonely(form, texts)]
            if not forms:
                continue
            line = "\t".join((*cells[:3], "|".join(forms)))
        kept.append(line)
    (folder / "cues.tsv").write_text("\n".join(kept), "utf-8")


# ---- features ----

def contexts_of(label):
    return {label["context"], *label.get("or_context", ())}


def read(ads, build, taxonomy):
    """The mentions of each ad, each with its features, where it stands and, when
    it is labelled, the indices of its right contexts."""
    lines = "".join(gold_skills.ad(dict(ad, id="")) + "\n" for ad in ads)
    done = subprocess.run([str(build / "bench" / "contexts"), str(taxonomy)], check=True,
                          input=lines, text=True, encoding="utf-8", stdout=subprocess.PIPE)
    found = [[] for _ in ads]
    for line in done.stdout.split("\n")[:-1]:
        nth, start, end, sentence, row, heading, *features = line.split("\t")
        found[int(nth)].append({"field": "description", "start": int(start), "end": int(end),
                                "sentence": sentence, "line": row, "heading": heading,
                                "features": features, "right": None})
    for ad, mentions in zip(ads, found):
        labels = [label for label in ad["mentions"] if not label.get("optional")]
        for mention, label in gold_skills.pairs(mentions, labels, lambda *_: True):
            mention["right"] = [CONTEXTS.index(name) for name in contexts_of(label)]
    return found


def side(name, mention, other):
    """Features that enrich/context_beside.h tells of."""
    if not other:
        return [name + " none"]
    where = "line" if other["line"] == mention["line"] else \
        "section" if other["heading"] == mention["heading"] else "far"
    return ["%s %s" % (name, other["taken"]), "%s %s %s" % (name, where, other["taken"])]


def beside(mentions, at):
    mention = mentions[at]
    past = [one for one in mentions[:at] if one["sentence"] != mention["sentence"]]
    later = [one for one in mentions[at + 1:] if one["sentence"] != mention["sentence"]]
    return side("past", mention, past[-1] if past else None) + \
        side("next", mention, later[0] if later else None)


# ---- fitting ----

def sample(weight, mention, *more):
    bits = sum(1 << context for context in mention["right"])
    return "\t".join([str(weight), str(bits), *mention["features"], *more])


def fit(samples, build):
    """The weights of each feature."""
    done = subprocess.run([str(build / "bench" / "fit")], check=True, text=True,
                          input="".join(line + "\n" for line in samples),
                          encoding="utf-8", stdout=subprocess.PIPE)
    rows = (line.split("\t") for line in done.stdout.split("\n")[:-1])
    return {name: [float(value) for value in row] for name, *row in rows}


def best(weights, features):
    sums = [0.0] * len(CONTEXTS)
    for row in filter(None, map(weights.get, features)):
        sums = [one + other for one, other in zip(sums, row)]
    return sums.index(max(sums))


def taken_for(weights, mention):
    """What it is taken for by itself; rules alone say what nobody asks for."""
    path = next(name for name in mention["features"] if name.startswith("path ")).split(" ")
    return path[1] if path[2] == "unasked" else CONTEXTS[best(weights, mention["features"])]


def once(read_ads, is_in, weight=1):
    return [sample(weight, mention) for ads in read_ads for nth, mentions in enumerate(ads)
            if is_in(nth) for mention in mentions if mention["right"]]


def twice(read_ads, is_in):
    """With what stands beside a mention, and without."""
    return once(read_ads, is_in, 0.5) + [
        sample(0.5, mention, *beside(mentions, at))
        for ads in read_ads for nth, mentions in enumerate(ads) if is_in(nth)
        for at, mention in enumerate(mentions) if mention["right"]]


def take_all(read_ads, build):
    """Take each mention for something, by weights that have not seen its ad."""
    for k in range(FOLDS):
        weights = fit(once(read_ads, lambda nth, k=k: nth % FOLDS != k), build)
        for ads in read_ads:
            for mention in (one for mentions in ads[k::FOLDS] for one in mentions):
                mention["taken"] = taken_for(weights, mention)


# ---- output ----

def write(weights, path):
    lines = ["# feature (enrich/context_weigh.c)\t" + "\t".join(CONTEXTS)
             + " (hundredths, by build/weights.py)"]
    for name in sorted(weights):
        row = [round(SCALE * value) for value in weights[name]]
        if max(map(abs, row)) > SMALL:
            lines.append("\t".join([name, *map(str, row)]))
    path.write_text("\n".join(lines) + "\n", "utf-8")


def print_folds(sets, n, build):
    right, total = collections.Counter(), collections.Counter()
    for k in range(n):
        weights = fit(twice([read_ads for _, read_ads in sets.values()],
                            lambda nth, k=k: nth % n != k), build)
        for name, (ads, read_ads) in sets.items():
            for ad, mentions in list(zip(ads, read_ads))[k::n]:
                for at, mention in enumerate(mentions):
                    if not mention["right"]:
                        continue
                    key = name + ", " + ad["kind"]
                    total[key] += 1
                    right[key] += best(weights, mention["features"] + beside(mentions, at)) \
                        in mention["right"]
    for key in sorted(total):
        print("%-30s %5d mentions, right %.1f %%" % (key, total[key], 100 * right[key] / total[key]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--folds", type=int, metavar="N")
    parser.add_argument("build", type=pathlib.Path)
    options = parser.parse_args()
    dev, own = gold_skills.rows_of("dev"), own_ads(HERE / "contexts")
    with tempfile.TemporaryDirectory() as folder:
        without_lonely(dev, pathlib.Path(folder))
        sets = {"dev": (dev, read(dev, options.build, TAXONOMY)),
                "dev, without lonely": (dev, read(dev, options.build, folder)),
                "own": (own, read(own, options.build, TAXONOMY))}
    read_ads = [ads for _, ads in sets.values()]
    take_all(read_ads, options.build)
    if options.folds:
        print_folds(sets, options.folds, options.build)
    else:
        write(fit(twice(read_ads, lambda _: True), options.build), TAXONOMY / "weights.tsv")
    return 0


if __name__ == "__main__":
    sys.exit(main())
