#!/usr/bin/env python3
"""A number that a source gives to another vacancy: each is an ad of its own."""
import itertools
import json
import os
import signal
import subprocess
import time

from harness import expect, folder, fresh_database, main, program, psql, run, test, value

CTL = program("jobtrendctl")
TEXTS = {
    "vision": "We build cameras that find weeds between rows of beet. You train networks in PyTorch "
              "on pictures of leaves, label what they miss, and bring the model onto a small board in "
              "the field. We ask for three years of computer vision, C++ and a driving licence.",
    "claims": "Insured people send letters; our team reads them by machine. As an engineer you keep "
              "the pipeline of scikit-learn models running, write tests, talk with those who settle "
              "damages, and explain each decision. Experience with large language models is wanted.",
    "nurse": "The ward for hearts has fourteen beds. You look after patients before and behind an "
             "operation, write reports, train apprentices and work nights four times a month. A "
             "certificate as a nurse and patience are what we ask for, and a smile on Mondays.",
}


def moment(day):
    return "2024-%02d-%02dT06:00:00Z" % (1 + day // 28, 1 + day % 28)


def line(first, last, gone=None, text="vision", title="Vision Engineer", employer="Acme",
         place="Berlin", number="7", source="board", **more):
    ad = {"type": "ad", "source": source, "native_id": number, "title": title,
          "employer": employer, "description": TEXTS.get(text, text),
          "locations": [{"text": place}], "first_seen": moment(first), "last_seen": moment(last)}
    if gone is not None:
        ad["gone_at"] = moment(gone)
    return dict(ad, **more)


def load(db, *batches):
    """One call of the program, a file for each batch of lines: the order is certain."""
    with folder() as path:
        names = [os.path.join(path, "%d.jsonl" % i) for i in range(len(batches))]
        for name, lines in zip(names, batches):
            with open(name, "w") as file:
                file.write("".join(json.dumps(l) + "\n" for l in lines))
        done = run(CTL, "import", "--format", "archive", *names, check=False,
                   env={**os.environ, "JOBTREND_DB": db})
        expect("import: " + done.stderr, done.returncode, 0)


def load_one_by_one(db, orders):
    """Lines by source, in an order: a call of the program for the first line of
    every source, then one for the second and so on."""
    for lines in zip(*orders.values()):
        load(db, [dict(l, source=source) for source, l in zip(orders, lines)])


def export(db):
    done = run(CTL, "export", "--format", "archive", env={**os.environ, "JOBTREND_DB": db})
    return [l for l in map(json.loads, done.stdout.splitlines()) if l["type"] == "ad"]


def sorted_lines(lines):
    return sorted(json.dumps(l, sort_keys=True) for l in lines)


def spans(db, source="board"):
    return psql("SELECT title, first_seen::date, last_seen::date, gone_at::date, gone_reason,"
                " life_of IS NULL FROM jobtrend.ad JOIN jobtrend.source AS s USING (source_id)"
                " WHERE s.id = '%s' ORDER BY first_seen" % source, db)


THREE = [line(0, 20, 22),
         line(25, 50, 51, text="claims", title="Machine Learning Engineer", employer="Sure"),
         line(60, 90, 91, text="nurse", title="Nurse", employer="Hospital", place="Graz")]
# The second comes at once, and nothing says that the first is over.
AT_ONCE = [{k: v for k, v in dict(l).items() if k != "gone_at"} for l in THREE]


def outcome(db, source):
    return psql(
        "SELECT native_id, ad_id, a.title, first_seen, gone_at, gone_reason, life_of, k.n, m.n"
        " FROM jobtrend.ad AS a JOIN jobtrend.source AS s USING (source_id)"
        " CROSS JOIN LATERAL (SELECT count(*) AS n FROM jobtrend.text_version AS t"
        "   WHERE (t.source_id, t.ad_id) = (a.source_id, a.ad_id) AND t.title = a.title) AS k"
        " CROSS JOIN LATERAL (SELECT count(*) AS n FROM jobtrend.mention AS t"
        "   WHERE (t.source_id, t.ad_id) = (a.source_id, a.ad_id)) AS m"
        " WHERE s.id = '%s' ORDER BY first_seen" % source, db)


@test
def each_vacancy_is_kept_whatever_comes_first_and_twice():
    db = fresh_database()
    orders = {}
    for what, lines in (("ended", THREE), ("replaced", AT_ONCE)):
        for n, order in enumerate(itertools.permutations(lines)):
            orders["%s/%d" % (what, n)] = order + order[:2]
    load_one_by_one(db, orders)

    kept = export(db)
    for what, lines in (("ended", THREE), ("replaced", AT_ONCE)):
        seen = set()
        for source in (s for s in orders if s.startswith(what)):
            expect(source, sorted_lines(l for l in kept if l["source"] == source),
                   sorted_lines(dict(l, source=source) for l in lines))
            seen.add(json.dumps(outcome(db, source)))
        expect("outcomes of " + what, len(seen), 1)


@test
def postings_and_what_is_asked_for_are_those_of_each():
    db = fresh_database()
    load(db, AT_ONCE)

    expect("postings", psql(
        "SELECT title, class, (SELECT count(*) FROM jobtrend.posting AS q"
        " WHERE q.posting_id = p.posting_id) FROM jobtrend.ad_posting AS p"
        " JOIN jobtrend.source AS s ON s.id = p.source JOIN jobtrend.ad AS a"
        " ON a.source_id = s.source_id AND a.native_id = p.native_id"
        " JOIN jobtrend.posting AS k USING (posting_id)"
        " WHERE k.first_seen = a.first_seen ORDER BY a.first_seen", db),
        [["Vision Engineer", "original", "1"], ["Machine Learning Engineer", "original", "1"],
         ["Nurse", "original", "1"]])
    expect("skills", psql("SELECT count(*) FROM jobtrend.mention AS m JOIN jobtrend.skill AS k"
                          " USING (skill_id) JOIN jobtrend.ad AS a USING (source_id, ad_id)"
                          " WHERE k.id = 'pytorch' AND a.title = 'Vision Engineer'", db), [["1"]])
    expect("verify", psql("SELECT * FROM jobtrend.verify()", db), [])


@test
def one_vacancy_stays_one_whatever_is_changed_of_it():
    changes = (
        ("title", dict(title="Senior Vision Engineer (m/w/d)")),
        ("another title", dict(title="Deep Learning Wizard")),
        ("employer", dict(employer="Beta Robotics")),
        ("place", dict(place="Hamburg")),
        ("text", dict(text="claims")),
        ("words of another language", dict(
            title="Ingenieur für Bildverarbeitung", text="Wir bauen Kameras, die Unkraut zwischen "
            "den Rüben finden. Sie trainieren Netze mit PyTorch auf Bildern von Blättern und "
            "bringen das Modell auf eine kleine Platine im Feld. Wir suchen jemanden mit drei "
            "Jahren Erfahrung in der Bildverarbeitung und einem Führerschein.")),
        ("all but the requisition", dict(title="Nurse", text="nurse", employer="Hospital")))
    orders = {}
    for what, change in changes:
        more = {"requisition_id": "R-1"} if "requisition" in what else {}
        pair = (line(0, 20, **more), line(30, 40, **more, **change))
        orders[what], orders[what + ", the later first"] = pair, pair[::-1]
    db = fresh_database()
    load_one_by_one(db, orders)

    for what in orders:
        expect(what, [r[1:3] for r in spans(db, what)], [["2024-01-01", "2024-02-13"]])


@test
def another_vacancy_is_known_by_two_signs():
    pairs = (("title and text", line(0, 20), dict(title="Nurse", text="nurse")),
             ("employer and text", line(0, 20), dict(employer="Sure", text="claims")),
             ("employer and place", line(0, 20), dict(employer="Sure", place="Graz")),
             # A board of one employer: as sure when the first had ended.
             ("text behind an end", line(0, 20, 21), dict(text="claims")))
    db = fresh_database()
    load(db, [dict(one, source=what) for what, first, change in pairs
              for one in (first, line(30, 40, **change))])

    for what, _, _ in pairs:
        expect(what, len(spans(db, what)), 2)


@test
def what_stood_between_two_lines_of_one_vacancy_is_kept_whatever_comes_first():
    lines = [line(0, 10), line(12, 20, text="nurse", title="Nurse", employer="Hospital"),
             line(22, 30, title="Vision Engineer (m/w/d)")]
    orders = {str(order): [lines[i] for i in order]
              for order in itertools.permutations(range(3))}
    db = fresh_database()
    load_one_by_one(db, orders)

    for order in orders:
        expect(order, [r[1:3] + r[5:] for r in spans(db, order)],
               [["2024-01-01", "2024-02-03", "t"], ["2024-01-13", "2024-01-21", "f"]])


@test
def a_source_that_gives_numbers_again_is_told():
    db = fresh_database()
    load(db, THREE)
    expect("finding", psql("SELECT source, since::date, until::date FROM jobtrend.source_finding"
                           " WHERE finding = 'reused'", db), [["board", "2024-01-23", "2024-02-24"]])


@test
def an_import_of_such_that_was_killed_goes_on_and_ends_the_same():
    whole, db = fresh_database(), fresh_database()
    with folder() as path:
        run(CTL, "bench-world", "--write", path, "--kind", "numbers", "--worlds", "1",
            "--postings", "1000", "--seed", "5")
        command = [CTL, "import", "--format", "archive", str(path / "archive.jsonl")]
        run(*command, env={**os.environ, "JOBTREND_DB": whole}, timeout=120)
        for n in range(4):
            child = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                     env={**os.environ, "JOBTREND_DB": db})
            time.sleep(0.3 + 0.3 * n)
            child.send_signal(signal.SIGKILL)
            child.wait()
        run(*command, env={**os.environ, "JOBTREND_DB": db}, timeout=120)

    expect("lives", value("SELECT count(*) > 500 FROM jobtrend.ad WHERE life_of IS NOT NULL", db), "t")
    got, wanted = sorted_lines(export(db)), sorted_lines(export(whole))
    expect("lines", (len(got), [l for l in got if l not in wanted][:1]), (len(wanted), []))
    expect("facts", psql("SELECT month, sum(ads), sum(postings) FROM jobtrend.demand_fact"
                         " GROUP BY 1 ORDER BY 1", db),
           psql("SELECT month, sum(ads), sum(postings) FROM jobtrend.demand_fact"
                " GROUP BY 1 ORDER BY 1", whole))


