#!/usr/bin/env python3
"""Letters and words that look like AI skills and name none, in fourteen languages."""
import json
import pathlib

import goldset
from harness import BUILD, expect, main, test

ROWS = goldset.read_file(goldset.GOLD / "traps.tsv")
# a skill that is asked for is always recorded, whatever else is not clear
HEADINGS = {
    "en": "Requirements", "de": "Anforderungen", "fr": "Profil recherché", "es": "Requisitos",
    "it": "Requisiti", "pt": "Requisitos", "nl": "Functie-eisen", "sv": "Kvalifikationer",
    "da": "Kvalifikationer", "no": "Kvalifikasjoner", "fi": "Vaatimukset", "pl": "Wymagania",
    "cs": "Požadavky", "zh": "任职要求", "zh-Hant": "應徵條件", "ja": "応募資格", "ko": "자격 요건"}
REAL = goldset.read_file(goldset.GOLD / "traps.real.tsv")


def below_a_heading(rows):
    """The ads, with what they say asked for."""
    return [json.dumps({"native_id": str(i), "title": row["title"],
                        "description": f"{HEADINGS[row['language']]}\n- {row['description']}"})
            for i, row in enumerate(rows)]


@test
def nothing_is_found_where_no_skill_is_named():
    facts = goldset.pipe(pathlib.Path(BUILD), ["enrich", "-"], below_a_heading(ROWS))
    expect("ads", len(facts), len(ROWS))
    wrong = [f"{row['language']} {row['title']}: {m['surface']} ({m['skill']})"
             for row, fact in zip(ROWS, facts) for m in fact["mentions"]]
    expect("found", wrong, [])


@test
def a_trade_keeps_what_it_means_by_the_same_words():
    facts = goldset.pipe(pathlib.Path(BUILD), ["enrich", "-"], below_a_heading(REAL))
    missed = [f"{row['language']} {row['title']}: {row['skill']}"
              for row, fact in zip(REAL, facts)
              if row["skill"] not in {m["skill"] for m in fact["mentions"]}]
    expect("missed", missed, [])


@test
def the_same_letters_are_found_where_a_skill_is_named():
    named = (
        ("Engineer", "You use ML and Python daily.", "machine-learning"),
        ("Engineer", "Build a RAG pipeline over our documents.",
         "retrieval-augmented-generation"),
        ("Engineer", "You know LLM prompts, agents and chat.", "large-language-models"),
        ("Analyst", "Python with pandas and SQL.", "pandas"),
        ("Scientist", "CV and NLP for medical images.", "computer-vision"),
        ("Linguist", "Experience with NLP for text in nine languages.", "natural-language-processing"),
        ("Jurist", "Du skriver beslut. Intresse för AI är ett krav.",
         "artificial-intelligence"),
        ("Köksmästare", "Vi kör inga AI-intervjuer, vi ringer.", "artificial-intelligence"),
        ("Sælger", "Der er intet krav om at kende til AI.", "artificial-intelligence"),
        ("Økonom", "Selskapet satser stort på KI.", "artificial-intelligence"),
        ("Développeuse", "On croit à une IA sobre.\nTu feras vivre nos API, tu brancheras "
         "Mistral sur la recherche et tu surveilleras les coûts de nos services.", "mistral"),
        ("Account Manager", "We bring together AI and cloud.", "artificial-intelligence"),
        ("Engineer", "Online learning with XGBoost and bandits.", "online-learning-algorithms"),
        ("Paralegal", "You use ChatGPT and Harvey daily.", "harvey-ai"))
    facts = goldset.pipe(pathlib.Path(BUILD), ["enrich", "-"], [
        json.dumps({"native_id": str(i), "title": title, "description": text})
        for i, (title, text, _) in enumerate(named)])
    for (_, text, skill), fact in zip(named, facts, strict=True):
        expect(text, skill in {m["skill"] for m in fact["mentions"]}, True)


if __name__ == "__main__":
    main()
