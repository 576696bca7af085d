#!/usr/bin/env python3
"""How well job titles are read: the labels of tests/gold/titles.*.tsv.

    tests/eval/gold_titles.py [-v] CORPUS BUILD

Pipes the titles, without a text, through BUILD/jobtrendctl enrich and prints,
for each half,

    role       titles that the core-role definition takes for AI roles
    family     families right, of titles that have one labelled
    seniority  what is found against what is labelled; "?" is not judged

and the role's F1 by language. tests/gold/README.md says how titles are
labelled. CORPUS is not read; it is there because `make eval` names it to each
of its programs.

    -v   print the dev rows that are missed; held rows are never printed
"""
import argparse
import collections
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import goldset  # noqa: E402

# What the taxonomy calls a family that is labelled otherwise.
SAME = {
    "machine-learning-engineer": "machine-learning-engineering",
    "ai-engineer": "machine-learning-engineering",
    "research-scientist": "research",
    "applied-scientist": "research",
    "mlops-engineer": "mlops",
    "prompt-engineer": "prompt-agent-engineering",
    "ai-agent-engineer": "prompt-agent-engineering",
    "product-manager": "ai-product",
    "data-annotator": "annotation",
    "data-scientist": "data-science",
}


def one(value):
    return {value} if value else set()


class Scores:
    def __init__(self):
        self.role, self.seniority = goldset.Found(), goldset.Found()
        self.family = goldset.Share()

    def add(self, row, fact):
        """What came out wrong."""
        wrong = []
        is_role, got_role = row["ai_role"] == "1", fact["ai"]["core-role"]
        self.role.add(one(is_role), one(got_role))
        if is_role != got_role:
            wrong.append("not an AI role" if got_role else "an AI role")
        family = fact.get("role_family")
        if row["family"]:
            is_right = row["family"] in (family, SAME.get(family))
            self.family.add(is_right)
            if not is_right:
                wrong.append("%s, not %s" % (row["family"], family))
        if row["seniority"] != "?":
            want, got = row["seniority"], fact.get("seniority") or ""
            self.seniority.add(one(want), one(got))
            if want != got:
                wrong.append("%s, not %s" % (want or "no seniority", got or "none"))
        return wrong


def facts_of(build, rows):
    ads = [json.dumps({"native_id": str(i), "title": row["title"]}, ensure_ascii=False)
           for i, row in enumerate(rows)]
    facts = goldset.pipe(build, ["enrich", "-"], ads)
    if len(facts) != len(rows):
        sys.exit("gold_titles: %d titles in, %d out" % (len(rows), len(facts)))
    return facts


def measure(build, half, rows, verbose):
    total, languages = Scores(), collections.defaultdict(Scores)
    for row, fact in zip(rows, facts_of(build, rows)):
        wrong = total.add(row, fact)
        languages[row["language"]].add(row, fact)
        if verbose and half == "dev" and wrong:
            print("    %s: %s" % (row["title"], "; ".join(wrong)))
    print("titles %s: %d" % (half, len(rows)))
    print("  role       %s" % total.role)
    print("  family     %s" % total.family)
    print("  seniority  %s" % total.seniority)
    print("  role F1    " + ", ".join(
        "%s %.0f %%" % (language, 200 * s.role.right / max(s.role.wanted + s.role.got, 1))
        for language, s in sorted(languages.items())))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("-v", action="store_true", help="print the dev rows that are missed")
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("build", type=pathlib.Path)
    options = parser.parse_args()
    for half, rows in goldset.read("titles").items():
        measure(options.build, half, rows, options.v)
    return 0


if __name__ == "__main__":
    sys.exit(main())
