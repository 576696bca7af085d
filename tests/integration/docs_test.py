#!/usr/bin/env python3
"""What the manuals list is what there is: kinds of source, states, findings."""
import json
import re

from harness import ROOT, expect, main, program, run, test

SOURCES = (ROOT / "docs/sources.md").read_text()
OPERATIONS = (ROOT / "docs/operations.md").read_text()
SCHEMA = (ROOT / "schema.sql").read_text()


def chapter(text, heading):
    """What stands under a heading, up to the next of its level or above."""
    level = heading.split()[0]
    body = text.split("\n%s\n" % heading, 1)[1]
    return re.split(r"^#{1,%d} " % len(level), body, maxsplit=1, flags=re.M)[0]


def first_cells(text):
    return re.findall(r"^\| `([^`|]+)` \|", text, re.M)


def words_of_check(name):
    body = re.search(r"CONSTRAINT %s CHECK \(\w+ IN \(([^)]*)\)" % name, SCHEMA).group(1)
    return re.findall(r"'(\w+)'", body)


def kinds():
    return json.loads(run(program("jobtrendctl"), "source", "kinds", "--format", "json").stdout)


@test
def every_kind_has_one_row_and_no_row_is_of_another():
    listed = first_cells(chapter(SOURCES, "## Kinds"))
    expect("kinds", sorted(listed), sorted(k["kind"] for k in kinds()))


@test
def rows_name_the_keys_and_what_shows_its_newest_ads():
    rows = dict(re.findall(r"^\| `(\w+)` \|(.*)$", chapter(SOURCES, "## Kinds"), re.M))
    for kind in kinds():
        row = rows[kind["kind"]]
        expect("keys of " + kind["kind"], [k for k in kind["keys"] if "`%s`" % k not in row], [])
        expect("newest only, " + kind["kind"], "newest only" in row.lower(), kind["lists_newest"])


@test
def every_state_and_finding_of_a_visit_is_explained():
    rows = first_cells(chapter(OPERATIONS, "### What a visit can be called"))
    expect("states, then findings", rows, words_of_check("run_state") +
           words_of_check("run_finding"))


@test
def every_definition_is_explained_and_every_list_used():
    rows = [line.split("\t") for line in (ROOT / "share/taxonomy/definitions.tsv")
            .read_text().splitlines() if not line.startswith("#")]
    expect("definitions", first_cells((ROOT / "docs/definitions.md").read_text()),
           [row[0] for row in rows])
    lists = [line.split("\t")[0] for line in (ROOT / "share/taxonomy/published.tsv")
             .read_text().splitlines() if not line.startswith("#")]
    expect("not used", [name for name in lists
                        if not any("." + name in row[2] for row in rows)], [])


@test
def links_between_manuals_lead_to_headings():
    for path in sorted((ROOT / "docs").glob("*.md")):
        for file, anchor in re.findall(r"\]\(([\w-]+\.md)?#([\w-]+)\)", path.read_text()):
            text = (ROOT / "docs" / (file or path.name)).read_text()
            slugs = [re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-")
                     for h in re.findall(r"^#+ (.*)$", text, re.M)]
            expect("%s: %s#%s" % (path.name, file, anchor), anchor in slugs, True)


@test
def kinds_are_told_in_every_form():
    ctl = program("jobtrendctl")
    plain = run(ctl, "source", "kinds").stdout.splitlines()
    rows = run(ctl, "source", "kinds", "--format", "csv").stdout.splitlines()
    expect("lines and rows", len(plain), len(rows))
    expect("head", rows[0], "kind,about,board,keys,lists_newest,format")
    adzuna = next(k for k in kinds() if k["kind"] == "adzuna")
    expect("keys", adzuna["keys"], ["adzuna-id", "adzuna-key"])
    expect("a line has the keys", any(line.startswith("adzuna ") and
           line.endswith("keys: adzuna-id adzuna-key") for line in plain), True)


if __name__ == "__main__":
    main()
