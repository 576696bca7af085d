#!/usr/bin/env python3
"""How well skills in context are read: the labels of tests/gold/skills.*.jsonl.

    tests/eval/gold_skills.py [-v] CORPUS BUILD

Pipes the ads through BUILD/jobtrendctl enrich and prints, for both halves,
all ads, each language and each kind, the held half on the left. A found
mention is right when it overlaps a labelled one of the same skill, or of one
that is as good, in the same field; each counts once. The columns:

    ads        how many
    P, R, F1   of mentions
    words      F1 when any skill will do: the right words, whatever the id
    context    F1 of mentions with the context right as well
    demand     F1 of those asked for (title, requirement, duty) on both sides
    skills     F1 of the ids that an ad asks for
    traps      ads of kind trap where nothing is found outside a label

Then, of the mentions whose skill is right, P, R and F1 of each context; and of
all mentions, where a wrong skill counts against it as well as a wrong context.

tests/gold/README.md says how ads are labelled. CORPUS is not read; it is
there because `make eval` names it to each of its programs.

    -v   print the dev mentions that are missed; held ones are never printed
"""
import argparse
import collections
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import goldset  # noqa: E402


DEMAND = ("title", "requirement", "duty")
MEASURES = ("mentions", "words", "context", "demand", "skills")
CONTEXTS = (*DEMAND, "product", "company", "hiring", "benefit", "prohibition")


class Score:
    """Of what was wanted and what was found, how much is both."""

    def __init__(self):
        self.both = self.found = self.wanted = 0

    def add(self, both, found, wanted):
        self.both += both
        self.found += found
        self.wanted += wanted

    @property
    def precision(self):
        return self.both / self.found if self.found else None

    @property
    def recall(self):
        return self.both / self.wanted if self.wanted else None

    @property
    def f1(self):
        total = self.found + self.wanted
        return 2 * self.both / total if total else None


def share(value):
    return "%7s" % ("-" if value is None else "%.1f" % (100 * value))


def rows_of(half):
    path = goldset.GOLD / ("skills.%s.jsonl" % half)
    return [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]]


def pairs(found, wanted, alike):
    """Mentions of both sides, each taken once, that lie on one another."""
    free, taken = list(wanted), []
    for mention in found:
        for label in free:
            if (mention["field"] == label["field"] and alike(mention, label)
                    and mention["start"] < label["start"] + len(label["surface"])
                    and label["start"] < mention["end"]):
                free.remove(label)
                taken.append((mention, label))
                break
    return taken


def names(label):
    return {label["skill"], *label.get("or", ())}


def meant(mention, label):
    """The context that was found where it will do, else the labelled one."""
    return mention["context"] if mention["context"] in label.get("or_context", ()) \
        else label["context"]


def same_skill(mention, label):
    return mention["skill"] in names(label)


def asked(mentions):
    return [m for m in mentions if m["context"] in DEMAND]


def judged(fact, row):
    """What was found and what is labelled, without what is optional."""
    may = [label for label in row["mentions"] if label.get("optional")]
    free = [id(mention) for mention, _ in pairs(fact["mentions"], may, same_skill)]
    return ([m for m in fact["mentions"] if id(m) not in free],
            [label for label in row["mentions"] if label not in may])


class Tally:
    def __init__(self):
        self.rows = self.traps = self.traps_right = 0
        self.scores = {name: Score() for name in MEASURES}
        self.contexts = {name: Score() for name in CONTEXTS}

    def add(self, row, fact):
        found, wanted = judged(fact, row)
        same = pairs(found, wanted, same_skill)
        covered = pairs(found, wanted, lambda *_: True)
        right = sum(m["context"] == meant(m, label) for m, label in same)
        for m, label in same:
            self.contexts[meant(m, label)].add(m["context"] == meant(m, label), 0, 1)
            self.contexts[m["context"]].add(0, 1, 0)
        both = pairs(asked(found), asked(wanted), same_skill)
        self.rows += 1
        self.scores["mentions"].add(len(same), len(found), len(wanted))
        self.scores["words"].add(len(covered), len(found), len(wanted))
        self.scores["context"].add(right, len(found), len(wanted))
        self.scores["demand"].add(len(both), len(asked(found)), len(asked(wanted)))
        ids = set(fact["skills"]) - {label["skill"] for label in row["mentions"]
                                     if label.get("optional")}
        right = {m["skill"] for m, _ in both}
        labels = {label["skill"] for label in asked(wanted)}
        self.scores["skills"].add(min(len(right), len(labels)), len(ids), len(labels))
        if row["kind"] == "trap":
            self.traps += 1
            self.traps_right += len(covered) == len(found)

    def figures(self):
        mentions = self.scores["mentions"]
        values = [mentions.precision, mentions.recall]
        values += [self.scores[name].f1 for name in MEASURES]
        traps = f"{self.traps_right}/{self.traps}" if self.traps else "-"
        return f"{self.rows:4} " + " ".join(map(share, values)) + f" {traps:>7}"


