#!/usr/bin/env python3
"""reclassify: another dictionary over stored ads, and what they were read as before."""
import json
import os

from crawl import expect_same, picture
from dictionary import dictionary
from harness import expect, folder, fresh_database, main, program, psql, run, test, value

CTL = program("jobtrendctl")

LOOM = {"id": "loom-weaving", "name": "Loom weaving", "parents": "", "traits": "core",
        "forms": "loom weaving"}
BLURB = "We are a company of many people. "
ADS = [  # title, text
    ("Machine Learning Engineer", "Requirements:\n\n- PyTorch\n- loom weaving"),
    ("Weaver", "Requirements:\n\n- five years of loom weaving"),
    ("Loom Weaving Teacher", "You teach children. " * 10),
    ("Accountant", "You keep our books in order. " * 10),
    ("Software Engineer", "Requirements:\n\n- PyTorch\n- Python"),
]

# What a reading is made of, in the words of the dictionary.
READING = """SELECT s.id, a.native_id, r.definitions, r.regions, r.language, r.role_family,
        r.seniority, r.pay_min, r.pay_currency, r.fingerprint, r.is_same_content,
        (SELECT array_agg(k.id ORDER BY k.id) FROM skill k WHERE k.skill_id = ANY (r.skills)),
        (SELECT array_agg(k.id ORDER BY k.id) FROM skill k WHERE k.skill_id = ANY (r.mentioned))
    FROM read_by(%s) r JOIN source s USING (source_id) JOIN ad a USING (source_id, ad_id)"""
MENTIONS = """SELECT s.id, m.ad_id, m.text_version, m.field, m.start_char, m.end_char, k.id, m.context
    FROM mentions_by(%s) m JOIN source s USING (source_id) JOIN skill k USING (skill_id)"""


def ctl(db, *args, status=0):
    done = run(CTL, *args, check=False, env={**os.environ, "JOBTREND_DB": db})
    expect("status of %s: %s" % (args[0], done.stderr), done.returncode, status)
    return done


def reclassify(db, path, *more, status=0):
    return ctl(db, "reclassify", "--taxonomy", str(path), *more, status=status)


def summary(db, path, *more):
    return json.loads(reclassify(db, path, *more, "--format", "jsonl").stdout)


def archive(path, ads=ADS, employer=None):
    with open(path, "w") as f:
        for week in (1, 8, 15, 22):
            f.write(json.dumps({"type": "run", "source": "t/a", "state": "ok",
                                "at": "2025-01-%02dT06:00:00Z" % week}) + "\n")
        for n, (title, text) in enumerate(ads):
            f.write(json.dumps({
                "type": "ad", "source": "t/a", "native_id": str(n), "title": title,
                "employer": employer or "Acme %d" % n, "description": BLURB + "\n\n" + text,
                "locations": [{"text": "Berlin, Germany"}], "language": "en",
                "first_seen": "2025-01-08T06:00:00Z", "last_seen": "2025-01-22T06:00:00Z"}) + "\n")
    return str(path)


def version(db, path):
    return value("SELECT version FROM jobtrend.taxonomy WHERE version LIKE '%s+%%'"
                 % (path / "VERSION").read_text().strip(), db)


def reading(db, of=None):
    of = "'%s'" % of if of else ""
    return [sorted(map(tuple, psql("SET search_path = jobtrend; " + sql % of, db)))
            for sql in (READING, MENTIONS)]


def filled(where, *more, **kind):
    """A database with the ads, read by a dictionary without the weaver's words."""
    db = fresh_database()
    old = dictionary(where, "2099.1")
    ctl(db, "import", "--format", "archive", "--taxonomy", str(old), *more,
        archive(where / "ads.jsonl", **kind))
    return db, old


@test
def a_new_dictionary_is_run_over_stored_texts():
    with folder() as where:
        db, _ = filled(where)
        new = dictionary(where, "2099.2", without=["pytorch"], more=[LOOM])
        done = summary(db, new)
        expect("said", {k: done[k] for k in ("read", "changed", "unchanged", "gained", "lost",
                                             "without_text", "refused", "left", "later")},
               {"read": 5, "changed": 4, "unchanged": 1, "gained": 2, "lost": 1,
                "without_text": 0, "refused": 0, "left": 0, "later": 0})
        expect("asked for", psql(
            "SELECT a.native_id, array_agg(k.id ORDER BY k.id) FROM jobtrend.ad a"
            " JOIN jobtrend.skill k ON k.skill_id = ANY (a.skills)"
            " WHERE k.id IN ('loom-weaving', 'pytorch') GROUP BY 1 ORDER BY 1", db),
            [["0", "{loom-weaving}"], ["1", "{loom-weaving}"], ["2", "{loom-weaving}"]])
        fresh = fresh_database()
        ctl(fresh, "import", "--format", "archive", "--taxonomy", str(new),
            str(where / "ads.jsonl"))
        expect_same(picture(fresh), picture(db))
        expect("differences", psql("SELECT * FROM jobtrend.verify()", db), [])
        expect("queued", value("SELECT count(*) FROM jobtrend.ad_dirty", db), "0")


