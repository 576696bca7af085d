#!/usr/bin/env python3
"""The labelled ads and titles are sound: ids, spans, contexts, equal halves."""
import collections
import json
import re
import sys

import goldset
from harness import expect, folder, main, run, test

CONTEXTS = ("title", "requirement", "duty", "product", "company", "hiring",
            "benefit", "prohibition")
KINDS = ("skill", "context", "trap")
WHOLE_KINDS = ("advert",)  # ads of full length, numbered from WHOLE_FROM on
WHOLE_FROM = 501
DEV_KINDS = ("board",)  # in the dev half alone

# Ads in each language at least, both halves together.
LANGUAGES = {"en": 90, **dict.fromkeys(
    ("da", "de", "es", "fi", "fr", "it", "ja", "ko", "nl", "pl", "pt", "sv", "zh"), 40)}
OTHERS = ("cs", "no", "zh-Hant")  # few, without every context in each half
ROWS_MIN = 700

TITLE_COLUMNS = ["title", "language", "ai_role", "family", "seniority"]
TITLES_MIN = 300
FAMILIES = ("research", "machine-learning-engineering", "mlops",
            "data-engineering-for-ai", "gpu-inference-infrastructure", "fine-tuning",
            "prompt-agent-engineering", "ai-product", "ai-governance", "annotation",
            "data-science", "")
SENIORITIES = ("intern", "junior", "mid", "senior", "lead", "manager", "executive",
               "?", "")

EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w")
PHONE = re.compile(r"\+?\d[\d ()/.-]{7,}\d")


def read(name):
    rows = []
    for number, line in enumerate((goldset.GOLD / name).read_text("utf-8").split("\n")[:-1], 1):
        try:
            rows.append(json.loads(line))
        except ValueError as why:
            raise AssertionError(f"{name}:{number}: {why}") from None
    return rows


SKILLS = {half: read(f"skills.{half}.jsonl") for half in goldset.HALVES}
TITLES = goldset.read("titles")
ROWS = SKILLS["dev"] + SKILLS["held"]


def twice(values):
    return [value for value, n in collections.Counter(values).items() if n > 1]


def text_of(row):
    return re.sub(r"\W+", " ", (row["title"] + "\n" + row["description"]).lower())


@test
def every_ad_has_an_id_of_its_own_that_begins_with_its_language():
    expect("twice", twice(row["id"] for row in ROWS), [])
    expect("form", [row["id"] for row in ROWS
                    if not re.fullmatch(row["language"].lower() + r"-\d{3}", row["id"])], [])


@test
def odd_numbers_of_the_batch_of_whole_ads_are_dev_and_even_ones_held():
    number = {row["id"]: int(row["id"].rsplit("-", 1)[1]) for row in ROWS}
    for half in goldset.HALVES:
        expect(half, [row["id"] for row in SKILLS[half] if number[row["id"]] >= WHOLE_FROM
                      and number[row["id"]] % 2 != (half == "dev")], [])
    expect("older", [row["id"] for row in ROWS if row["kind"] in WHOLE_KINDS
                     and number[row["id"]] < WHOLE_FROM], [])


@test
def whole_ads_and_their_traps_are_in_every_language_with_every_context():
    for half in goldset.HALVES:
        rows = [row for row in SKILLS[half]
                if int(row["id"].rsplit("-", 1)[1]) >= WHOLE_FROM]
        for language in sorted({row["language"] for row in ROWS} - {"cs", "zh-Hant"}):
            own = [row for row in rows if row["language"] == language]
            expect(f"kinds of {language} in {half}", {row["kind"] for row in own},
                   {*WHOLE_KINDS, "trap"})
            expect(f"contexts of {language} in {half}",
                   sorted({m["context"] for row in own for m in row["mentions"]}),
                   sorted(CONTEXTS))


@test
def no_ad_is_in_both_halves_nor_twice_in_one():
    expect("texts", twice(map(text_of, ROWS)), [])


