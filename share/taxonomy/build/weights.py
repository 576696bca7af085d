#!/usr/bin/env python3
"""Fit share/taxonomy/weights.tsv, which decides what a mention's context is.

    share/taxonomy/build/weights.py [--folds N] BUILD

What enrich/context_weigh.c sees around a mention (which rule of context_at.c
has decided, cues, hints, how the sentence begins and ends, lists, places) and
the words that enrich/context_words.c reads are features; a multinomial logistic regression says how much each of them speaks for
each context. It is fitted to the ads of tests/gold/skills.dev.jsonl and of
contexts/*.txt here, which are marked as tests/gold/README.md says and stand in
no set that is measured.

Forms of cues.tsv were often taken from the very dev ads, and look surer there
than they are. So these are read a second time, with a dictionary that lacks
each form that stands in one dev ad alone.

    --folds N  write nothing, but fit N times without every Nth ad and print
               how many contexts of those left out come out right

Wants `make BUILD/bench/contexts`. Deterministic: the same tables and ads give
the same weights.
"""
import argparse
import collections
import json
import math
import pathlib
import random
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
LONELY = 0.3     # weight of an ad that is read without its lonely cues
EPOCHS = 10
RATE = 0.25      # of the first steps
PRIOR = 1        # how much the square of a weight costs
SETTLED = 3      # epochs, after which weights are averaged
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

def samples(ads, build, taxonomy, weight):
    """(ad's number, features, indices of right contexts, weight), one a mention."""
    lines = "".join(gold_skills.ad(dict(ad, id="")) + "\n" for ad in ads)
    done = subprocess.run([str(build / "bench" / "contexts"), str(taxonomy)], check=True,
                          input=lines, text=True, encoding="utf-8", stdout=subprocess.PIPE)
    found = collections.defaultdict(list)
    for line in done.stdout.split("\n")[:-1]:
        nth, start, end, *features = line.split("\t")
        found[int(nth)].append({"field": "description", "start": int(start),
                                "end": int(end), "features": features})
    taken = []
    for nth, ad in enumerate(ads):
        for mention, label in gold_skills.pairs(found[nth], ad["mentions"], lambda *_: True):
            right = {label["context"], *label.get("or_context", ())}
            taken.append((nth, mention["features"],
                          sorted(CONTEXTS.index(name) for name in right), weight))
    return taken


# ---- fitting: averaged AdaGrad, with a normal prior ----

def chances(weights, features):
    sums = [sum(column) for column in zip([0.0] * len(CONTEXTS),
                                          *(weights[f] for f in features))]
    top = max(sums)
    powers = [math.exp(value - top) for value in sums]
    total = sum(powers)
    return [power / total for power in powers]


def step(weights, squares, times, sample):
    _, features, right, weight = sample
    chance = chances(weights, features)
    hope = sum(chance[c] for c in right)
    slopes = [weight * (value - (value / hope if c in right else 0))
              for c, value in enumerate(chance)]
    for f in features:
        row, square, cost = weights[f], squares[f], PRIOR / times[f]
        for c, slope in enumerate(slopes):
            slope += cost * row[c]
            square[c] += slope * slope
            row[c] -= RATE * slope / math.sqrt(square[c])


def fit(training):
    times = collections.Counter(f for sample in training for f in sample[1])
    weights = {f: [0.0] * len(CONTEXTS) for f in times}
    squares = {f: [0.01] * len(CONTEXTS) for f in times}
    means = {f: [0.0] * len(CONTEXTS) for f in times}
    order = list(training)
    chooser = random.Random(1)
    for epoch in range(EPOCHS):
        chooser.shuffle(order)
        for sample in order:
            step(weights, squares, times, sample)
        for f, row in weights.items() if epoch >= SETTLED else ():
            means[f] = [mean + value / (EPOCHS - SETTLED)
                        for mean, value in zip(means[f], row)]
    return means


def right_ones(weights, tested):
    """How many of `tested` come out right."""
    number = 0
    for _, features, right, _ in tested:
        chance = chances(weights, [f for f in features if f in weights])
        number += chance.index(max(chance)) in right
    return number


# ---- output ----

def write(weights, path):
    lines = ["# feature (enrich/context_weigh.c)\t" + "\t".join(CONTEXTS)
             + " (hundredths, by build/weights.py)"]
    for name in sorted(weights):
        row = [round(SCALE * value) for value in weights[name]]
        if max(map(abs, row)) > SMALL:
            lines.append("\t".join([name, *map(str, row)]))
    path.write_text("\n".join(lines) + "\n", "utf-8")


def print_folds(sets, n):
    for name, tested in sets.items():
        number = 0
        for k in range(n):
            training = [s for samples in sets.values() for s in samples if s[0] % n != k]
            number += right_ones(fit(training), [s for s in tested if s[0] % n == k])
        print("%-20s %5d mentions, right %.1f %%"
              % (name, len(tested), 100 * number / len(tested)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--folds", type=int, metavar="N")
    parser.add_argument("build", type=pathlib.Path)
    options = parser.parse_args()
    dev, own = gold_skills.rows_of("dev"), own_ads(HERE / "contexts")
    with tempfile.TemporaryDirectory() as folder:
        without_lonely(dev, pathlib.Path(folder))
        sets = {"dev": samples(dev, options.build, TAXONOMY, 1),
                "dev, without lonely": samples(dev, options.build, folder, LONELY),
                "own": samples(own, options.build, TAXONOMY, 1)}
    if options.folds:
        print_folds(sets, options.folds)
    else:
        write(fit([s for some in sets.values() for s in some]), TAXONOMY / "weights.tsv")
    return 0


if __name__ == "__main__":
    sys.exit(main())
