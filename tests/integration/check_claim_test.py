#!/usr/bin/env python3
"""jobtrendctl check-claim: sentences in, verdicts out."""
import json
import os

from harness import expect, folder, fresh_database, main, program, run, test

CTL = program("jobtrendctl")
CHINA = "demand for AI jobs in China soared 321.7% year on year in Q1 2024"
MILLION = "a million AI postings in twelve months worldwide"
HIRE = "six months to hire for AI roles"


def ctl(db, *args, **options):
    return run(CTL, "check-claim", *args, check=False, env={**os.environ, "JOBTREND_DB": db},
               **options)


def answer(db, *args):
    done = ctl(db, *args, "--format", "json")
    expect("%s: %s" % (args, done.stderr), done.returncode, 0)
    return json.loads(done.stdout)


def filled_database():
    db = fresh_database()
    with folder() as d:
        (d / "a").write_text(run(program("tests/boardsim"), "archive", "--seed", "3", "--employers",
                                 "40", "--days", "900", "--today", "2026-03-01").stdout)
        done = run(CTL, "import", "--format", "archive", d / "a", check=False,
                   env={**os.environ, "JOBTREND_DB": db})
        expect("import: " + done.stderr, done.returncode, 0)
    return db


EMPTY = fresh_database()
FULL = filled_database()


@test
def the_three_claims_are_answered_without_data():
    got = []
    for text in (CHINA, MILLION, HIRE):
        c = answer(EMPTY, text)
        got.append((c["kind"], c["verdict"], c["reason"], [each["name"] for each in c["lacks"]]))

    expect("answers", got, [
        ("change", "not measurable", "not_observed",
         ["definition", "measure", "sources", "duplicates", "denominator", "interval"]),
        ("count", "not measurable", "not_observed",
         ["definition", "measure", "sources", "duplicates", "coverage", "interval"]),
        ("days", "not measurable", "not_observed",
         ["region", "period", "definition", "sources", "interval"])])


@test
def a_skill_is_not_measurable_where_no_dictionary_was_loaded():
    c = answer(EMPTY, "demand for PyTorch rose 20% in 2025")

    expect("answer", (c["skill"], c["verdict"], c["reason"], c["readings"]),
           ("pytorch", "not measurable", "not_observed", []))


@test
def a_page_says_what_is_missing():
    done = ctl(EMPTY, CHINA)

    expect("status: " + done.stderr, done.returncode, 0)
    for line in ("\"%s\"" % CHINA, "  claim        a change of +321.7 %", "  region       CN (China)",
                 "  period       2024Q1, against a year before",
                 "  verdict      not measurable: nothing was observed there then",
                 "  not said     definition  what counts as such a job"):
        expect(line, line in done.stdout, True)


@test
def the_three_claims_are_answered_on_a_world():
    change = answer(FULL, CHINA.replace("in China", "worldwide").replace("2024", "2025"))
    level = answer(FULL, MILLION, "--period", "2025")
    days = answer(FULL, HIRE, "--period", "2025")

    expect("change", (change["verdict"], change["period"]), ("contradicted", "2025Q1"))
    expect("demand is known", "demand" in change["bridge"], True)
    expect("level", (level["verdict"], level["reason"]), ("not measurable", "lower_bound"))
    expect("coverage", 0 < level["coverage_needed"] < 0.01, True)
    expect("a lower bound", level["readings"][0]["n"] > 100, True)
    expect("days", (days["verdict"], round(days["claimed"], 1)), ("contradicted", 182.6))
    first = days["readings"][0]
    expect("median", first["lo"] <= first["value"] <= first["hi"] < days["low"], True)
    for c in (change, level, days):
        parts = {k: v for k, v in c["bridge"].items() if not isinstance(v, str)}
        rest = abs(2 * parts["claimed"] - sum(parts.values()))
        expect("bridge of a %s sums" % c["kind"], rest < 1e-9, True)


@test
def what_we_count_ourselves_is_supported():
    cell = json.loads(run(CTL, "yoy", "--region", "world", "--skill", "any", "--period", "2025",
                          "--format", "json", env={**os.environ, "JOBTREND_DB": FULL}).stdout)
    claim = "AI postings worldwide changed by %+.1f%% year on year in 2025" % (100 * cell["value"])

    c = answer(FULL, claim)

    expect("verdict of " + claim, c["verdict"], "supported")
    expect("value", c["readings"][0]["value"], cell["value"])


@test
def options_replace_what_a_sentence_says():
    c = answer(FULL, "AI jobs in China tripled", "--region", "US", "--period", "2025Q1",
               "--measure", "stock", "--definition", "title", "--change", "-5%",
               "--skill", "pytorch")

    expect("asked", [c["claimed"], c["region"], c["period"], c["skill"]],
           [-0.05, "US", "2025Q1", "pytorch"])
    expect("readings", [(r["measure"], r["definition"]) for r in c["readings"]],
           [("stock", "title")])