@test
def what_was_read_before_is_given_back():
    with folder() as where:
        db, old = filled(where)
        first, was = version(db, old), reading(db)
        facts = psql("SELECT region, skill_id, definitions, ads FROM jobtrend.demand_fact"
                     " ORDER BY 1, 2, 3", db)
        second = dictionary(where, "2099.2", without=["pytorch"], more=[LOOM])
        reclassify(db, second)
        then = reading(db, version(db, second))
        reclassify(db, dictionary(where, "2099.3", more=[dict(LOOM, traits="build")]))
        expect("as the first read it", reading(db, first), was)
        expect("as read first", reading(db), was)
        expect("as the second read it", reading(db, version(db, second)), then)
        expect("another now", reading(db, value(
            "SELECT version FROM jobtrend.taxonomy WHERE version LIKE '2099.3%'", db)) != then, True)
        expect("an unknown version", run(
            "psql", "-X", "-d", db, "-c", "SELECT * FROM jobtrend.read_by('x')",
            check=False).stderr.splitlines()[0],
            "ERROR:  version: expected a version of taxonomy.version, or NULL for the first, found 'x'")
        expect("facts of the first again", psql("""
            SELECT p.region, k.skill_id, r.definitions, count(*)
            FROM jobtrend.read_by('%s') AS r
            JOIN jobtrend.posting_member AS m USING (source_id, ad_id),
            LATERAL (SELECT 'world' UNION SELECT unnest(r.regions)
                     UNION SELECT left(unnest(r.regions), 2)) AS p (region),
            LATERAL unnest(CASE WHEN r.definitions <> 0 THEN 0 || r.skills ELSE '{0}' END)
                AS k (skill_id)
            WHERE m.valid_to IS NULL AND m.flow_at IS NOT NULL
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""" % first, db), facts)


@test
def an_ad_that_is_read_as_before_is_only_stamped():
    with folder() as where:
        db, _ = filled(where)
        before = psql("SELECT source_id, ad_id, xmin FROM jobtrend.posting ORDER BY 1, 2", db)
        done = summary(db, dictionary(where, "2099.2"))
        expect("changed", (done["changed"], done["unchanged"]), (0, 5))
        expect("kept", value("SELECT count(*) FROM jobtrend.earlier_reading", db), "0")
        expect("postings", psql("SELECT source_id, ad_id, xmin FROM jobtrend.posting"
                                " ORDER BY 1, 2", db), before)
        expect("stamps", psql("SELECT DISTINCT t.version LIKE '2099.2%' FROM jobtrend.ad"
                              " JOIN jobtrend.taxonomy t USING (taxonomy_version)"
                              " UNION SELECT DISTINCT t.version LIKE '2099.2%'"
                              " FROM jobtrend.posting_member m"
                              " JOIN jobtrend.taxonomy t USING (taxonomy_version)"
                              " WHERE m.is_ai", db), [["t"]])
        expect("again", summary(db, where / "taxonomy-2099.2")["read"], 0)


@test
def a_dry_run_says_the_same_and_changes_nothing():
    with folder() as where:
        db, _ = filled(where)
        new = dictionary(where, "2099.2", without=["pytorch"], more=[LOOM])
        before, taxonomies = picture(db), psql("SELECT * FROM jobtrend.taxonomy", db)
        trial = summary(db, new, "--dry-run")
        expect("trial", (trial["is_trial"], trial["left"]), (True, 5))
        expect_same(before, picture(db))
        expect("dictionaries", psql("SELECT * FROM jobtrend.taxonomy", db), taxonomies)
        done = summary(db, new)
        for key in ("read", "changed", "unchanged", "gained", "lost", "without_text"):
            expect(key, trial[key], done[key])