@test
def every_language_has_its_number_of_ads_in_equal_halves():
    counts = {half: collections.Counter((r["language"], r["kind"]) for r in SKILLS[half])
              for half in goldset.HALVES}
    for key in [key for key in counts["dev"] if key[1] in DEV_KINDS]:
        del counts["dev"][key]
    total = collections.Counter(row["language"] for row in ROWS)
    expect("languages", sorted(total), sorted([*LANGUAGES, *OTHERS]))
    expect("enough", sum(total.values()) >= ROWS_MIN, True)
    expect("too few", {k: total[k] for k, least in LANGUAGES.items() if total[k] < least}, {})
    expect("uneven", {key: (counts["dev"][key], counts["held"][key])
                      for key in counts["dev"] | counts["held"]
                      if abs(counts["dev"][key] - counts["held"][key]) > 1}, {})


@test
def every_language_has_every_kind_and_every_context_in_each_half():
    for half in goldset.HALVES:
        for language in LANGUAGES:
            rows = [row for row in SKILLS[half] if row["language"] == language]
            kinds = {row["kind"] for row in rows} - set(WHOLE_KINDS + DEV_KINDS)
            contexts = {m["context"] for row in rows for m in row["mentions"]}
            expect(f"kinds of {language} in {half}", sorted(kinds), sorted(KINDS))
            expect(f"contexts of {language} in {half}", sorted(contexts), sorted(CONTEXTS))


@test
def every_surface_stands_where_its_label_says():
    wrong = [(row["id"], m["surface"]) for row in ROWS for m in row["mentions"]
             if row[m["field"]][m["start"]:m["start"] + len(m["surface"])] != m["surface"]]
    expect("wrong", wrong, [])


@test
def labels_of_an_ad_are_in_order_and_do_not_overlap():
    wrong = []
    for row in ROWS:
        spans = [(m["field"] != "title", m["start"], m["start"] + len(m["surface"]))
                 for m in row["mentions"]]
        if any(a[0] > b[0] or (a[0] == b[0] and a[2] > b[1])
               for a, b in zip(spans, spans[1:])):
            wrong.append(row["id"])
    expect("wrong", wrong, [])