@test
def options_settle_what_a_sentence_leaves_in_doubt():
    text = "nurse jobs in the EU did not double in FY2025"

    c = answer(FULL, text, "--change", "100%", "--region", "US", "--period", "2025Q1",
               "--skill", "pytorch")

    expect("asked", [c["claimed"], c["region"], c["period"], c["skill"]],
           [1, "US", "2025Q1", "pytorch"])
    for option, name in (("--change", "claim: expected what is so"), ("--region", "region:"),
                         ("--period", "claim: expected a period"), ("--skill", "skill:")):
        given = {"--change": "100%", "--region": "US", "--period": "2025Q1", "--skill": "pytorch"}
        del given[option]
        done = ctl(FULL, text, *[each for pair in given.items() for each in pair])
        expect("without " + option,
               (done.returncode, done.stderr.startswith("jobtrendctl: check-claim: " + name)),
               (2, True))


@test
def options_alone_are_a_claim():
    c = answer(FULL, "--count", "1.3 million", "--period", "2025")

    expect("claim", (c["kind"], c["claimed"], c["region"], "text" in c),
           ("count", 1300000, "world", False))


@test
def other_languages_ask_the_same():
    said = [answer(FULL, text) for text in (
        "AI jobs in Germany rose 12.5 percent in 2025 compared with a year earlier",
        "KI-Jobs in Deutschland stiegen 2025 um 12,5 Prozent gegenüber dem Vorjahr",
        "2025年德国人工智能岗位同比增长12.5%")]

    expect("claims", {(c["claimed"], c["region"], c["period"], c["skill"], c["verdict"])
                      for c in said},
           {(0.125, "DE", "2025", "any", said[0]["verdict"])})


@test
def what_cannot_be_read_is_said():
    for args, status, wanted in [
        ([], 2, "expected a sentence, or a figure such as --change 321.7%, got nothing"),
        (["a", "b"], 2, "expected one sentence, in quotes, got 2 arguments"),
        ([""], 2, "claim: expected a sentence, found nothing"),
        (["AI jobs soared"], 2,
         "claim: expected a figure such as 321.7%, 1.3 million postings or 180 days to fill, "
         "found none"),
        (["AI jobs rose 20% to 1.3 million"], 2,
         "claim: expected one figure, found 2: \"20%\" and \"1.3 million\"; give --change, "
         "--count, --share or --days"),
        (["AI jobs fell by -20%"], 2,
         "claim: expected a fall by 20 % or a change of -20 %, found both in one"),
        (["AI jobs in Narnia rose 20%"], 2,
         "region: expected a place that is known, found \"Narnia\"; give --region"),
        (["AI jobs rose 20%", "--change", "lots"], 2,
         "--change: expected a change such as 321.7%, +20% or -5%, found \"lots\""),
        (["AI jobs rose 20%", "--region", "Narnia"], 2,
         "region: expected world, an ISO 3166-1 or an ISO 3166-2 code, found 'Narnia'"),
        (["AI jobs rose 20%", "--region", "A long name of a place"], 2,
         "--region: expected less than 8 bytes, found 22"),
        (["AI jobs rose 20%", "--skill", "alchemy"], 2,
         "skill: expected any or an id of table skill, found 'alchemy'"),
        (["AI jobs rose 20%", "--period", "spring"], 2,
         "period: expected 2025, 2025Q1, 2025-03, 2025-W10 or 2025-03/12, found 'spring'"),
        (["AI jobs rose 20%", "--measure", "mood"], 2,
         "measure: expected flow, stock or share, found 'mood'"),
        (["AI jobs rose 20%", "--as-of", "yesterday"], 2,
         "--as-of: expected a time such as 2025-03-01T00:00:00Z, found \"yesterday\""),
        (["AI jobs rose 20%", "--format", "csv"], 2,
         "--format: expected table, json or jsonl, got \"csv\""),
    ]:
        done = ctl(FULL, *args)
        expect("status of %s" % args, done.returncode, status)
        expect("error of %s" % args, done.stderr.splitlines()[0],
               "jobtrendctl: check-claim: " + wanted)


@test
def a_sentence_may_come_from_standard_input():
    done = ctl(FULL, "-", "--format", "json", input="AI jobs worldwide rose 20% in 2025\n")
    expect("read", json.loads(done.stdout)["claimed"], 0.2)

    done = ctl(FULL, "-", input="9% " * 350000)
    expect("a megabyte", (done.returncode, done.stderr.splitlines()[0]),
           (2, "jobtrendctl: check-claim: claim: expected at most 2000 bytes, found more"))


@test
def a_reader_may_check_and_changes_nothing():
    count = "SELECT count(*) FROM jobtrend.cell"
    before = run("psql", "-XAtq", FULL, "-c", count).stdout

    c = answer(FULL + " user=jobtrend_reader", "AI jobs worldwide rose 20% in 2025")

    expect("answered", bool(c["verdict"]), True)
    expect("cells", run("psql", "-XAtq", FULL, "-c", count).stdout, before)


if __name__ == "__main__":
    main()