@test
def without_text_the_title_is_read_and_the_rest_stays():
    with folder() as where:
        db, old = filled(where, "--keep-text", "none")
        was = reading(db)
        done = summary(db, dictionary(where, "2099.2"))
        expect("same words", (done["changed"], done["without_text"]), (0, 5))
        new = dictionary(where, "2099.3", without=["pytorch"], more=[LOOM])
        done = summary(db, new)
        expect("other words", (done["changed"], done["gained"], done["lost"]), (1, 1, 0))
        expect("named", psql("SELECT a.native_id, k.id, m.field FROM jobtrend.mention m"
                             " JOIN jobtrend.ad a USING (source_id, ad_id)"
                             " JOIN jobtrend.skill k USING (skill_id)"
                             " WHERE k.id IN ('loom-weaving', 'pytorch') ORDER BY 1", db),
               [["0", "pytorch", "1"], ["2", "loom-weaving", "0"], ["4", "pytorch", "1"]])
        expect("as read first", reading(db), was)


@test
def the_story_of_an_employer_stays_one():
    story = ("You will build machine learning with PyTorch and deep learning and bring it into "
             "production for our teams.")
    ads = [(title, story + "\n\nYou keep our house in order, every day of the week.")
           for title in ("Accountant", "Nurse", "Truck Driver", "Receptionist", "Teacher")]
    for more in ([], ["--keep-text", "none"]):
        with folder() as where:
            db, old = filled(where, *more, ads=ads, employer="Acme")
            expect("stories", value("SELECT count(*) FROM jobtrend.employer_story", db), "1")
            before = picture(db)
            done = summary(db, dictionary(where, "2099.2"))
            expect("same words", (done["changed"], done["unchanged"]), (0, 5))
            expect_same(before, picture(db))
            if more:
                continue  # a text that is not there is not read again
            was = reading(db)
            done = summary(db, dictionary(where, "2099.3", without=["pytorch"]))
            expect("other words", (done["changed"], done["gained"], done["lost"]), (5, 0, 0))
            expect("company", psql("SELECT DISTINCT context FROM jobtrend.mention"
                                   " WHERE field = 1", db), [["4"]])
            expect("differences", psql("SELECT * FROM jobtrend.verify()", db), [])
            expect("as read first", reading(db), was)


@test
def whoever_reads_anew_keeps_what_was_read():
    with folder() as where:
        db, old = filled(where)
        (where / "other").mkdir()
        other, _ = filled(where / "other")
        was = reading(db)
        new = dictionary(where, "2099.2", without=["pytorch"], more=[LOOM])
        reclassify(db, new)
        ctl(other, "import", "--format", "archive", "--taxonomy", str(new),
            str(where / "ads.jsonl"))
        for found in (db, other):
            expect("as read first", reading(found), was)
            expect("kept", value("SELECT count(*) FROM jobtrend.earlier_reading", found), "4")
        expect_same({"ads": picture(db)["ads"]}, {"ads": picture(other)["ads"]})


@test
def sources_and_versions_are_chosen():
    with folder() as where:
        db, old = filled(where)
        name = version(db, old)
        new = dictionary(where, "2099.2", more=[LOOM])
        cases = [
            (["--source", "t/none"], 1, 'jobtrendctl: reclassify: --source: expected a source, '
                                        'found none called "t/none"\n'),
            (["--from", "2000.1"], 1, 'jobtrendctl: reclassify: --from: expected a version of the '
                                      'dictionary, found none called "2000.1"\n'),
            (["--connections", "33"], 2, "jobtrendctl: reclassify: --connections: expected 1 to "
                                         "32, got 33\n"),
            (["x"], 2, 'jobtrendctl: reclassify: expected no argument, got "x"\n'),
        ]
        for args, status, wanted in cases:
            err = reclassify(db, new, *args, status=status).stderr
            expect(args, err.startswith(wanted), True)
        expect("of the source", summary(db, new, "--source", "t/a", "--from", name,
                                        "--connections", "1")["read"], 5)
        expect("of it no more", summary(db, new, "--from", name)["read"], 0)
        done = reclassify(db, old)
        expect("an older dictionary", done.stderr,
               "jobtrendctl: reclassify: 5 ads were read with a later dictionary and are left "
               "alone\n")
        expect("reads nothing", done.stdout.splitlines()[1],
               "0 read otherwise: 0 are an AI ad now, 0 are no more; 0 read as before")


if __name__ == "__main__":
    main()