@test
def ids_and_contexts_are_written_as_the_contract_has_them():
    labels = [(row["id"], m) for row in ROWS for m in row["mentions"]]
    expect("skills", [i for i, m in labels
                      if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", m["skill"])], [])
    expect("contexts", [i for i, m in labels
                        if {m["context"], *m.get("or_context", ())} - set(CONTEXTS)], [])
    expect("title", [i for i, m in labels
                     if (m["field"] == "title") != (m["context"] == "title")], [])
    expect("kinds", [row["id"] for row in ROWS
                     if row["kind"] not in KINDS + WHOLE_KINDS + DEV_KINDS], [])
    expect("dev alone", [row["id"] for row in SKILLS["held"]
                         if row["kind"] in DEV_KINDS], [])


@test
def one_surface_names_one_skill():
    # Scripts and cases apart: "RAG" here and "rag" there would be a slip.
    skills = collections.defaultdict(set)
    for row in ROWS:
        for m in row["mentions"]:
            skills[m["surface"].lower()].add(m["skill"])
            if m["skill"] in m.get("or", ()):
                raise AssertionError(f"{row['id']}: {m['surface']} names its skill twice")
    expect("torn", {s: sorted(k) for s, k in skills.items() if len(k) > 1}, {})


@test
def no_ad_has_an_address_or_a_telephone_number():
    texts = [(row["id"], row["title"] + "\n" + row["description"]) for row in ROWS]
    expect("e-mail", [i for i, text in texts if EMAIL.search(text)], [])
    expect("telephone", [i for i, text in texts if PHONE.search(text)], [])


@test
def titles_have_their_columns_and_known_words_in_them():
    for half in goldset.HALVES:
        path = goldset.GOLD / f"titles.{half}.tsv"
        expect("columns", path.read_text("utf-8").split("\n")[0].split("\t"), TITLE_COLUMNS)
    rows = TITLES["dev"] + TITLES["held"]
    expect("cells", [r for r in rows if None in r or None in r.values()
                     or any(v != v.strip() for v in r.values())], [])
    expect("answers", {r["ai_role"] for r in rows} - {"0", "1"}, set())
    expect("families", {r["family"] for r in rows} - set(FAMILIES), set())
    expect("seniorities", {r["seniority"] for r in rows} - set(SENIORITIES), set())
    # Of what is no AI role, only labelling has a family here.
    expect("no role", [r["title"] for r in rows if r["ai_role"] == "0"
                       and r["family"] not in ("", "annotation")], [])


@test
def titles_are_enough_in_every_language_in_equal_halves_and_none_twice():
    counts = {half: collections.Counter((r["language"], r["ai_role"]) for r in TITLES[half])
              for half in goldset.HALVES}
    rows = TITLES["dev"] + TITLES["held"]
    expect("enough", len(rows) >= TITLES_MIN, True)
    expect("languages", sorted({r["language"] for r in rows}), sorted(LANGUAGES))
    expect("uneven", [key for key in counts["dev"] | counts["held"]
                      if abs(counts["dev"][key] - counts["held"][key]) > 1], [])
    expect("twice", twice(r["title"].lower() for r in rows), [])


def mark(path, *options):
    return run(sys.executable, goldset.GOLD / "mark.py", *options, path.parent, path, check=False)


@test
def a_marked_text_becomes_a_row():
    with folder() as d:
        text = d / "en.txt"
        text.write_text("=== c\n{ML=ml} Engineer\n@c We do {AI=ai/cp}\n"
                        "@r {GPU=gpus|gpu-clusters}, {Spark=apache-spark?}\n")
        expect("status", mark(text).returncode, 0)
        row = json.loads((d / "skills.dev.jsonl").read_text())
        expect("text", (row["id"], row["kind"], row["title"], row["description"]),
               ("en-001", "context", "ML Engineer", "We do AI\nGPU, Spark"))
        expect("mentions", row["mentions"], [
            {"skill": "machine-learning", "surface": "ML", "field": "title", "start": 0,
             "context": "title"},
            {"skill": "artificial-intelligence", "surface": "AI", "field": "description",
             "start": 6, "context": "company", "or_context": ["product"]},
            {"skill": "gpus", "surface": "GPU", "field": "description", "start": 9,
             "context": "requirement", "or": ["gpu-clusters"]},
            {"skill": "apache-spark", "surface": "Spark", "field": "description",
             "start": 14, "context": "requirement", "optional": True}])


@test
def a_second_text_goes_on_where_the_first_ended():
    with folder() as d:
        text = d / "en.txt"
        text.write_text("=== t\nBaker\n=== s\n{PyTorch} tutor\n")
        mark(text)
        text.write_text("=== t\nMiller\n")
        mark(text)
        halves = [[(row["id"], row["title"]) for row in map(json.loads, path.open())]
                  for path in (d / "skills.dev.jsonl", d / "skills.held.jsonl")]
        expect("halves", halves, [[("en-001", "Baker"), ("en-002", "PyTorch tutor")],
                                  [("en-003", "Miller")]])


@test
def a_batch_has_numbers_of_its_own_odd_in_dev_and_even_in_held():
    with folder() as d:
        text = d / "en.txt"
        text.write_text("=== a\nBaker\n")
        mark(text)
        for titles in (("Miller", "Cook"), ("Tailor", "Smith", "Cooper")):
            text.write_text("".join(f"=== a\n{title}\n" for title in titles))
            expect("status", mark(text, "--from", "501").returncode, 0)
        halves = [[json.loads(line)["id"] for line in path.open()]
                  for path in (d / "skills.dev.jsonl", d / "skills.held.jsonl")]
        expect("dev", halves[0], ["en-001", "en-501", "en-503"])
        expect("held", halves[1], ["en-502", "en-504", "en-506"])


@test
def a_mark_that_is_not_understood_writes_nothing():
    for line, why in (("Uses {AI", "mark not understood: Uses {AI"),
                      ("Uses {AI=ai}", "no context or no skill: Uses {AI=ai}"),
                      ("@r Uses {AI=ai/q}", "no context or no skill: Uses {AI=ai/q}")):
        with folder() as d:
            text = d / "en.txt"
            text.write_text("=== s\nBaker\n" + line + "\n")
            done = mark(text)
            expect("error", done.stderr.strip(), f"{text}: {why}")
            expect("status", done.returncode, 1)
            expect("written", list(d.glob("*.jsonl")), [])


if __name__ == "__main__":
    main()
