"""The project's own labelled rows, tests/gold/NAME.dev.tsv and NAME.held.tsv.

    halves = goldset.read("places")          {"dev": [row, ...], "held": [...]}
    parts = goldset.read_all("pay")          the same, and "rules" where there are such
    found = goldset.pipe(build, ["locate"], texts)

A row is a dict by the names in the first line of its file.
"""
import argparse
import csv
import json
import pathlib
import subprocess

GOLD = pathlib.Path(__file__).resolve().parent.parent / "gold"
HALVES = ("dev", "held")


def read_file(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE,
                                   strict=True))


def read(name):
    return {half: read_file(GOLD / ("%s.%s.tsv" % (name, half))) for half in HALVES}


def read_all(name):
    """With NAME.rules.tsv: rows by which rules were written, in neither half."""
    path = GOLD / ("%s.rules.tsv" % name)
    return {**read(name), **({"rules": read_file(path)} if path.exists() else {})}


def parts(cell):
    return [p for p in cell.split(";") if p]


def pipe(build, arguments, lines):
    """One object for each line of what `jobtrendctl ARGUMENTS` writes."""
    done = subprocess.run([str(build / "jobtrendctl"), *arguments], check=True,
                          input="\n".join(lines) + "\n", text=True,
                          encoding="utf-8", stdout=subprocess.PIPE)
    return [json.loads(line) for line in done.stdout.split("\n") if line]


class Found:
    """What should be found against what was: precision, recall, F1."""

    def __init__(self):
        self.right = self.wanted = self.got = 0

    def add(self, want, got):
        self.right += len(want & got)
        self.wanted += len(want)
        self.got += len(got)

    def __str__(self):
        precision = self.right / self.got if self.got else 1
        recall = self.right / self.wanted if self.wanted else 1
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0
        return "precision %6.2f %%  recall %6.2f %%  F1 %6.2f %%  of %d" % (
            100 * precision, 100 * recall, 100 * f1, self.wanted)


class Share:
    """How many of those that were looked at came out right."""

    def __init__(self):
        self.right = self.n = 0

    def add(self, is_right):
        self.right += bool(is_right)
        self.n += 1

    def __str__(self):
        return "%6.2f %%  %d of %d" % (100 * self.right / max(self.n, 1), self.right,
                                       self.n)


def main(evaluate, about):
    """The command line of an evaluation: [-v] CORPUS BUILD."""
    arguments = argparse.ArgumentParser(description=about.split("\n")[0])
    arguments.add_argument("-v", action="store_true", dest="verbose")
    arguments.add_argument("corpus", type=pathlib.Path)
    arguments.add_argument("build", type=pathlib.Path)
    given = arguments.parse_args()
    evaluate(given.build, given.verbose)
