#!/usr/bin/env python3
"""Turn marked texts into rows of the gold set for skills.

    tests/gold/mark.py [--from NUMBER] FOLDER LANGUAGE.txt...

Appends the ads of each marked text to FOLDER/skills.dev.jsonl and
FOLDER/skills.held.jsonl, one to each in turn within a language and kind; those of kind b go to dev.
Ids go on where they ended; with --from they begin at NUMBER, a batch of its
own, whose odd numbers are dev and whose even ones are held.
The notation is explained in README.md, "Writing rows". Writes nothing when
a text breaks it.
"""
import argparse
import collections
import hashlib
import json
import pathlib
import re
import sys

KINDS = {"s": "skill", "c": "context", "t": "trap", "b": "board",
         "a": "advert"}
DEV_ONLY = ("board",)
CONTEXTS = {"r": "requirement", "d": "duty", "p": "product", "c": "company",
            "h": "hiring", "b": "benefit", "x": "prohibition"}
HALVES = ("dev", "held")
MARK = re.compile(r"\{([^{}=]+)(?:=([a-z0-9|-]*)(\??)(?:/([a-z]+))?)?\}")

# Short for the ids that are written most.
SHORT = {
    "ai": "artificial-intelligence", "ml": "machine-learning", "dl": "deep-learning",
    "genai": "generative-ai", "llm": "large-language-models", "cv": "computer-vision",
    "nlp": "natural-language-processing", "pe": "prompt-engineering", "ft": "fine-tuning",
    "rag": "retrieval-augmented-generation", "gpu": "gpus", "agents": "ai-agents",
    "rl": "reinforcement-learning", "ds": "data-science", "nn": "neural-networks",
    "gov": "ai-governance", "label": "data-annotation", "asr": "speech-recognition",
    "tts": "speech-synthesis", "ocr": "optical-character-recognition",
    "rpa": "robotic-process-automation", "vdb": "vector-databases",
    "ros": "robot-operating-system", "hf": "hugging-face", "sk": "scikit-learn",
    "copilot": "microsoft-copilot", "models": "machine-learning-models",
    "deploy": "model-deployment", "train": "model-training", "anomaly": "anomaly-detection",
    "recsys": "recommender-systems", "forecast": "time-series-forecasting",
    "mt": "machine-translation", "tools": "ai-tools", "raise": "responsible-ai",
}


class Broken(Exception):
    pass


def slug(surface):
    return re.sub(r"[^a-z0-9]+", "-", surface.lower()).strip("-")


def unmark(line, field, default, at):
    """The line without marks, and its mentions counted from `at`."""
    plain, mentions, end = "", [], 0
    for mark in MARK.finditer(line):
        surface, skills, may, context = mark.groups()
        plain += line[end:mark.start()]
        name, *or_contexts = map(CONTEXTS.get, context) if context else [default]
        if field == "title":
            name = "title"
        skill, *others = [SHORT.get(one, one) for one in (skills or slug(surface)).split("|")]
        if not name or not skill or None in or_contexts:
            raise Broken("no context or no skill: " + line)
        mentions.append({"skill": skill, "surface": surface, "field": field,
                         "start": at + len(plain), "context": name,
                         **({"or": others} if others else {}),
                         **({"or_context": or_contexts} if or_contexts else {}),
                         **({"optional": True} if may else {})})
        plain += surface
        end = mark.end()
    plain += line[end:]
    if "{" in plain or "}" in plain:
        raise Broken("mark not understood: " + line)
    return plain, mentions


def ad_of(block):
    """A block: title, then lines; "@r " sets the context from there on."""
    title, mentions = unmark(block[0], "title", None, 0)
    text, context = [], None
    for line in block[1:]:
        tag = re.match(r"@([a-z-])(?: |$)", line)
        if tag:
            context = CONTEXTS.get(tag.group(1))
            line = line[tag.end():]
            if not line:
                continue
        at = sum(len(part) + 1 for part in text)
        plain, found = unmark(line, "description", context, at)
        text.append(plain)
        mentions += found
    return title, "\n".join(text).rstrip("\n"), mentions


def ads_of(path):
    language = path.stem
    kind, block = None, []
    for line in path.read_text(encoding="utf-8").split("\n") + ["=== end"]:
        if not line.startswith("=== "):
            block.append(line)
            continue
        if kind and block:
            title, description, mentions = ad_of(block)
            yield {"language": language, "kind": KINDS[kind], "title": title,
                   "description": description, "mentions": mentions}
        kind, block = line[4:].strip(), []


def kept(folder, first):
    """The highest number in use by language, and among those from `first` on
    by half; ads by half, language and kind."""
    highest, sizes = collections.Counter(), collections.Counter()
    for half in HALVES:
        path = folder / f"skills.{half}.jsonl"
        for line in path.open(encoding="utf-8") if path.exists() else ():
            row = json.loads(line)
            language, number = row["language"], int(row["id"].rsplit("-", 1)[1])
            sizes[half, language, row["kind"]] += 1
            for key in (language, (half, language)) if number >= first else (language,):
                highest[key] = max(highest[key], number)
    return highest, sizes


def next_number(highest, language, half, first):
    """The number after the last; in a batch the next odd or even one."""
    if not first:
        highest[language] += 1
        return highest[language]
    last = highest[half, language] or first + ((first + HALVES.index(half) + 1) % 2) - 2
    highest[half, language] = last + 2
    return last + 2


def in_turn(ads, sizes, first):
    """The same ads, each with its half; what is alike goes to both halves.
    The one called `first` has the turn where both are equally full."""
    def likeness(i):
        contexts = {m["context"] for m in ads[i]["mentions"]} - {"title", "requirement", "duty"}
        digest = hashlib.sha256(ads[i]["title"].encode()).hexdigest()
        return ads[i]["kind"], sorted(contexts), digest

    half = {}
    for i in sorted(range(len(ads)), key=likeness):
        key = ads[i]["language"], ads[i]["kind"]
        if ads[i]["kind"] in DEV_ONLY:
            half[i] = "dev"
            continue
        half[i] = min(HALVES, key=lambda name: (sizes[(name, *key)], name != first))
        sizes[(half[i], *key)] += 1
    return [(ad, half[i]) for i, ad in enumerate(ads)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--from", dest="first", type=int, default=0, metavar="NUMBER",
                        help="number the ads from here on, odd dev, even held")
    parser.add_argument("folder", type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("texts", type=pathlib.Path, nargs="+", metavar="LANGUAGE.txt")
    options = parser.parse_args()
    highest, sizes = kept(options.folder, options.first)
    halves = {half: [] for half in HALVES}
    for nth, path in enumerate(options.texts):
        try:
            ads = list(ads_of(path))
        except Broken as why:
            sys.exit(f"{path}: {why}")
        for ad, half in in_turn(ads, sizes, HALVES[nth % 2]):
            number = next_number(highest, ad["language"], half, options.first)
            halves[half].append({"id": f"{ad['language'].lower()}-{number:03}", **ad})
    for half, rows in halves.items():
        with (options.folder / f"skills.{half}.jsonl").open("a", encoding="utf-8") as out:
            for row in rows:
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(", ".join(f"{half} {len(rows)}" for half, rows in halves.items()))


if __name__ == "__main__":
    main()
