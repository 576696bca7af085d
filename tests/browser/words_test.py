#!/usr/bin/env python3
"""The page's words: each in both languages, and one for all that the server names by an id."""
import re

from harness import ROOT, expect, main, test

SRC = ROOT / "web/page/src"
ROW = re.compile(r'^  "([^"]+)": \[(.*)\],$', re.M)
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')


def words(name):
    """{key: [text, ...]} of a file of words."""
    return {key: TEXT.findall(texts) for key, texts in ROW.findall((SRC / name).read_text())}


def column(name, at):
    """A column of a table of the dictionary, without comments."""
    lines = (ROOT / "share/taxonomy" / name).read_text().splitlines()
    return {line.split("\t")[at] for line in lines if line and not line.startswith("#")}


@test
def every_text_is_there_in_each_language_with_the_same_blanks():
    for name in ("strings.js", "strings_given.js"):
        rows = words(name)
        expect("rows of " + name, len(rows) > 60, True)
        for key, texts in rows.items():
            if name == "strings_given.js" and "." not in key.split(" ")[0] or len(texts) == 1:
                continue  # laws: their key is the English text
            expect(f"languages of {key}", len(texts), 2)
            expect(f"blanks of {key}", *(sorted(re.findall(r"\{(\w+)\}", t)) for t in texts))


@test
def what_the_page_asks_words_for_is_there():
    known = {**words("strings.js"), **words("strings_given.js")}
    for file in sorted(SRC.rglob("*.js")):
        for key in re.findall(r'\bt\("([a-z0-9_.]+)"[,)]', re.sub(r"^\s*//.*$", "", file.read_text(), flags=re.M)):
            if key not in known:
                expect(f"{file.name}: t()", key, "a key of strings.js")


@test
def what_the_server_names_by_an_id_has_words():
    given = words("strings_given.js")
    ids = column("definitions.tsv", 0)
    expect("definitions", {k.split(".", 1)[1] for k in given if k.startswith("definition.")}, ids)
    expect("rules", {k.split(".", 1)[1] for k in given if k.startswith("rule.")}, ids)
    lacks = re.search(r"lacks\[CLAIM_LACKS\] = \{(.*?)\n\};", (ROOT / "trends/claim.c").read_text(), re.S)
    expect("lacks", {k.split(".", 2)[2] for k in given if k.startswith("claim.lack.")},
           set(re.findall(r'\{ "(\w+)"', lacks.group(1))))
    view = re.search(r"CREATE VIEW revision AS(.*?) AS reason,", (ROOT / "schema.sql").read_text(), re.S)
    expect("revisions", {k.split(".", 1)[1] for k in given if k.startswith("revision.")},
           set(re.findall(r"THEN '([a-z ]+)' END", view.group(1))) | {"visits"})


@test
def english_rules_are_those_of_the_dictionary():
    given = words("strings_given.js")
    for line in (ROOT / "share/taxonomy/definitions.tsv").read_text().splitlines():
        if line and not line.startswith("#"):
            cells = line.split("\t")
            expect(cells[0], given["rule." + cells[0]][0], cells[3])


@test
def every_law_of_the_register_has_its_title_in_german():
    head = next(line for line in (ROOT / "share/taxonomy/rule_events.tsv").read_text().splitlines()
                if line.startswith("#") and "\t" in line)
    at = head.lstrip("# ").split("\t").index("title")
    expect("laws", {k for k in words("strings_given.js") if k in column("rule_events.tsv", at)},
           column("rule_events.tsv", at))


if __name__ == "__main__":
    main()
