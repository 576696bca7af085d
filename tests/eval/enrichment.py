#!/usr/bin/env python3
"""How well AI roles and skills are recognised.

    tests/eval/enrichment.py [-v] CORPUS BUILD

Pipes labelled texts through BUILD/jobtrendctl enrich and prints

    roles    precision and recall of every definition on hand-labelled titles
             (CORPUS/labels/ai_roles/hand_titles.tsv; "b" rows are left out)
    terms    share of the terms of CORPUS/../ai_terms.tsv, where it is there,
             that are found when a requirement names them, by flag and language
    titles   share of its job titles that get the label they should
    traps    its TRAP rows, each in a sentence that means something else
    spans    mentions in sentences with human skill labels, and how many of
             them lie inside a labelled span

The exit status is 1 when enrich fails or a trap row comes out wrong.

    -v   print what is missed
"""
import argparse
import collections
import csv
import gzip
import json
import pathlib
import subprocess
import sys

# What each trap row warns of, in a text where it must not count. A row is
# known by the beginning of its term and, where terms repeat, its language.
TRAPS = {
    "ai (substring)": "Maintenance of email, retail and training. Paid daily.",
    "AI = Adobe": "Requirements\n- Photoshop, Illustrator (AI), InDesign",
    "AI = artificial": "Requirements\n- Artificial insemination (AI), dairy cows",
    "AI = Amnesty": "Amnesty International needs you. AI works for rights.",
    "AI Trainer": None,  # as a title: must be gig work
    "we use AI": "We use AI to screen applications.",
    "AI-enabled": "We use AI-enabled tools to assist with applicant screening.",
    "Applicants must": "Applicants must not use AI in interviews.",
    "AI-powered": "About us\nWe are an AI-powered company. AI-first company!",
    "ML = ": "Requirements\n- Dispense 20 ml and 5 ML into vials",
    "AML": "Requirements\n- AML and KYC checks",
    "NLP = ": "Requirements\n- NLP coaching certificate",
    "PNL": "Coach PNL, praticien PNL, practitioner PNL",
    "CV = ": "Requirements\n- Send your CV",
    "LLM = ": "Requirements\n- JD or LLM in tax law",
    "RAG = ": "Duties\n- Report RAG status of all projects",
    "MCP = ": "Requirements\n- MCP, MCSE or other Microsoft certification",
    "MLE = ": "Requirements\n- Maximum likelihood estimation (MLE)",
    "RL = ": "Requirements\n- Knows Rocket League (RL)",
    "DL = ": "Requirements\n- Valid DL and clean driving record",
    "GAN / CNN": "Worked at CNN with Bert and Elmo; speaks of Ramat Gan.",
    "transformer": "Duties\n- Maintain each power transformer",
    "Torch": "Requirements\n- Torch cutting and welding",
    "Caffe": "Requisiti\n- Esperienza come barista, caffè",
    "agent": "Duties\n- Work as an insurance agent",
    "prompt": "Duties\n- Prompt payment of suppliers; reply promptly",
    "inference": "Requirements\n- Statistical inference",
    "quantization": "Requirements\n- Quantization noise; quantify losses",
    "autonomous": "You work autonomously and with autonomy.",
    "perception": "Duties\n- Measure brand perception",
    "embedding": "Requirements\n- Embedded systems",
    "Claude /": "Report to Claude. Gemini is his star sign. A llama farm.",
    "JAX": "Requirements\n- Live near JAX airport, Jacksonville",
    "Ray /": "Ray and Rasa sit beside you. The Prophet is a restaurant.",
    "boosting /": "Duties\n- Boosting sales, classification of mail",
    "IA": "Des Moines, IA. Internal audit (IA).",
    "ia": "Ele ia para o trabalho todos os dias.",
    "KI": "Karolinska Institutet (KI) söker en forskare till KI.",
    "TAL": "Profil\n- Bonjour, Monsieur TAL vous attend",
    "RNA": "Requisitos\n- Experiencia con RNA mensajero y DNA",
    "量化": "任职要求：\n1、熟悉量化交易",
    "推理": "任职要求：\n1、逻辑推理能力强",
    "多峰值": "任职要求：\n1、了解多峰值分布",
    "推断": "任职要求：\n1、统计推断",
    "kwantyzacja": "Wymagania\n- Kwantyzacja sygnału",
    "data science": None,  # counted by one published rule, not by the other
}


def enrich(program, ads):
    text = "".join(json.dumps(ad, ensure_ascii=False) + "\n" for ad in ads)
    done = subprocess.run([program, "enrich", "-"], input=text.encode(),
                          stdout=subprocess.PIPE, check=True)
    facts = [json.loads(line) for line in done.stdout.decode().split("\n") if line]
    if len(facts) != len(ads):
        raise SystemExit(f"enrichment: {len(ads)} ads in, {len(facts)} out")
    return facts


def ad(number, title, description=None):
    found = {"native_id": str(number), "title": title}
    if description is not None:
        found["description"] = description
    return found


def percent(part, whole):
    return f"{100 * part / whole:.1f} %" if whole else "-"