@test
def lines_of_a_number_that_stand_beside_each_other_are_stored_by_hundreds():
    db = fresh_database()
    psql("ALTER DATABASE %s SET track_functions = 'pl'" % value("SELECT current_database()", db), db)
    lines = [line(first, first + 4, first + 5, number=str(number), title="Engineer %d" % number)
             for number in range(60) for first in (0, 40, 80)]

    load(db, lines)

    expect("ads, lives", psql("SELECT count(*), count(life_of) FROM jobtrend.ad", db)[0], ["180", "120"])
    calls = int(value("SELECT calls FROM pg_stat_user_functions WHERE funcname = 'merge'", db))
    expect("few batches and not one a line: %d" % calls, 3 <= calls < 30, True)


@test
def the_same_vacancy_again_is_one_posting_within_thirty_days():
    for again, wanted in ((40, "1"), (60, "2")):
        db = fresh_database()
        lines = [line(0, 20, 21), line(again, 70)]
        load(db, lines)
        expect("ads", sorted_lines(export(db)), sorted_lines(lines))
        expect("postings", value("SELECT count(*) FROM jobtrend.posting", db), wanted)


@test
def a_number_that_shows_two_vacancies_by_turns_has_two():
    db = fresh_database()
    turns = [[line(i, i) if i % 2 else line(i, i, text="nurse", title="Nurse",
                                            employer="Hospital")] for i in range(8)]
    load(db, *turns[:5])
    load(db, *turns[5:])

    expect("ads", [r[:3] for r in spans(db)], [["Nurse", "2024-01-01", "2024-01-07"],
                                               ["Vision Engineer", "2024-01-02", "2024-01-08"]])


@test
def a_life_is_read_again_with_a_later_dictionary():
    db = fresh_database()
    load(db, THREE)
    value("UPDATE jobtrend.taxonomy SET version = '2000-01-01+0'", db)

    done = run(CTL, "reclassify", check=False, env={**os.environ, "JOBTREND_DB": db})

    expect("status: " + done.stderr, done.returncode, 0)
    expect("read by it", psql("SELECT count(DISTINCT taxonomy_version), count(*)"
                              " FROM jobtrend.ad", db), [["1", "3"]])
    expect("lines", sorted_lines(export(db)), sorted_lines(THREE))


if __name__ == "__main__":
    main()