def confusion(rows, facts):
    """How often each context was taken for which other."""
    wrong = collections.Counter()
    for row, fact in zip(rows, facts):
        for mention, label in pairs(fact["mentions"], row["mentions"], same_skill):
            if mention["context"] != label["context"]:
                wrong[label["context"], mention["context"]] += 1
    return wrong


def missed(row, fact):
    found, wanted = judged(fact, row)
    same = pairs(found, wanted, same_skill)
    for label in wanted:
        if not any(label is one for _, one in same):
            yield f"not found: {label['surface']} ({label['skill']})"
    for mention in found:
        label = next((one for got, one in same if got is mention), None)
        if label is None:
            yield f"not labelled: {mention['surface']} ({mention['skill']})"
        elif mention["context"] != meant(mention, label):
            yield (f"context: {mention['surface']} is {label['context']},"
                   f" not {mention['context']}")


def ad(row):
    return json.dumps({"native_id": row["id"], "title": row["title"],
                       "description": row["description"]}, ensure_ascii=False)


def measure(build, half, tallies, verbose):
    rows = rows_of(half)
    facts = goldset.pipe(build, ["enrich", "-"], [ad(row) for row in rows])
    if len(facts) != len(rows):
        sys.exit("gold_skills: %d ads in, %d out" % (len(rows), len(facts)))
    for row, fact in zip(rows, facts):
        for key in ("all", row["language"], "kind " + row["kind"]):
            tallies.setdefault((half, key), Tally()).add(row, fact)
        if verbose and half == "dev":
            for line in missed(row, fact):
                print(f"    {row['id']}: {line}")
    if verbose and half == "dev":
        for (want, got), n in confusion(rows, facts).most_common(12):
            print(f"    dev: {want} taken for {got}: {n}")


def print_contexts(tallies):
    heading = " %4s %7s %7s %7s" % ("n", "P", "R", "F1")
    print(f"{'contexts':13}{heading} |  dev{heading[5:]}")
    for name in CONTEXTS:
        scores = [tallies[half, "all"].contexts[name] for half in ("held", "dev")]
        print(f"{name:13} " + " | ".join(
            f"{s.wanted:4} " + " ".join(map(share, (s.precision, s.recall, s.f1)))
            for s in scores))
    scores = [tallies[half, "all"].scores["context"] for half in ("held", "dev")]
    print(f"{'all mentions':13} " + " | ".join(
        f"{s.wanted:4} " + " ".join(map(share, (s.precision, s.recall, s.f1)))
        for s in scores))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("-v", action="store_true", help="print what is missed in dev")
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("build", type=pathlib.Path)
    options = parser.parse_args()
    tallies = {}
    for half in goldset.HALVES:
        measure(options.build, half, tallies, options.v)
    columns = " ads %7s %7s %7s %7s %7s %7s %7s   traps" % (
        "P", "R", "F1", "words", "context", "demand", "skills")
    print(f"{'skills, in %':13}{columns} |  dev{columns[4:]}")
    keys = {key for _, key in tallies}
    for key in sorted(keys, key=lambda k: (k != "all", k.startswith("kind"), k)):
        print(f"{key:13}" + " | ".join(tallies.get((half, key), Tally()).figures()
                                       for half in ("held", "dev")))
    print_contexts(tallies)
    return 0


if __name__ == "__main__":
    sys.exit(main())