def roles(program, path, verbose):
    rows = list(csv.DictReader(path.open(encoding="utf-8"), delimiter="\t",
                               quoting=csv.QUOTE_NONE))
    rows = [row for row in rows if row["ai_role"] in "01"]
    facts = enrich(program, [ad(i, row["title"]) for i, row in enumerate(rows)])
    print(f"roles: {len(rows)} titles, {sum(r['ai_role'] == '1' for r in rows)} of AI")
    for name in facts[0]["ai"]:
        pairs = [(row["ai_role"] == "1", fact["ai"][name])
                 for row, fact in zip(rows, facts)]
        both = sum(want and got for want, got in pairs)
        print(f"  {name:20} precision {percent(both, sum(g for _, g in pairs)):>8}"
              f"  recall {percent(both, sum(w for w, _ in pairs)):>8}")
    for row, fact in zip(rows, facts):
        if verbose and (row["ai_role"] == "1") != fact["ai"]["core-role"]:
            print(f"    core-role is not {row['ai_role']}: {row['title']}")


def demanded(fact):
    return [m for m in fact["mentions"]
            if m["context"] in ("title", "requirement", "duty")]


def terms(program, rows, verbose):
    plain = [row for row in rows if row["cluster"] not in ("TRAP", "job_title")]
    facts = enrich(program, [ad(i, "Employee", f"Requirements:\n- {row['term']}\n")
                             for i, row in enumerate(plain)])
    for column in ("flag", "language"):
        seen, found = collections.Counter(), collections.Counter()
        for row, fact in zip(plain, facts):
            if column == "language" and row["flag"] != "core":
                continue
            seen[row[column]] += 1
            found[row[column]] += bool(demanded(fact))
        print(f"terms by {column}" + (" (core)" if column == "language" else ""))
        for key, n in seen.most_common():
            print(f"  {key[:32]:32} {found[key]:4} of {n:4}  {percent(found[key], n)}")
    for row, fact in zip(plain, facts):
        if verbose and row["flag"] == "core" and not demanded(fact):
            print(f"    not found: {row['language']} {row['term']}")


def job_titles(program, rows, verbose):
    titles = [row for row in rows if row["cluster"] == "job_title"]
    facts = enrich(program, [ad(i, row["term"]) for i, row in enumerate(titles)])
    seen, right = collections.Counter(), collections.Counter()
    for row, fact in zip(titles, facts):
        core = fact["ai"]["core-role"]
        labelling = fact.get("role_family") == "data-annotator"
        ok = {"core": core, "not_ai": not core, "broad": core}.get(
            row["flag"], labelling and not core)
        seen[row["flag"]] += 1
        right[row["flag"]] += ok
        if verbose and not ok:
            print(f"    title not as {row['flag']}: {row['term']}")
    for flag, n in seen.most_common():
        print(f"titles {flag[:32]:32} {right[flag]:4} of {n:4}  {percent(right[flag], n)}")


def trap_ad(number, row):
    for start, text in TRAPS.items():
        if row["term"].startswith(start):
            if start == "AI Trainer":
                return ad(number, "AI Trainer - freelance", "Rate responses.")
            if start == "data science":
                return ad(number, "Analyst", "Requirements\n- Data science")
            return ad(number, "Employee", text)
    return None


def trap_holds(row, fact):
    if row["term"].startswith("AI Trainer"):
        return not fact["ai"]["no-gig"] and not fact["ai"]["core-role"]
    if row["term"].startswith("data science"):
        return fact["ai"]["hiringlab"] and not fact["ai"]["lightcast"]
    return not demanded(fact) and not fact["ai"]["one-skill"]


def traps(program, rows):
    known = [(row, trap_ad(i, row)) for i, row in enumerate(rows)
             if row["cluster"] == "TRAP"]
    tested = [(row, text) for row, text in known if text]
    facts = enrich(program, [text for _, text in tested])
    wrong = [row for (row, _), fact in zip(tested, facts) if not trap_holds(row, fact)]
    print(f"traps: {len(tested) - len(wrong)} of {len(tested)} right, "
          f"{len(known) - len(tested)} without a sentence")
    for row in wrong:
        print(f"    wrong: {row['language']} {row['term']}")
    return not wrong


def open_text(path):
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" \
        else path.open(encoding="utf-8")


def spans(program, path):
    with open_text(path) as lines:
        rows = [json.loads(line) for line in lines]
    facts = enrich(program, [ad(i, "Employee", row["text"]) for i, row in enumerate(rows)])
    mentions = inside = 0
    for row, fact in zip(rows, facts):
        for mention in fact["mentions"]:
            mentions += 1
            surface = mention["surface"].lower()
            inside += any(surface in span.lower()
                          for span in row["knowledge"] + row["skill"])
    print(f"spans {path.name}: {len(rows)} sentences, {mentions} mentions, "
          f"{inside} inside a labelled span")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("-v", action="store_true", help="print what is missed")
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("build", type=pathlib.Path)
    options = parser.parse_args()
    program = options.build / "jobtrendctl"
    sound = True

    titles = options.corpus / "labels/ai_roles/hand_titles.tsv"
    if titles.exists():
        roles(program, titles, options.v)
    words = options.corpus.parent / "ai_terms.tsv"
    if words.exists():
        with words.open(encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        terms(program, rows, options.v)
        job_titles(program, rows, options.v)
        sound = traps(program, rows)
    for path in sorted((options.corpus / "labels/skills").glob("*.jsonl*")):
        spans(program, path)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
